import { existsSync, readFileSync } from "node:fs";
import { constants } from "node:os";
import { describe, expect } from "vitest";
import { architectures, judgedCalls, refusedCalls, type Numbers } from "../../../src/sandbox/seccomp/calls.ts";
import { seccompFilter } from "../../../src/sandbox/seccomp/filter.ts";
import { verifies } from "../../verifies.ts";

const KILL = 0x80000000;
const ALLOW = 0x7fff0000;
const refused = (error: number): number => 0x00050000 | error;
const EPERM = refused(constants.errno.EPERM);
const ENOSYS = refused(constants.errno.ENOSYS);

interface Call {
  audit: number;
  number: number;
  /** 64 bits each. */
  args?: readonly bigint[];
}

/** What the kernel does with a filter: linux/filter.h, and `struct seccomp_data` of linux/seccomp.h. */
function run(program: Buffer, { audit, number, args = [] }: Call): number {
  const data = Buffer.alloc(64);
  data.writeUInt32LE(number >>> 0, 0);
  data.writeUInt32LE(audit >>> 0, 4);
  for (const [index, value] of args.entries()) data.writeBigUInt64LE(BigInt.asUintN(64, value), 16 + 8 * index);
  let accumulator = 0;
  for (let at = 0; ;) {
    const [code, yes, no, k] = [program.readUInt16LE(at * 8), program[at * 8 + 2]!, program[at * 8 + 3]!, program.readUInt32LE(at * 8 + 4)];
    const jump = (holds: boolean): number => at + 1 + (holds ? yes : no);
    if (code === 0x06) return k;
    if (code === 0x20) {
      accumulator = data.readUInt32LE(k);
      at += 1;
    } else if (code === 0x15) at = jump(accumulator === k);
    else if (code === 0x35) at = jump(accumulator >= k);
    else if (code === 0x45) at = jump((accumulator & k) !== 0);
    else throw new Error(`The test does not know the instruction ${code}.`);
  }
}

describe.each(Object.entries(architectures))("%s", (name, { audit, column }) => {
  const program = seccompFilter(name);
  const ask = (numbers: Numbers, ...args: bigint[]): number => run(program, { audit, number: numbers[column]!, args });

  verifies("sandbox.filter", "what is refused", () => {
    const answers = Object.entries(refusedCalls)
      .filter(([, numbers]) => numbers[column] !== null)
      .map(([call, numbers]) => [call, ask(numbers)]);
    expect(answers.length).toBeGreaterThan(40);
    expect(answers.filter(([, answer]) => answer !== EPERM)).toEqual([]);
    expect(ask(judgedCalls.clone3)).toBe(ENOSYS);
  });

  verifies("sandbox.filter", "what is allowed", () => {
    const denied = new Set([...Object.values(refusedCalls), ...Object.values(judgedCalls)].map((numbers) => numbers[column]));
    const others = Array.from({ length: 600 }, (_, number) => number).filter((number) => !denied.has(number));
    expect(others.filter((number) => run(program, { audit, number }) !== ALLOW)).toEqual([]);
    // landlock_create_ruleset: a command may confine itself further.
    expect(run(program, { audit, number: 444 })).toBe(ALLOW);
  });

  verifies("sandbox.filter", "namespaces", () => {
    const namespaces = [0x00020000n, 0x02000000n, 0x04000000n, 0x08000000n, 0x10000000n, 0x20000000n, 0x40000000n];
    const thread = 0x003d0f00n;
    for (const flag of namespaces) {
      expect([ask(judgedCalls.clone, flag | 17n), ask(judgedCalls.clone, thread | flag), ask(judgedCalls.unshare, flag)]).toEqual([
        EPERM,
        EPERM,
        EPERM,
      ]);
      expect(ask(judgedCalls.unshare, flag | 0xdead_0000_0000_0000n)).toBe(EPERM);
    }
    expect(ask(judgedCalls.unshare, 0x80n)).toBe(EPERM);
    expect([ask(judgedCalls.clone, 17n), ask(judgedCalls.clone, thread), ask(judgedCalls.unshare, 0x200n)]).toEqual([ALLOW, ALLOW, ALLOW]);
  });

  verifies("sandbox.filter", "terminals", () => {
    const typed = [0x5412n, 0x541cn];
    for (const request of typed) {
      // The kernel takes the request as 32 bits, so what stands above them must not matter.
      for (const above of [0n, 1n << 32n, 0xffff_ffff_0000_0000n]) expect(ask(judgedCalls.ioctl, 0n, request | above)).toBe(EPERM);
    }
    expect([0x5413n, 0x5401n, 0x5412_0000n].map((request) => ask(judgedCalls.ioctl, 0n, request))).toEqual([ALLOW, ALLOW, ALLOW]);
  });

  verifies("sandbox.filter", "families of sockets", () => {
    for (const call of [judgedCalls.socket, judgedCalls.socketpair]) {
      const allowed = Array.from({ length: 64 }, (_, family) => family).filter((family) => ask(call, BigInt(family)) === ALLOW);
      expect(allowed).toEqual([1, 2, 10, 16]);
      expect(ask(call, 40n | (1n << 32n))).toBe(EPERM);
    }
  });

  verifies("sandbox.filter", "other architectures and ABIs", () => {
    const foreign = [0x40000003, 0xc000003e, 0xc00000b7, 0x40000028].filter((other) => other !== audit);
    expect(foreign.map((other) => run(program, { audit: other, number: 0 }))).toEqual(foreign.map(() => KILL));
    const x32 = [0x40000000, 0x40000000 + 165, 0x40000200].map((number) => run(program, { audit, number }));
    expect(x32).toEqual(name === "x64" ? [EPERM, EPERM, EPERM] : [ALLOW, ALLOW, ALLOW]);
  });
});

verifies("sandbox.filter-unknown", () => {
  for (const arch of ["riscv64", "ia32", "ppc64"]) expect(() => seccompFilter(arch)).toThrow("There is no filter of system calls");
});

/** Newer than the headers of some machines: include/uapi/asm-generic/unistd.h of Linux 6.15. */
const newer = new Set(["open_tree_attr", "statmount", "listmount"]);
const headers = [
  ["/usr/include/x86_64-linux-gnu/asm/unistd_64.h", "/usr/include/asm/unistd_64.h"],
  ["/usr/include/asm-generic/unistd.h"],
] as const;

verifies("sandbox.filter-numbers", () => {
  const calls: [string, Numbers][] = [...Object.entries(refusedCalls), ...Object.entries(judgedCalls)];
  for (const [column, places] of headers.entries()) {
    const file = places.find((place) => existsSync(place));
    if (file === undefined) continue;
    const known = new Map(
      [...readFileSync(file, "utf8").matchAll(/^#define __NR(?:3264)?_(\w+)\s+(\d+)/gm)].map(([, name = "", number]) => [
        name,
        Number(number),
      ]),
    );
    const wrong = calls
      .filter(([name, numbers]) => (known.get(name) ?? null) !== numbers[column])
      .filter(([name]) => known.has(name) || !newer.has(name));
    expect({ file, known: known.size > 200, wrong }).toEqual({ file, known: true, wrong: [] });
  }
  // Since Linux 5.1 new calls have one number everywhere.
  expect(calls.filter(([, [x64, arm64]]) => (x64 ?? 0) >= 424 && x64 !== arm64)).toEqual([]);
});
