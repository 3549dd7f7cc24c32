import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { brief, makeBox, plain } from "./boxes.ts";
import { findProcesses } from "./processes.ts";
import { verifies } from "../verifies.ts";

// There is no control without confinement here: the attacks would kill what else the machine runs.

const killAll = "kill -KILL -1; sleep 1000";

verifies("sandbox.recovery", "everything in the box is killed", async () => {
  await using test = await makeBox("bubblewrap");
  await test.box.files.write("kept", Buffer.from("kept"));
  const job = await test.box.jobs.start("sleep 1000", {});

  await expect(test.box.run(killAll, plain)).rejects.toMatchObject({ code: "sandbox.failed" });

  expect(brief(await test.box.run("cat kept", plain))).toEqual({ exitCode: 0, signal: null, output: "kept" });
  expect(await test.box.jobs.stop(job.id)).toMatchObject({ running: false, signal: "SIGKILL" });
});

verifies("sandbox.recovery", "commands that wait together share one fresh box", async () => {
  await using test = await makeBox("bubblewrap");
  await expect(test.box.run(killAll, plain)).rejects.toMatchObject({ code: "sandbox.failed" });
  const results = await Promise.all(Array.from({ length: 8 }, () => test.box.run("readlink /proc/self/ns/pid", plain)));
  expect(new Set(results.map((result) => result.output.toString())).size).toBe(1);
});

verifies("sandbox.recovery", "the supervisor cannot be killed or stopped", async () => {
  await using test = await makeBox("bubblewrap");
  const script = "for signal in STOP TSTP TERM HUP INT QUIT USR1 USR2 ALRM PIPE CHLD SEGV KILL; do kill -$signal 1; done; echo alive";
  expect(brief(await test.box.run(script, plain)).output).toBe("alive\n");
  expect(brief(await test.box.run("echo next", plain)).output).toBe("next\n");
});

verifies("sandbox.recovery", "the box itself is killed", async () => {
  await using test = await makeBox("bubblewrap");
  const running = test.box.run("echo started; sleep 1000", {
    ...plain,
    onOutput: () => {
      for (const pid of findProcesses(join(test.folder, "state"))) process.kill(pid, "SIGKILL");
    },
  });
  await expect(running).rejects.toMatchObject({ code: "sandbox.failed" });
  expect(brief(await test.box.run("echo again", plain)).output).toBe("again\n");
});

verifies("sandbox.recovery", "a command whose watcher is stopped can still be ended", async () => {
  await using test = await makeBox("bubblewrap");
  const result = await test.box.run("kill -STOP $PPID; sleep 1000", { timeoutMs: 100 });
  expect(result).toMatchObject({ timedOut: true, signal: "SIGKILL" });
  expect(brief(await test.box.run("echo next", plain)).output).toBe("next\n");
});

verifies("sandbox.crash", async () => {
  const mark = `305.${randomBytes(6).readUIntBE(0, 6)}`;
  const parent = await mkdtemp(join(tmpdir(), "fettle-crash-"));
  const script = `
    import { makeBox } from ${JSON.stringify(join(import.meta.dirname, "boxes.ts"))};
    const { box } = await makeBox("bubblewrap", {}, ${JSON.stringify(parent)});
    await box.jobs.start("setsid sleep ${mark} & sleep ${mark}", {});
    void box.run("echo running; sleep ${mark}", { timeoutMs: 0, onOutput: () => console.log("running") });
  `;
  const harness = spawn(process.execPath, ["--input-type=module-typescript", "-e", script], { stdio: ["ignore", "pipe", "inherit"] });
  await once(harness.stdout, "data");
  const inBox = findProcesses(mark).filter((pid) => pid !== harness.pid);
  expect(inBox.length).toBeGreaterThan(0);

  harness.kill("SIGKILL");
  await once(harness, "close");

  while (findProcesses(mark).length > 0) await new Promise(setImmediate);
  await rm(parent, { recursive: true });
});

verifies("sandbox.limits", "memory", async () => {
  await using test = await makeBox("bubblewrap", { limits: { memoryBytes: 64 * 1024 * 1024, processes: 0 } });
  const hog = await test.box.run("head -c 200M /dev/zero | tail -c 200M | wc -c", plain);
  expect(hog.output.toString()).toMatch(/memory exhausted|Cannot allocate|^0$/m);
  await using free = await makeBox("bubblewrap");
  expect(brief(await free.box.run("head -c 200M /dev/zero | tail -c 200M | wc -c", plain)).output).toBe("209715200\n");
});
