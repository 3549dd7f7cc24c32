import { expect } from "vitest";
import { type Reply, reply } from "../../../src/testing/index.ts";
import { hasProgram } from "../../repair/boxed.ts";
import { wipesIn } from "../../surfaces/tui/harness/controls.ts";
import { openTerminal, openTerminalInTmux, type OpenOptions } from "../../surfaces/tui/harness/open-terminal.ts";
import type { TestTerminal } from "../../surfaces/tui/harness/test-terminal.ts";
import { verifies } from "../../verifies.ts";
import { setStage, type Stage } from "../harness.ts";
import { atRest, enter } from "./support.ts";

const LINES = 2_000;
const sizes = [
  [60, 20],
  [120, 40],
  [40, 15],
  [80, 24],
  [100, 30],
  [50, 12],
  [132, 43],
  [72, 18],
  [90, 50],
  [80, 24],
] as const;

type Open = (stage: Stage, options: OpenOptions) => TestTerminal | Promise<TestTerminal>;

const terminals: Readonly<Record<string, Open>> = {
  "a terminal that reflows": openTerminal,
  "a terminal that does not": (stage, options) => openTerminal(stage, { ...options, reflows: false }),
  ...(hasProgram("tmux") && { tmux: openTerminalInTmux }),
};

for (const [name, open] of Object.entries(terminals)) {
  verifies("terminal.scrollback", name, async () => {
    await using stage = await setStage({ replies: [answer()] });
    await using terminal = await open(stage, { columns: 80, rows: 24, args: ["tui"] });
    await terminal.until("> What is to be done?");
    await enter(terminal, "count");

    for (const [index, [columns, rows]] of sizes.entries()) {
      const last = (index + 1) * (LINES / sizes.length) - 1;
      await terminal.until(`line ${numberOf(last)}`);
      // What is being written while the terminal gets another size was laid out for the old one: nothing may be on the way.
      await terminal.type(String(index));
      await terminal.until(new RegExp(`^> ${"0123456789".slice(0, index + 1)}$`, "m"));
      const written = terminal.output().length;
      await terminal.resize(columns, rows);
      await terminal.until(() => terminal.output().length > written);
      stage.model.open(`size ${index}`);
    }
    await terminal.until((screen) => /That is all\.[^]*> 0123456789$/m.test(screen) && !screen.includes("Esc interrupts"));

    const history = await terminal.history();
    expect({
      lines: history.flatMap((line) => /line (\d{4})/.exec(line)?.[1] ?? []),
      prompts: history.filter((line) => line === "> 0123456789").length,
      footers: history.filter((line) => /claude-opus-5-5 · auto/.test(line)).length,
      wipes: wipesIn(terminal.output()),
    }).toEqual({ lines: Array.from({ length: LINES }, (_, line) => numberOf(line)), prompts: 1, footers: 1, wipes: [] });
  });
}

for (const [name, open] of Object.entries(terminals).filter(([name]) => name !== "a terminal that does not")) {
  verifies("terminal.scrollback", `a prompt that is longer than the new rows, in ${name}`, async () => {
    // Above it there are rows: tmux lets what is at the top go into its history, however much room there is below.
    await using stage = await setStage({ replies: [reply().text("- a line\n".repeat(10))] });
    await using terminal = await open(stage, { columns: 130, rows: 30, args: ["tui"] });
    await terminal.until("> What is to be done?");
    await enter(terminal, "hello");
    await terminal.until(atRest(/a line/));
    await terminal.type(`begin ${"word ".repeat(22)}end`);
    await terminal.until(/> begin.* end$/m);
    for (const columns of [60, 130, 45, 100]) {
      await terminal.resize(columns, 30);
      // As it is laid out anew: words go on in the next row, below the first one.
      const words = Math.floor((columns - "> begin ".length) / "word ".length);
      await terminal.until(new RegExp(`^> begin(?: word){${Math.min(words, 22)}}${words >= 23 ? " end" : " ?\\n {2}word"}`, "m"));
    }

    const history = await terminal.history();
    expect({
      begun: history.filter((line) => line.includes("begin")).length,
      ended: history.filter((line) => line.includes(" end")).length,
      footers: history.filter((line) => /claude-opus-5-5 · auto/.test(line)).length,
      wipes: wipesIn(terminal.output()),
    }).toEqual({ begun: 1, ended: 1, footers: 1, wipes: [] });
  });
}

/** A list, in as many parts as there are sizes; each waits for its resize. */
function answer(): Reply {
  const part = LINES / sizes.length;
  const parts = sizes.map((_, index) =>
    Array.from({ length: part }, (_, line) => `- line ${numberOf(index * part + line)} ${"word ".repeat(line % 14)}\n`).join(""),
  );
  return parts.reduce((so, text, index) => so.text(text).gate(`size ${index}`), reply()).text("That is all.");
}

function numberOf(line: number): string {
  return String(line).padStart(4, "0");
}
