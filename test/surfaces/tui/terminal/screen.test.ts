import { expect } from "vitest";
import { Screen } from "../../../../src/surfaces/tui/terminal/screen.ts";
import { lineOf, span } from "../../../../src/surfaces/tui/text/line.ts";
import { chooseTheme } from "../../../../src/surfaces/tui/theme/choice.ts";
import { verifies } from "../../../verifies.ts";
import { Headless, liveFrame, untouched } from "./headless.ts";

const theme = chooseTheme("dark", { TERM: "xterm-256color" });

function open(headless = new Headless()): { headless: Headless; screen: Screen } {
  return { headless, screen: new Screen({ output: headless, size: headless.size, theme, reflow: "xterm.js" }) };
}

const numbers = (count: number): string[] => Array.from({ length: count }, (_, index) => `H${index}`);

verifies("tui.screen.live", "the first frame is one write, with the cursor at the caret", async () => {
  const { headless, screen } = open();
  screen.append([lineOf("done"), lineOf(span("x", "bold"))]);
  screen.draw(liveFrame("hi"));
  await screen.settled();

  expect(headless.writes.length).toBe(1);
  expect(headless.rows()).toEqual(["done", "x", "LIVE unfinished", "LIVE ──", "LIVE> hi", "LIVE footer"]);
  expect(headless.cursor()).toEqual({ row: 4, column: 8 });
  expect(headless.modes()).toEqual({ ...untouched, paste: true, focus: true });
});

verifies("tui.screen.live", "a typed character writes its row and nothing else; what is the same writes nothing", async () => {
  const { headless, screen } = open();
  screen.draw(liveFrame("h"));
  await screen.settled();
  screen.draw(liveFrame("hi"));
  await screen.settled();
  screen.draw(liveFrame("hi"));
  await screen.settled();

  expect(headless.writes.slice(1)).toEqual(["\u001b[?2026h\u001b[?25l\rLIVE> hi\u001b[K\u001b[9G\u001b[?25h\u001b[?2026l"]);
});

verifies("tui.screen.live", "frames that grow, shrink, lose their caret, and are too large", async () => {
  const { headless, screen } = open(new Headless({ rows: 6, cols: 20 }));
  const shown = async (rows: readonly string[], caret?: { row: number; column: number }): Promise<unknown> => {
    screen.draw({ rows: rows.map((row) => lineOf(row)), ...(caret && { caret }) });
    await screen.settled();
    return { rows: headless.rows(), cursor: headless.cursor(), visible: headless.modes().cursor };
  };
  screen.append([lineOf("above")]);

  expect(await shown(["a"], { row: 0, column: 1 })).toEqual({ rows: ["above", "a"], cursor: { row: 1, column: 1 }, visible: true });
  expect(await shown(["a", "b", "c"], { row: 0, column: 1 })).toEqual({
    rows: ["above", "a", "b", "c"],
    cursor: { row: 1, column: 1 },
    visible: true,
  });
  expect(await shown(["a", "x"])).toEqual({ rows: ["above", "a", "x"], cursor: { row: 2, column: 0 }, visible: false });
  expect(await shown([])).toEqual({ rows: ["above"], cursor: { row: 1, column: 0 }, visible: false });
  expect(await shown(["z"], { row: 0, column: 0 })).toEqual({ rows: ["above", "z"], cursor: { row: 1, column: 0 }, visible: true });
  expect(await shown(["y".repeat(50)], { row: 0, column: 40 })).toEqual({
    rows: ["above", `${"y".repeat(18)}…`],
    cursor: { row: 1, column: 19 },
    visible: true,
  });
  expect(await shown(numbers(9), { row: 8, column: 0 })).toMatchObject({ rows: numbers(9).slice(3), cursor: { row: 5, column: 0 } });
  expect(await shown(numbers(9), { row: 1, column: 0 })).toMatchObject({ rows: numbers(7).slice(1), cursor: { row: 0, column: 0 } });
  expect(headless.lines().slice(0, 2)).toEqual(["above", "H1"]);
});

verifies("tui.screen.live", "another theme colours what is there anew", async () => {
  const { headless, screen } = open();
  screen.draw({ rows: [lineOf(span("a", "code"), "b")] });
  await screen.settled();
  screen.restyle(chooseTheme("plain", {}));
  await screen.settled();

  expect(headless.writes[0]).toContain("\u001b[36ma\u001b[0mb");
  expect(headless.writes[1]).toContain("\rab\u001b[K");
});

verifies("tui.screen.scrollback", "long lines are wrapped by the terminal, so that they can be copied whole", async () => {
  const { headless, screen } = open();
  const long = "word ".repeat(40).trim();
  screen.append([lineOf(long), lineOf("x".repeat(80)), lineOf("日".repeat(41)), lineOf("end")]);
  screen.draw(liveFrame(""));
  await screen.settled();

  expect(headless.lines().slice(0, 5)).toEqual([long, "x".repeat(80), "日".repeat(41), "end", "LIVE unfinished"]);
});

verifies("tui.screen.scrollback", "more than one write takes comes in order, and keys have their turn meanwhile", async () => {
  const { headless, screen } = open();
  screen.draw(liveFrame(""));
  const texts = numbers(5000).map((text) => `${text} ${"·".repeat(60)}`);
  screen.append(texts.map((text) => lineOf(text)));
  await screen.settled();

  expect(headless.lines().filter((line) => !line.startsWith("LIVE") && line !== "")).toEqual(texts);
  expect(headless.writes.length).toBeGreaterThan(4);
  expect(Math.max(...headless.writes.map(({ length }) => length))).toBeLessThan(80 * 1024);
});

verifies("tui.screen.slow", async () => {
  const { headless, screen } = open();
  screen.draw(liveFrame(""));
  await screen.settled();
  headless.stopped = true;
  screen.draw(liveFrame("first"));
  for (let round = 0; round < 100; round++) {
    screen.append([lineOf(`H${round}`)]);
    screen.draw(liveFrame(`round ${round}`));
    await Promise.resolve();
  }
  headless.go();
  await screen.settled();

  expect(headless.lines().filter((line) => line !== "")).toEqual([
    ...numbers(100),
    "LIVE unfinished",
    "LIVE ──",
    "LIVE> round 99",
    "LIVE footer",
  ]);
  expect(headless.writes.length).toBe(3);
});

verifies("tui.screen.alternate", async () => {
  const { headless, screen } = open();
  screen.append(numbers(50).map((text) => lineOf(text)));
  screen.draw(liveFrame("hi"));
  await screen.settled();
  screen.openAlternate();
  screen.drawAlternate({ rows: [lineOf("a diff"), lineOf("x".repeat(200)), lineOf("third")] });
  screen.append([lineOf("meanwhile")]);
  await screen.settled();
  const [rows, type] = [headless.rows(), headless.terminal.buffer.active.type];
  screen.drawAlternate({ rows: [lineOf("a diff"), lineOf("second")], caret: { row: 1, column: 3 } });
  await screen.settled();
  const [later, cursor] = [headless.rows(), headless.cursor()];
  screen.closeAlternate();
  await screen.settled();

  expect({ rows, type, later, cursor }).toEqual({
    rows: ["a diff", `${"x".repeat(79)}…`, "third"],
    type: "alternate",
    later: ["a diff", "second"],
    cursor: { row: 1, column: 3 },
  });
  expect(headless.lines()).toEqual([...numbers(50), "meanwhile", "LIVE unfinished", "LIVE ──", "LIVE> hi", "LIVE footer"]);
  expect(headless.terminal.modes.wraparoundMode).toBe(true);
  expect(headless.clears).toBe(0);
});

verifies("tui.screen.restored", "closed, at once and only once, with what was not yet written", async () => {
  const { headless, screen } = open();
  screen.learn({ keyboard: "kitty", reflow: "xterm.js" });
  screen.draw(liveFrame("hi"));
  await screen.settled();
  screen.append([lineOf("last")]);
  screen.close();
  screen.close();
  screen.draw(liveFrame("after"));
  screen.append([lineOf("after")]);
  await screen.settled();
  await headless.shown();

  expect(headless.rows()).toEqual(["last"]);
  expect(headless.cursor()).toEqual({ row: 1, column: 0 });
  expect(headless.writes.at(-1)).toContain("\u001b[<u");
  expect(headless.modes()).toEqual(untouched);
});

verifies("tui.screen.restored", "from the alternate screen", async () => {
  const { headless, screen } = open();
  screen.learn({ keyboard: "kitty", reflow: "xterm.js" });
  screen.append([lineOf("finished")]);
  screen.draw(liveFrame("hi"));
  screen.openAlternate();
  screen.drawAlternate({ rows: [lineOf("a diff")] });
  await screen.settled();
  screen.close();
  await headless.shown();

  expect(headless.terminal.buffer.active.type).toBe("normal");
  expect(headless.rows()).toEqual(["finished"]);
  expect(headless.modes()).toEqual(untouched);
  // The stack of the alternate screen, and that of the other.
  expect(headless.writes.join("").split("\u001b[>5u").length).toBe(headless.writes.join("").split("\u001b[<u").length);
});

verifies("tui.screen.restored", "handed to another program and taken back", async () => {
  const { headless, screen } = open();
  screen.append([lineOf("finished")]);
  screen.draw(liveFrame("hi"));
  await screen.settled();
  screen.suspend();
  screen.draw(liveFrame("later"));
  screen.append([lineOf("meanwhile")]);
  await headless.shown();
  const [rows, modes] = [headless.rows(), headless.modes()];
  headless.terminal.write("what the other program said\r\n");
  screen.resume();
  await screen.settled();

  expect(rows).toEqual(["finished"]);
  expect(modes).toEqual(untouched);
  expect(headless.rows()).toEqual([
    "finished",
    "what the other program said",
    "meanwhile",
    "LIVE unfinished",
    "LIVE ──",
    "LIVE> later",
    "LIVE footer",
  ]);
  expect(headless.modes()).toEqual({ ...untouched, paste: true, focus: true });
});
