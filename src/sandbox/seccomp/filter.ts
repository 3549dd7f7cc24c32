import { FettleError } from "../../contract/error.ts";

import { assemble, give, jumpIfAny, jumpIfAtLeast, jumpIfEqual, label, load, type Line } from "./assembler.ts";
import { architectures, judgedCalls, refusedCalls, type Architecture, type Numbers } from "./calls.ts";

/** Answers, from linux/seccomp.h. */
const ALLOW = 0x7fff0000;
const KILL_PROCESS = 0x80000000;
const EPERM = 0x00050000 | 1;
const ENOSYS = 0x00050000 | 38;

/** Offsets in `struct seccomp_data`; of arguments the lower half, which is all that the kernel looks at in these calls. */
const NUMBER = 0;
const ARCHITECTURE = 4;
const argument = (index: number): number => 16 + 8 * index;

/** CLONE_NEW* of linux/sched.h: mount, cgroup, uts, ipc, user, pid and network namespaces. */
const NAMESPACES = 0x7e020000;
/** In `clone` these bits are the signal at the end, so only `unshare` knows this one. */
const TIME_NAMESPACE = 0x80;

/** Input as if typed by the user, and what else Linux consoles can do. */
const TERMINAL_REQUESTS = [0x5412, 0x541c];

/** UNIX, INET, INET6 and NETLINK, of which only the box's own are in reach. */
const FAMILIES = [1, 2, 10, 16];

/**
 * The program for bubblewrap's `--seccomp`: what a command may ask of the kernel. Throws `sandbox.unavailable` for an architecture whose
 * system calls it does not know, rather than to leave one of them open.
 */
export function seccompFilter(arch: string): Buffer {
  return assemble(writeFilter(arch));
}

function writeFilter(arch: string): Line[] {
  const architecture = architectures[arch];
  if (architecture === undefined) {
    throw new FettleError("sandbox.unavailable", `There is no filter of system calls for the architecture ${arch}.`, {
      hint: `The sandbox works on ${Object.keys(architectures).join(" and ")}; \`--sandbox none\` runs commands without any confinement.`,
    });
  }
  const { audit, foreignFrom } = architecture;
  return [
    load(ARCHITECTURE),
    jumpIfEqual(audit, { whenTrue: "known" }),
    give(KILL_PROCESS),
    label("known"),
    load(NUMBER),
    ...(foreignFrom === undefined ? [] : refuseIf(jumpIfAtLeast(foreignFrom, { whenFalse: "native" }), "native")),
    ...Object.entries(refusedCalls).flatMap(([name, numbers]) => when(name, number(numbers, architecture), [give(EPERM)])),
    // glibc and others fall back to `clone`, whose flags can be judged: those of `clone3` lie in memory.
    ...when("clone3", number(judgedCalls.clone3, architecture), [give(ENOSYS)]),
    ...when("clone", number(judgedCalls.clone, architecture), refuseBits(NAMESPACES)),
    ...when("unshare", number(judgedCalls.unshare, architecture), refuseBits(NAMESPACES | TIME_NAMESPACE)),
    ...when("ioctl", number(judgedCalls.ioctl, architecture), [load(argument(1)), ...oneOf("request", TERMINAL_REQUESTS, EPERM, ALLOW)]),
    ...when("socket", number(judgedCalls.socket, architecture), [load(argument(0)), ...oneOf("family", FAMILIES, ALLOW, EPERM)]),
    ...when("socketpair", number(judgedCalls.socketpair, architecture), [load(argument(0)), ...oneOf("pair", FAMILIES, ALLOW, EPERM)]),
    give(ALLOW),
  ];
}

function number(numbers: Numbers, { column }: Architecture): number | null {
  return numbers[column];
}

/** `lines` must end with an answer. */
function when(name: string, call: number | null, lines: readonly Line[]): Line[] {
  return call === null ? [] : [jumpIfEqual(call, { whenFalse: `not ${name}` }), ...lines, label(`not ${name}`)];
}

function refuseIf(jump: Line, otherwise: string): Line[] {
  return [jump, give(EPERM), label(otherwise)];
}

function refuseBits(bits: number): Line[] {
  return [load(argument(0)), jumpIfAny(bits, { whenFalse: `no ${bits}` }), give(EPERM), label(`no ${bits}`), give(ALLOW)];
}

function oneOf(name: string, values: readonly number[], then: number, otherwise: number): Line[] {
  const jumps = values.map((value) => jumpIfEqual(value, { whenTrue: `${name} listed` }));
  return [...jumps, give(otherwise), label(`${name} listed`), give(then)];
}
