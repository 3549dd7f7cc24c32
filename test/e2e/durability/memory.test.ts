import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { reply } from "../../../src/testing/index.ts";
import { verifies } from "../../verifies.ts";
import { setStage } from "../harness.ts";
import { writeLongThread } from "./long-thread.ts";

const limitBytes = 300e6;

/** The most memory that the process has had at any time, as Linux counts it. */
function peakBytes(pid: number): number {
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))!;
  return Number(kilobytes) * 1024;
}

for (const compaction of ["off", "facts"])
  verifies("agent.memory", `compaction = ${compaction}`, async () => {
    await using stage = await setStage({ replies: [reply().gate("measured").text("Done.")] });
    const thread = writeLongThread({ home: join(stage.home, ".fettle"), workspace: stage.workspace.root, bytes: 100e6 });
    await using running = stage.startExec(["--json", "go on", "--resume", thread], { env: { FETTLE_COMPACTION: compaction } });
    await stage.model.wait(1);
    const peak = peakBytes(running.pid);
    stage.model.open("measured");

    expect((await running.ended).code).toBe(3);
    expect(peak).toBeLessThan(limitBytes);
    // All of the conversation was there, and it is not what takes the memory; nor are the facts that stand for it.
    const sent = stage.model.seen[0]!.raw.length;
    if (compaction === "off") expect(sent).toBeGreaterThan(3e6);
    else expect(sent).toBeLessThan(1.5e6);
  });
