/** What the box without namespaces keeps, and what it does with everything that a command leaves behind. */
import { randomBytes } from "node:crypto";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, openSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { assemble, give, jumpIfEqual, label, load } from "../../../src/sandbox/seccomp/assembler.ts";
import { architectures } from "../../../src/sandbox/seccomp/calls.ts";
import { oldFilter, tightFilter } from "../../../src/sandbox/landlock/filters.ts";
import { canRunAsOrdinaryUser, runAsOrdinaryUser } from "../ordinary-user.ts";
import { findProcesses, parentOf } from "../processes.ts";
import { makeRuntime } from "../runtimes.ts";
import { verifies } from "../../verifies.ts";
import { attackFrom, impossibleHere } from "./escapes.ts";

const mark = (): string => `305.${randomBytes(6).readUIntBE(0, 6)}`;

function succeeded(attacks: Record<string, boolean>): string[] {
  return Object.keys(attacks).filter((name) => attacks[name]);
}

function expectAll(control: Record<string, boolean>): void {
  const names = Object.keys(control).filter((name) => !impossibleHere().includes(name));
  expect(names.length).toBeGreaterThan(20);
  expect(names.filter((name) => !control[name])).toEqual([]);
}

verifies("sandbox.landlock", async () => {
  expect(succeeded(await attackFrom("landlock"))).toEqual([]);
  expectAll(await attackFrom("none"));
});

if (canRunAsOrdinaryUser) {
  verifies("sandbox.landlock", "an ordinary user's", () => {
    const script = `import { attackFrom } from "./landlock/escapes.ts";
      console.log(JSON.stringify({ confined: await attackFrom("landlock"), control: await attackFrom("none") }));`;
    const output = runAsOrdinaryUser(script, ["runtimes.ts", "landlock/escapes.ts"]);
    const { confined, control } = JSON.parse(output) as Record<"confined" | "control", Record<string, boolean>>;
    expect(succeeded(confined)).toEqual([]);
    expectAll(control);
  });
}

verifies("sandbox.landlock", "root has no more rights than others", async () => {
  await using test = await makeRuntime("landlock");
  const { output } = await test.run("grep -E '^(CapEff|CapPrm|NoNewPrivs|Seccomp):' /proc/self/status; cat /etc/shadow");
  expect(output.replaceAll(/\s+/g, " ")).toBe(
    "CapPrm: 0000000000000000 CapEff: 0000000000000000 NoNewPrivs: 1 Seccomp: 2 cat: /etc/shadow: Permission denied ",
  );
});

verifies("sandbox.landlock", "what tools need works", async () => {
  await using test = await makeRuntime("landlock");
  const script = `set -e
    git init -q . && echo 1 > a && git add -A && git -c user.name=x -c user.email=x@example.com commit -qm first
    mkdir -p d/e && mv a d/e/a && ln d/e/a d/b && cp d/b c && rm -r d && git status --short
    file=$(mktemp); echo text > $file; mv $file moved; cat moved; touch ~/made; ls ~
    ${process.execPath} -e 'const { execFileSync } = require("node:child_process"); console.log(String(execFileSync("echo", ["child"])))'
    cat /dev/null; head -c 1 /dev/urandom > /dev/null; echo to-stdout > /dev/stdout; (exec -a x true); nproc > /dev/null`;
  expect(await test.run(script)).toEqual({ exitCode: 0, signal: null, output: " D a\n?? c\ntext\nmade\nchild\n\nto-stdout\n" });
});

verifies("sandbox.landlock", "a view without leave to write", async () => {
  await using test = await makeRuntime("landlock");
  const write = async (kind: "direct" | "read-only"): Promise<string> =>
    (await test.run("(echo x > file; cat file) 2>&1", { view: { kind } })).output;
  expect([await write("read-only"), await write("direct"), await write("read-only")]).toEqual([
    expect.stringContaining("Permission denied") as string,
    "x\n",
    expect.stringMatching(/Permission denied\nx\n$/) as string,
  ]);
});

const daemonize = (name: string, setsid = "setsid"): string =>
  `[[ -p up ]] || mkfifo up; ${setsid} sh -c 'echo > up; sleep ${name}' >/dev/null 2>&1 & read < up`;

verifies("sandbox.strays", "without a pid namespace", async () => {
  await using test = await makeRuntime("landlock");
  const name = mark();
  const script = `${daemonize(name)}; ${daemonize(name, "env -i setsid")}; (${daemonize(name, "setsid env -i setsid")}); exit 5`;
  expect(await test.run(script)).toMatchObject({ exitCode: 5 });
  expect(findProcesses(name)).toEqual([]);
  await using open = await makeRuntime("none");
  await open.run(script);
  const control = findProcesses(name);
  for (const pid of control) process.kill(pid, "SIGKILL");
  expect(control.length).toBeGreaterThan(0);
});

verifies("sandbox.strays", "without a pid namespace, a job keeps its own", async () => {
  await using test = await makeRuntime("landlock");
  const name = mark();
  const { id } = await test.jobs.start(`(${daemonize(`${name}1`, "env -i setsid")}); echo started; sleep 1000`, {});
  expect(await test.jobs.waitFor(id, /started/, 60_000)).toBe(true);
  await test.run(daemonize(`${name}2`, "env -i setsid"));
  expect([findProcesses(`${name}1`).length > 0, findProcesses(`${name}2`)]).toEqual([true, []]);
  await test.jobs.stop(id);
  expect(findProcesses(name)).toEqual([]);
});

verifies("sandbox.strays", "without a pid namespace, of a command that stops or kills what watches it", async () => {
  await using test = await makeRuntime("landlock");
  const name = mark();
  // The reporter is the shell's parent, its guardian the parent of that.
  const guardian = "guardian=$(cut -d' ' -f4 /proc/$PPID/stat); kill -KILL $guardian 2>/dev/null && echo killed the guardian;";
  const run = (signal: string) =>
    test.run(`${guardian} setsid sleep ${name} & sleep 0.05; kill -${signal} $PPID; sleep ${name}`, { timeoutMs: 300 });
  const stopped = await run("STOP");
  const killed = await run("KILL").catch((error: { code: string }) => error.code);
  expect([stopped, killed]).toEqual([{ exitCode: null, signal: "SIGKILL", output: "" }, "sandbox.failed"]);
  expect(findProcesses(name)).toEqual([]);
});

verifies("sandbox.crash", "without namespaces", async () => {
  const name = mark();
  const script = `
    import { makeRuntime } from ${JSON.stringify(join(import.meta.dirname, "../runtimes.ts"))};
    const test = await makeRuntime("landlock");
    const { id } = await test.jobs.start("setsid sleep ${name} & sleep ${name}", {});
    await test.jobs.waitFor(id, /never/, 100);
    console.log(test.folder);
    await new Promise(() => setInterval(() => {}, 1000));`;
  const harness = spawn(process.execPath, ["--input-type=module-typescript", "-e", script], { stdio: ["ignore", "pipe", "inherit"] });
  const [folder] = (await once(harness.stdout, "data")) as [Buffer];
  const running = findProcesses(name).filter((pid) => parentOf(pid) !== 0);
  harness.kill("SIGKILL");
  await once(harness, "close");
  while (findProcesses(name).length > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  expect({ before: running.length > 0, after: findProcesses(name) }).toEqual({ before: true, after: [] });
  // The next box sweeps what the killed harness has left.
  const own = `fettle-private-${harness.pid}-`;
  const left = (): string[] => readdirSync(tmpdir()).filter((file) => file.startsWith(own));
  const before = left();
  await using test = await makeRuntime("landlock");
  await test.run("true");
  expect([before.length, left()]).toEqual([1, []]);
  rmSync(folder.toString().trim(), { recursive: true, force: true });
});

verifies("sandbox.setup-fails", "a kernel without Landlock", async () => {
  await using folder = await makeRuntime("none");
  const filter = join(folder.folder, "filter");
  // landlock_create_ruleset is unknown to it.
  writeFileSync(
    filter,
    assemble([load(0), jumpIfEqual(444, { whenFalse: "other" }), give(0x00050000 | 38), label("other"), give(0x7fff0000)]),
  );
  const script = `
    import { makeRuntime } from ${JSON.stringify(join(import.meta.dirname, "../runtimes.ts"))};
    await using test = await makeRuntime("landlock");
    await test.run("touch ran").catch(({ code, message }) => console.log(code, message));
    console.log((await import("node:fs")).readdirSync(test.workspace).length);`;
  const file = openSync(filter, "r");
  const args = ["--dev-bind", "/", "/", "--seccomp", "3", "--", process.execPath, "--input-type=module-typescript", "-e", script];
  const { stdout, stderr } = spawnSync("bwrap", args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe", file] });
  closeSync(file);
  expect(stdout + stderr).toBe("sandbox.unavailable The sandbox landlock did not start: Landlock: Function not implemented\n0\n");
});

describe.each(Object.entries(architectures))("%s", (arch, { column }) => {
  verifies("sandbox.landlock-filter", () => {
    const of = (program: Buffer): number[] =>
      Array.from({ length: program.length / 8 }, (_, at) =>
        program.readUInt16LE(at * 8) === 0x15 ? program.readUInt32LE(at * 8 + 4) : -1,
      ).filter((k) => k >= 0);
    const [sockets, chmods, truncate] = column === 0 ? [41, [90, 91, 268, 452], 76] : [198, [52, 53, 452], 45];
    expect(of(tightFilter(arch))).toEqual([sockets, 16, ...chmods]);
    expect(of(oldFilter(arch))).toEqual([truncate]);
  });

  verifies("sandbox.landlock-filter", "numbers are the kernel's", () => {
    const headers = column === 0 ? "/usr/include/x86_64-linux-gnu/asm/unistd_64.h" : "/usr/include/asm-generic/unistd.h";
    if (!existsSync(headers)) return;
    const text = readFileSync(headers, "utf8");
    const numberOf = (call: string): number => Number(new RegExp(`#define __NR(?:3264)?_${call}\\s+(\\d+)`).exec(text)?.[1]);
    const names = column === 0 ? ["truncate", "chmod", "fchmod", "fchmodat"] : ["truncate", "fchmod", "fchmodat"];
    expect(names.map(numberOf)).toEqual(column === 0 ? [76, 90, 91, 268] : [45, 52, 53]);
  });
});
