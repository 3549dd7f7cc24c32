import { fc } from "../../../properties.ts";
import { expect } from "vitest";
import { Screen, type Size } from "../../../../src/surfaces/tui/terminal/screen.ts";
import type { Reflow } from "../../../../src/surfaces/tui/terminal/capabilities.ts";
import { lineOf } from "../../../../src/surfaces/tui/text/line.ts";
import { chooseTheme } from "../../../../src/surfaces/tui/theme/choice.ts";
import { verifies } from "../../../verifies.ts";
import { Headless, liveFrame, withoutReflow } from "./headless.ts";

const theme = chooseTheme("dark", { TERM: "xterm" });

/** A surface at work: appends numbered lines, and has a live region that changes with each. */
class Work {
  readonly headless: Headless;
  readonly screen: Screen;
  count = 0;

  /** Whether the row of the caret and the one below it are wider than most screens. */
  readonly #wide: boolean;

  constructor(headless: Headless, reflow: Reflow, wide = false) {
    this.headless = headless;
    this.screen = new Screen({ output: headless, size: headless.size, theme, reflow });
    this.#wide = wide;
  }

  async append(lines: number): Promise<void> {
    const texts = Array.from({ length: lines }, () => `H${String(this.count++).padStart(5, "0")} ${"w".repeat((this.count * 7) % 90)}`);
    this.screen.append(texts.map((text) => lineOf(text)));
    this.draw();
    await this.screen.settled();
  }

  draw(): void {
    const [draft, footer] = this.#wide ? [(this.count * 13) % 150, 90] : [this.count % 20, 0];
    this.screen.draw(liveFrame("e".repeat(draft), `footer ${this.count} ${"f".repeat(footer)}`.trimEnd()));
  }

  async resize({ columns, rows }: Size): Promise<void> {
    this.headless.terminal.resize(columns, rows);
    this.screen.resized();
    await this.screen.settled();
  }

  /** How often each numbered line is there, and how many rows look like those of the live region. */
  outcome(): { wrong: string[]; live: number; clears: number } {
    const seen = new Map<string, number>();
    let live = 0;
    for (const line of this.headless.lines()) {
      // A terminal that does not reflow takes a row that is full for one that goes on in the next.
      for (const [number] of line.matchAll(/H\d{5}/g)) seen.set(number, (seen.get(number) ?? 0) + 1);
      if (line.includes("LIVE")) live++;
    }
    const wrong = Array.from({ length: this.count }, (_, index) => `H${String(index).padStart(5, "0")}`).filter(
      (number) => seen.get(number) !== 1,
    );
    return { wrong, live, clears: this.headless.clears };
  }
}

const exact = { wrong: [], live: 4, clears: 0 };
const sizes = fc.record({ columns: fc.integer({ min: 20, max: 160 }), rows: fc.integer({ min: 8, max: 48 }) });
const runs = fc.array(fc.tuple(sizes, fc.integer({ min: 0, max: 30 })), { minLength: 1, maxLength: 6 });

verifies("tui.screen.scrollback", "2,000 lines streamed and ten resizes", async () => {
  const work = new Work(new Headless(), "xterm.js");
  for (let round = 0; round < 2000; round++) {
    await work.append(1);
    if (round % 200 === 100) await work.resize({ columns: 40 + ((round * 7) % 90), rows: 12 + ((round * 3) % 30) });
  }

  expect(work.outcome()).toEqual(exact);
  expect(work.headless.lines().filter((line) => line !== "").length).toBe(2004);
});

verifies("tui.screen.scrollback", "the caret is behind the last column of a narrower screen", async () => {
  const work = new Work(new Headless(), "xterm.js");
  await work.append(78);
  await work.resize({ columns: 20, rows: 8 });

  expect(work.outcome()).toEqual(exact);
});

for (const [kind, reflow] of [
  ["that wraps anew", "xterm.js"],
  ["that does not", "none"],
] as const)
  verifies("tui.screen.scrollback", `any resizes of a terminal ${kind}`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 100 }), runs, async (before, resizes) => {
        const work = new Work(new Headless(reflow === "none" ? withoutReflow : {}), reflow);
        await work.append(before);
        for (const [size, lines] of resizes) {
          await work.resize(size);
          await work.append(lines);
        }
        expect(work.outcome()).toEqual(exact);
      }),
      { numRuns: 40 },
    );
  });

for (const [how, more, expected] of [
  ["by columns", 0, exact],
  // Which rows below the caret are gone then, nobody can tell.
  ["by rows as well", 24, { wrong: [], clears: 0 }],
] as const)
  verifies("tui.screen.scrollback", `a long prompt and what stands below it, wrapped or cut, resized ${how}`, async () => {
    const high = fc.record({ columns: fc.integer({ min: 20, max: 160 }), rows: fc.integer({ min: 24, max: 24 + more }) });
    const resizes = fc.array(fc.tuple(high, fc.integer({ min: 1, max: 30 })), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 100 }), resizes, fc.constantFrom("xterm.js", "none"), async (before, sizes, reflow) => {
        const work = new Work(new Headless(reflow === "none" ? withoutReflow : {}), reflow, true);
        await work.append(before);
        for (const [size, lines] of sizes) {
          await work.resize(size);
          await work.append(lines);
        }
        expect(work.outcome()).toMatchObject(expected);
      }),
      { numRuns: 40 },
    );
  });

verifies("tui.screen.scrollback", "a terminal that nobody knows loses nothing, at worst a stale row stays", async () => {
  await fc.assert(
    fc.asyncProperty(runs, async (resizes) => {
      const work = new Work(new Headless(), "none");
      await work.append(50);
      for (const [size, lines] of resizes) {
        await work.resize(size);
        await work.append(lines);
      }
      expect(work.outcome()).toMatchObject({ wrong: [], clears: 0 });
    }),
    { numRuns: 20 },
  );
});

verifies("tui.screen.scrollback", "to take a terminal that does not reflow for one that does is what loses lines", async () => {
  const work = new Work(new Headless(withoutReflow), "cell");
  await work.append(50);
  work.screen.draw({ rows: [lineOf("LIVE ", "wide ".repeat(14)), lineOf("LIVE>")], caret: { row: 1, column: 5 } });
  await work.screen.settled();
  await work.resize({ columns: 20, rows: 24 });

  expect(work.outcome().wrong).not.toEqual([]);
});

verifies("tui.screen.live", "a burst of resizes draws once", async () => {
  const work = new Work(new Headless(), "xterm.js");
  await work.append(5);
  const before = work.headless.writes.length;
  for (let columns = 80; columns > 60; columns--) {
    work.headless.terminal.resize(columns, 24);
    work.screen.resized();
    work.draw();
  }
  await work.screen.settled();

  expect(work.headless.writes.length - before).toBe(1);
  expect(work.outcome()).toEqual(exact);
});

verifies("tui.screen.live", "a resize that nobody has told of yet", async () => {
  const work = new Work(new Headless(), "xterm.js");
  await work.append(5);
  work.headless.terminal.resize(40, 10);
  await work.append(1);

  expect(work.outcome()).toEqual(exact);
});

verifies("tui.screen.alternate", "a terminal that is resized meanwhile", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 60 }),
      fc.array(sizes, { minLength: 1, maxLength: 4 }),
      fc.boolean(),
      async (lines, resizes, reflows) => {
        const work = new Work(new Headless(reflows ? {} : withoutReflow), reflows ? "xterm.js" : "none");
        await work.append(lines);
        work.screen.openAlternate();
        for (const size of resizes) {
          work.screen.drawAlternate({ rows: Array.from({ length: size.rows }, (_, row) => lineOf(`${row} ${"x".repeat(size.columns)}`)) });
          await work.resize(size);
        }
        work.screen.closeAlternate();
        await work.append(3);
        expect(work.outcome()).toEqual(exact);
      },
    ),
    { numRuns: 30 },
  );
});
