import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { openLimits } from "../../src/sandbox/limits.ts";
import { descendantsOf, findProcesses, parentOf, statOf } from "./processes.ts";
import { makeRuntime } from "./runtimes.ts";
import { verifies } from "../verifies.ts";

verifies("sandbox.recovery", "everything in the box is killed", async () => {
  await using test = await makeRuntime("bubblewrap");
  const job = await test.jobs.start("echo up; sleep 1000", {});
  expect(await test.jobs.waitFor(job.id, /up/, 60_000)).toBe(true);

  expect(await test.run("sh -c 'kill -KILL -1'; sleep 1000")).toMatchObject({ exitCode: null, signal: "SIGKILL" });

  // Another command's processes are out of reach.
  expect(test.jobs.list()).toMatchObject([{ running: true }]);
  expect((await test.run("echo next")).output).toBe("next\n");
});

verifies("sandbox.recovery", "the first process cannot be killed or stopped", async () => {
  await using test = await makeRuntime("bubblewrap");
  const script = "for signal in STOP TSTP HUP INT QUIT USR1 USR2 ALRM PIPE CHLD SEGV KILL; do kill -$signal 1; done; echo alive";
  expect((await test.run(script)).output).toBe("alive\n");
});

verifies("sandbox.recovery", "the holder is killed", async () => {
  await using test = await makeRuntime("bubblewrap");
  await test.run("echo kept > kept; touch /tmp/temporary");
  const holders = findProcesses(join(test.folder, "store")).filter((pid) => pid !== process.pid);
  expect(holders.length).toBeGreaterThan(0);
  for (const pid of holders) killIfThere(pid);
  while (holders.some(isThere)) await new Promise(setImmediate);
  const results = await Promise.all(
    Array.from({ length: 8 }, () => test.run("cat kept; ls /tmp/temporary 2>/dev/null; readlink /proc/self/ns/net")),
  );
  expect(new Set(results.map(({ output }) => output)).size).toBe(1);
  expect(results[0]!.output).toMatch(/^kept\nnet:/);
});

verifies("sandbox.recovery", "what watches a command is killed", async () => {
  await using test = await makeRuntime("bubblewrap");
  const mark = `306.${randomBytes(6).readUIntBE(0, 6)}`;
  const started = await test.launch({ what: { script: `echo up; sleep ${mark}` } });
  await once(started.output, "data");
  // The chain of programs has become bubblewrap; unlike the holder's its child is the shell that reports.
  const isWatcher = (pid: number): boolean =>
    parentOf(pid) === process.pid && descendantsOf(pid).some((child) => parentOf(child) === pid && statOf(child).name === "bash");
  const watchers = descendantsOf(process.pid).filter(isWatcher);
  expect(watchers).toHaveLength(1);
  killIfThere(watchers[0]!);
  expect(await started.ended).toMatchObject({ how: "lost" });
  while (findProcesses(mark).length > 0) await new Promise(setImmediate);
  expect((await test.run("echo next")).output).toBe("next\n");
});

verifies("sandbox.terminal", async () => {
  await using test = await makeRuntime("bubblewrap");
  await test.jobs.start("sleep 1000", {});
  const started = await test.launch({ what: { script: "echo up; sleep 1000" } });
  await once(started.output, "data");
  const family = descendantsOf(process.pid);
  expect(family.length).toBeGreaterThan(4);
  // A terminal signals its foreground group; whoever is in another session is in none of its groups.
  expect(family.filter((pid) => statOf(pid).session === statOf(process.pid).session)).toEqual([]);
  started.kill("SIGKILL");
  expect(await started.ended).toEqual({ how: "signal", signal: "SIGKILL" });
});

verifies("sandbox.crash", async () => {
  const mark = `305.${randomBytes(6).readUIntBE(0, 6)}`;
  const parent = await mkdtemp(join(tmpdir(), "fettle-crash-"));
  const script = `
    import { makeRuntime } from ${JSON.stringify(join(import.meta.dirname, "runtimes.ts"))};
    const { jobs, run } = await makeRuntime("bubblewrap", {}, ${JSON.stringify(parent)});
    await jobs.start("setsid sleep ${mark} & sleep ${mark}", {});
    void run("setsid sleep ${mark} & echo running; sleep ${mark}", { onOutput: () => console.log("running") });
  `;
  const harness = spawn(process.execPath, ["--input-type=module-typescript", "-e", script], { stdio: ["ignore", "pipe", "inherit"] });
  await once(harness.stdout, "data");
  const family = descendantsOf(harness.pid ?? 0);
  expect(findProcesses(mark).filter((pid) => pid !== harness.pid).length).toBeGreaterThan(2);

  harness.kill("SIGKILL");
  await once(harness, "close");

  // The holder too, which has no mark.
  while (findProcesses(mark).length > 0 || family.some(isThere)) await new Promise(setImmediate);
  await rm(parent, { recursive: true });
});

verifies("sandbox.crash", "while a command is being put into its box", async () => {
  const parent = await mkdtemp(join(tmpdir(), "fettle-crash-"));
  const script = `
    import { makeRuntime } from ${JSON.stringify(join(import.meta.dirname, "runtimes.ts"))};
    const { run } = await makeRuntime("bubblewrap", {}, ${JSON.stringify(parent)});
    await run("true");
    console.log("warm");
    for (;;) await Promise.all(Array.from({ length: 4 }, () => run("sleep 1000", { timeoutMs: 5 })));
  `;
  for (const wait of [1, 20, 60]) {
    const harness = spawn(process.execPath, ["--input-type=module-typescript", "-e", script], { stdio: ["ignore", "pipe", "inherit"] });
    await once(harness.stdout, "data");
    await new Promise((resolve) => setTimeout(resolve, wait));
    const family = descendantsOf(harness.pid ?? 0);
    harness.kill("SIGKILL");
    await once(harness, "close");
    while (family.some(isThere)) await new Promise(setImmediate);
  }
  await rm(parent, { recursive: true });
});

verifies("sandbox.limits", "B54: memory", async () => {
  const hog = "head -c 200M /dev/zero | tail -c 200M | wc -c";
  await using test = await makeRuntime("bubblewrap", { limits: { memoryBytes: 64 * 1024 * 1024, processes: 0 } });
  expect((await test.run(hog)).output).toMatch(/memory exhausted|Cannot allocate|^0$/m);
  expect((await test.run("echo alive")).output).toBe("alive\n");
  await using free = await makeRuntime("bubblewrap");
  expect((await free.run(hog)).output).toBe("209715200\n");
});

verifies("sandbox.limits", "B54: a fork bomb", async () => {
  await using test = await makeRuntime("bubblewrap", { limits: { memoryBytes: 0, processes: 64 } });
  const refused = new AbortController();
  await test.run("bomb() { bomb | bomb & }; bomb; sleep 1000", {
    timeoutMs: 60_000,
    signal: refused.signal,
    onOutput: (chunk) => void (chunk.includes("Resource temporarily unavailable") && refused.abort()),
  });
  expect(refused.signal.aborted).toBe(true);
  expect((await test.run("ps -e -o comm= | sort | uniq -c | sort -n | tail -1; echo alive")).output).toMatch(/^ +[1-4] \S+\nalive\n$/);
});

verifies("sandbox.limits", "where nobody else counts root's processes", async () => {
  const limit = openLimits({ isRoot: true, groups: { memory: undefined, pids: undefined } });
  await using test = await makeRuntime("bubblewrap");
  const endOf = async (script: string): Promise<string> => {
    const started = await test.launch({ what: { script: `echo up; ${script}` } });
    await once(started.output, "data");
    const first = descendantsOf(process.pid).find((pid) => statOf(pid).name === "bash" && statOf(parentOf(pid)).name === "bwrap") ?? 0;
    const limited = limit({ memoryBytes: 0, processes: 16 });
    let stopped = "";
    limited.begin(first, (reason) => {
      stopped = reason;
      started.kill("SIGKILL");
    });
    await started.ended;
    limited.finish();
    return stopped;
  };
  expect(await endOf("for i in {1..40}; do sleep 1000 & done; wait")).toBe("it had more than the 16 processes it may have");
  expect(await endOf("for i in {1..8}; do sleep 0.2 & done; wait")).toBe("");
});

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function killIfThere(pid: number): void {
  if (pid > 1 && isThere(pid)) process.kill(pid, "SIGKILL");
}
