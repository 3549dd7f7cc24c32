import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { setImmediate as nextTick } from "node:timers/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { reply } from "../../../src/testing/index.ts";
import { openTerminal } from "../../surfaces/tui/harness/open-terminal.ts";
import { openXterm, type XtermTerminal } from "../../surfaces/tui/harness/xterm.ts";
import { program } from "../../program.ts";
import { verifies } from "../../verifies.ts";
import { eventsOf, setStage } from "../harness.ts";
import { commandLines, untilRuns } from "../processes.ts";
import { openModes } from "./open-modes.ts";
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

for (const [way, end] of Object.entries(ways)) {
  verifies("terminal.vanished", `${way}: what ran in it ends with it`, async () => {
    // A number of its own for each: nobody else's command has it.
    const [command, job] = [0, 1].map((which) => `sleep 98${process.pid}${which}${Object.keys(ways).indexOf(way)}`) as [string, string];
    await using stage = await setStage({
      replies: [
        reply().tool("shell", { script: job, background: true }),
        reply().tool("shell", { script: `echo half > half; ${command}; touch whole` }),
        reply().text("It goes on."),
      ],
    });
    {
      await using terminal = openTerminal(stage, { args: ["tui"] });
      await terminal.until("> What is to be done?");
      await enter(terminal, "begin");
      await untilRuns(job);
      await untilRuns(command);

      end(terminal);
      await terminal.ended;
      // Who is killed takes the box along, which takes what runs in it.
      while (commandLines().some((line) => [job, command].includes(line))) await nextTick();
    }
    await using terminal = openTerminal(stage, { args: ["tui", "--resume", "last"] });
    await terminal.until(atRest(/> begin/));
    await enter(terminal, "go on");
    await terminal.until(atRest(/It goes on\./));

    const events = await stage.events();
    expect({
      seqs: events.map(({ seq }) => seq),
      calls: eventsOf(events, "item.started").length,
      answered: eventsOf(events, "item.completed").length,
      // What an interrupted command has done counts, and can be undone; what was killed with its harness has done nothing.
      committed: eventsOf(events, "transaction.committed").flatMap(({ changes }) => changes.map(({ path }) => path)),
      left: ["half", "whole"].filter((file) => stage.workspace.exists(file)),
    }).toEqual({
      seqs: events.map((_, seq) => seq),
      calls: 2,
      answered: 2,
      committed: way === "SIGKILL" ? [] : ["half"],
      left: way === "SIGKILL" ? [] : ["half"],
    });
  });
}

/** As kitty answers: with its keyboard protocol there is one mode more to be given back. */
const kittys = "\u001B[?0u";
/** While it runs: the focus, bracketed paste, the keyboard and the title. */
const taken = (keyboard: string): string[] => ["1004", "2004", keyboard, "titles 1"];

verifies("terminal.left", "after a crash, with where the log is", async () => {
  await using stage = await setStage({ replies: [reply().text("It begins.").gate("never")] });
  const folder = mkdtempSync(join(tmpdir(), "fettle-crash-"));
  await using _cleanup = { [Symbol.asyncDispose]: async () => rmSync(folder, { recursive: true }) };
  const crash = join(folder, "crash.mjs");
  writeFileSync(crash, `process.on("SIGUSR2", () => { throw new Error("A defect."); });`);
  await using terminal = openTerminal(stage, { columns: 120, args: ["tui"], env: { NODE_OPTIONS: `--import=${crash}` } });
  terminal.send(kittys);
  await terminal.until("> What is to be done?");
  await enter(terminal, "begin");
  await terminal.until("It begins.");
  const before = openModes(terminal.output());
  process.kill(terminal.pid, "SIGUSR2");

  expect(await terminal.ended).toEqual({ code: 1 });
  const { thread } = (await stage.events())[0]!;
  const screen = await terminal.screen();
  expect({ before, after: openModes(terminal.output()), visible: (await terminal.cursor()).visible }).toEqual({
    before: taken("keyboards 1"),
    after: [],
    visible: true,
  });
  expect(screen).toContain(`All that happened is in ${join(stage.home, ".fettle/threads", thread)}`);
  expect(screen).toContain(`fettle tui --resume ${thread}`);
  expect(screen).toContain("Error: A defect.");
  expect(screen).not.toContain("Esc interrupts");
});

verifies("terminal.left", "for the shell, and taken again", async () => {
  await using stage = await setStage({ replies: [reply().text("Hello.")] });
  const env = { ...stage.env, PS1: "$ ", START: `'${process.execPath}' '${program}' tui` };
  await using terminal = openXterm(["bash", "--norc", "--noediting", "-i"], { cwd: stage.workspace.root, env });
  await terminal.until(/^\$$/);
  await enter(terminal, "eval $START");
  await terminal.until("> What is to be done?");
  await enter(terminal, "hello");
  await terminal.until(atRest(/Hello\./));
  const before = openModes(terminal.output());

  await terminal.press("C-z");
  await terminal.until("Stopped");
  const stopped = openModes(terminal.output());
  await enter(terminal, "fg");
  await terminal.until(atRest(/fg/));
  const again = openModes(terminal.output());
  await terminal.press("C-d");
  await terminal.until(/--resume \w+\n\$$/);

  expect({ before, stopped, again, after: openModes(terminal.output()) }).toEqual({
    before: taken("modifyOtherKeys"),
    stopped: [],
    again: taken("modifyOtherKeys"),
    after: [],
  });
});
