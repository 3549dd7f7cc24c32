import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect } from "vitest";
import type { Event } from "../../../src/contract/event.ts";
import { reply } from "../../../src/testing/index.ts";
import { fill, smallDisk } from "../../log/small-disk.ts";
import { verifies } from "../../verifies.ts";
import { eventsOf, resultTexts, setStage, type Stage } from "../harness.ts";
import { expectKept, wholeLines } from "./kept-log.ts";

/** Longer than what is left of the log's last page on the full disk. */
const words = "Now I am going to leave a mark. ".repeat(150);

/** Runs a task whose disk may become full while the model thinks. */
async function leaveMark(stage: Stage, whileItThinks: () => void): Promise<{ code: number | null; stdout: string }> {
  stage.model.add(reply().gate("go").text(words).tool("shell", { script: "touch mark" }));
  await using running = stage.startExec(["--json", "leave a mark"]);
  await running.until<Event>(({ type }) => type === "step.started");
  await stage.model.wait(1);
  whileItThinks();
  stage.model.open("go");
  return await running.ended;
}

describe.skipIf(process.getuid?.() !== 0)("needs root, to mount a small disk", () => {
  verifies("agent.disk-full", async () => {
    await using stage = await setStage();
    using disk = smallDisk(64, join(stage.home, ".fettle"));
    const { code, stdout } = await leaveMark(stage, () => fill(disk.home, "filler"));

    expect({ code, mark: stage.workspace.exists("mark") }).toEqual({ code: 1, mark: false });
    const events = await stage.events();
    expect(events.slice(-2)).toMatchObject([
      { type: "step.completed" },
      { type: "turn.failed", error: { code: "log.disk", hint: "Free some space on this disk, then resume the thread." } },
    ]);
    await expectKept(stage, wholeLines(stdout), ["intact"]);

    rmSync(join(disk.home, "filler"));
    stage.model.add(reply().tool("shell", { script: "touch mark" }), reply().text("Done."));
    const resumed = await stage.exec(["--json", "go on", "--resume", events[0]!.thread]);
    expect({ code: resumed.code, mark: stage.workspace.exists("mark") }).toEqual({ code: 3, mark: true });
    expect(resultTexts(resumed.events)).toEqual([expect.stringContaining("It has had no effect"), "[exit code 0]"]);
    expect(eventsOf(resumed.events, "item.completed").map(({ recovered }) => recovered)).toEqual(["not-done", undefined]);
  });

  verifies("agent.disk-full", "control: with room left, the mark is there", async () => {
    await using stage = await setStage();
    using _disk = smallDisk(64, join(stage.home, ".fettle"));
    const ending = leaveMark(stage, () => {});
    stage.model.add(reply().text("Done."));
    const { code } = await ending;
    expect({ code, mark: stage.workspace.exists("mark") }).toEqual({ code: 3, mark: true });
  });
});
