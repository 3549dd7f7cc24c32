import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { reply } from "../../../src/testing/index.ts";
import { fill, smallDisk } from "../../log/small-disk.ts";
import { openTerminal } from "../../surfaces/tui/harness/open-terminal.ts";
import { verifies } from "../../verifies.ts";
import { eventsOf, setStage } from "../harness.ts";
import { atRest, enter } from "./support.ts";

/** Longer than what is left of the log's last page on the full disk. */
const words = "Now I am going to leave a mark. ".repeat(150);

describe.skipIf(process.getuid?.() !== 0)("needs root, to mount a small disk", () => {
  verifies("terminal.disk-full", async () => {
    await using stage = await setStage({
      replies: [
        reply().text("I begin.").gate("full").text(words).tool("shell", { script: "touch mark" }),
        reply().tool("shell", { script: "touch mark" }),
        reply().text("The mark is there."),
        reply().text("It is still there."),
      ],
    });
    using disk = smallDisk(64, join(stage.home, ".fettle"));
    {
      await using terminal = openTerminal(stage, { columns: 100, rows: 40, args: ["tui"] });
      await terminal.until("> What is to be done?");
      await enter(terminal, "leave a mark");
      await terminal.until("I begin.");
      fill(disk.home, "filler");
      stage.model.open("full");

      // It is said what happened and what to do, and nothing was done that could not be recorded.
      await terminal.until(atRest(/The log cannot be written: ENOSPC[^]*Free some space on this disk, then/));
      expect({ mark: stage.workspace.exists("mark"), failed: eventsOf(await stage.events(), "turn.failed").length }).toEqual({
        mark: false,
        failed: 1,
      });

      // In the same terminal, once there is room.
      rmSync(join(disk.home, "filler"));
      await enter(terminal, "go on");
      await terminal.until(atRest(/The mark is there\./));
      await terminal.press("C-d");
      expect(await terminal.ended).toEqual({ code: 0 });
    }
    await using terminal = openTerminal(stage, { columns: 100, rows: 40, args: ["tui", "--resume", "last"] });
    await terminal.until(atRest(/The mark is there\./));
    await enter(terminal, "is it?");
    await terminal.until(atRest(/It is still there\./));

    const events = await stage.events();
    expect({
      seqs: events.map(({ seq }) => seq),
      threads: new Set(events.map(({ thread }) => thread)).size,
      recovered: eventsOf(events, "item.completed").map(({ recovered }) => recovered),
      mark: stage.workspace.exists("mark"),
    }).toEqual({ seqs: events.map((_, seq) => seq), threads: 1, recovered: ["not-done", undefined], mark: true });
  });
});
