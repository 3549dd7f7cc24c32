/* oxlint-disable no-control-regex -- control characters are what is looked for */

import { expect } from "vitest";
import { reply } from "../../../src/testing/index.ts";
import { controlsIn } from "../../surfaces/tui/harness/controls.ts";
import { openTerminal } from "../../surfaces/tui/harness/open-terminal.ts";
import type { XtermTerminal } from "../../surfaces/tui/harness/xterm.ts";
import { verifies } from "../../verifies.ts";
import { eventsOf, setStage } from "../harness.ts";
import { atRest, enter, textOf } from "./support.ts";

const ways: Readonly<Record<string, (terminal: XtermTerminal) => void>> = {
  "the window is closed": (terminal) => terminal.hangUp(),
  SIGHUP: ({ pid }) => process.kill(pid, "SIGHUP"),
  SIGTERM: ({ pid }) => process.kill(pid, "SIGTERM"),
  SIGKILL: ({ pid }) => process.kill(pid, "SIGKILL"),
};

for (const [way, end] of Object.entries(ways)) {
  verifies("terminal.vanished", way, async () => {
    await using stage = await setStage({
      replies: [reply().text("It begins.").gate("never"), reply().text("It goes on.")],
    });
    {
      await using terminal = openTerminal(stage, { args: ["tui"] });
      await terminal.until("> What is to be done?");
      await enter(terminal, "begin");
      await terminal.until("It begins.");

      end(terminal);
      await terminal.ended;
      // Who can still say something has told the log how it ended.
      const interrupted = eventsOf(await stage.events(), "turn.interrupted").length;
      expect(interrupted).toBe(way === "SIGKILL" ? 0 : 1);
    }
    await using terminal = openTerminal(stage, { args: ["tui", "--resume", "last"] });
    await terminal.until(atRest(/> begin/));
    await enter(terminal, "go on");
    await terminal.until(atRest(/It goes on\./));

    const events = await stage.events();
    expect({
      seqs: events.map(({ seq }) => seq),
      prompts: eventsOf(events, "prompt.admitted").map(({ parts }) => textOf(parts)),
      threads: new Set(events.map(({ thread }) => thread)).size,
      last: eventsOf(events, "turn.completed").length,
    }).toEqual({ seqs: events.map((_, seq) => seq), prompts: ["begin", "go on"], threads: 1, last: 1 });
  });
}

verifies("terminal.left", async () => {
  await using stage = await setStage({ replies: [reply().text("Hello.")] });
  await using terminal = openTerminal(stage, { args: ["tui"] });
  await terminal.until("> What is to be done?");
  await enter(terminal, "hello");
  await terminal.until(atRest(/Hello\./));

  await terminal.press("C-c", "C-c");

  const ended = await terminal.ended;
  const screen = await terminal.screen();
  const { column, visible } = await terminal.cursor();
  expect({ ended, column, visible, open: openModes(terminal.output()), told: /fettle tui --resume \w+$/.test(screen) }).toEqual({
    ended: { code: 0 },
    column: 0,
    visible: true,
    open: [],
    told: true,
  });
});

/** The private modes that are not as at first, when rows wrap and the cursor is seen. */
function openModes(output: string): string[] {
  const modes = new Map<string, string>();
  for (const control of controlsIn(output)) {
    const [, mode, final] = /^\u001B\[\?(\d+)([hl])$/.exec(control) ?? [];
    if (mode !== undefined && final !== undefined) modes.set(mode, final);
  }
  return [...modes].flatMap(([mode, final]) => (final === (["7", "25"].includes(mode) ? "l" : "h") ? [mode] : []));
}
