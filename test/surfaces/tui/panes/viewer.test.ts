import { fc } from "../../../properties.ts";
import { expect } from "vitest";
import { viewerTexts } from "../../../../src/surfaces/tui/messages/viewer.ts";
import { Viewer } from "../../../../src/surfaces/tui/panes/viewer.ts";
import { type Key, pressed } from "../../../../src/surfaces/tui/terminal/keys.ts";
import type { Size } from "../../../../src/surfaces/tui/terminal/screen.ts";
import { type Line, lineOf, widthOf } from "../../../../src/surfaces/tui/text/line.ts";
import { verifies } from "../../../verifies.ts";
import { wrap } from "../../../../src/surfaces/tui/text/wrap.ts";
import { anyLine, textOf } from "../text/text.ts";

function open(lines: readonly Line[], size: Size = { columns: 20, rows: 6 }) {
  let isClosed = false;
  const viewer = new Viewer({ title: "log", lines, texts: viewerTexts.en, onClose: () => (isClosed = true) });
  const press = (...keys: (string | Key)[]) => {
    for (const key of keys) viewer.key(typeof key === "string" ? toKey(key) : key);
    return rows();
  };
  const rows = () => viewer.view(size).rows.map(textOf);
  rows();
  return { viewer, press, rows, isClosed: () => isClosed };
}

const named = ["up", "down", "pageup", "pagedown", "home", "end", "left", "right", "enter", "escape", "backspace"];
const toKey = (key: string): Key => (named.includes(key) ? pressed(key) : { type: "text", text: key });
const numbered = (count: number) => Array.from({ length: count }, (_, index) => lineOf(`line ${index + 1}`));

const moves: Readonly<Record<string, (at: number, room: number) => number>> = {
  down: (at) => at + 1,
  up: (at) => at - 1,
  pagedown: (at, room) => at + room,
  pageup: (at, room) => at - room,
  d: (at, room) => at + Math.ceil(room / 2),
  u: (at, room) => at - Math.ceil(room / 2),
  home: () => 0,
  end: () => Infinity,
};

verifies("viewer.whole", "every move leads to the rows that it names, and the last page is a full one", () => {
  const size = fc.record({ columns: fc.integer({ min: 2, max: 30 }), rows: fc.integer({ min: 1, max: 12 }) });
  const keys = fc.array(fc.constantFrom(...Object.keys(moves)), { maxLength: 30 });
  fc.assert(
    fc.property(fc.array(anyLine, { minLength: 1, maxLength: 12 }), size, keys, (lines, size, keys) => {
      const all = lines.flatMap((line) => wrap(line, size.columns, { hard: true })).map(textOf);
      const room = Math.max(1, size.rows - 2);
      const { press } = open(lines, size);
      let at = 0;
      for (const key of keys) {
        at = Math.max(0, Math.min(moves[key]!(at, room), all.length - room));
        const seen = press(key).slice(size.rows < 3 ? 0 : 1, size.rows < 2 ? 1 : -1);
        const wanted = all.slice(at, at + room);
        expect(seen).toEqual([...wanted, ...Array.from({ length: room - wanted.length }, () => "")]);
      }
    }),
  );
});

verifies("viewer.whole", "no row is wider than the screen, whatever is pressed", () => {
  const size = fc.record({ columns: fc.integer({ min: 2, max: 30 }), rows: fc.integer({ min: 1, max: 12 }) });
  const keys = fc.constantFrom(...named, "w", "/", "n", "N", "g", "G", "d", "u", " ", "a");
  fc.assert(
    fc.property(fc.array(anyLine, { maxLength: 12 }), fc.array(fc.tuple(keys, size), { maxLength: 30 }), (lines, pressedKeys) => {
      const { viewer } = open(lines);
      for (const [key, size] of pressedKeys) {
        viewer.key(toKey(key));
        const { rows, caret } = viewer.view(size);
        expect(rows.length).toBe(size.rows);
        expect(Math.max(...rows.map(widthOf))).toBeLessThanOrEqual(size.columns);
        expect(caret === undefined || (caret.row < size.rows && caret.column < size.columns)).toBe(true);
      }
    }),
  );
});

verifies("viewer.whole", "the foot says what is seen, and q leaves", () => {
  const { press, rows, isClosed } = open(numbered(100), { columns: 60, rows: 6 });
  const place = (shown: string[]) => shown.at(-1)!.split("  ")[0];
  expect([rows(), press("pagedown"), press("end")].map(place)).toEqual(["1-4 of 100 · 4 %", "5-8 of 100 · 8 %", "97-100 of 100 · 100 %"]);
  press("q");
  expect(isClosed()).toBe(true);
});

verifies("viewer.cost", () => {
  const costs = [1000, 100_000].map((count) => {
    let read = 0;
    const lines = new Proxy(numbered(count), {
      get(target, name, receiver) {
        if (typeof name === "string" && /^\d+$/.test(name)) read++;
        return Reflect.get(target, name, receiver) as unknown;
      },
    });
    const { press } = open(lines, { columns: 120, rows: 40 });
    for (const key of ["down", "pagedown", "end", "pageup", "up", "w", "home", "/", "7", "enter", "n"]) press(key);
    return read;
  });
  expect(costs[1]).toBe(costs[0]);
  expect(costs[0]).toBeGreaterThan(0);
});

verifies("viewer.search", () => {
  const { viewer, press } = open([lineOf("alpha"), lineOf("Beta ", "beta"), ...numbered(20), lineOf("beta end")]);
  const seen = (...keys: string[]) => press(...keys)[1];
  expect([
    seen("/", "b", "e", "t", "a", "enter"),
    seen("n"),
    seen("n"),
    seen("N"),
    seen("home", "/", "B", "e", "enter"),
    press("/", "x", "y", "enter").at(-1),
    seen("down"),
  ]).toEqual(["Beta beta", "line 18", "Beta beta", "line 18", "Beta beta", "not found: xy", "line 1"]);

  press("home", "/", "T", "backspace", "t", "a", "enter");
  const marked = viewer.view({ columns: 20, rows: 6 }).rows[1]!.map(({ text, style }) => ({ text, style }));
  expect(marked).toEqual([
    { text: "Be", style: undefined },
    { text: "ta", style: ["selected"] },
    { text: " ", style: undefined },
    { text: "be", style: undefined },
    { text: "ta", style: ["selected"] },
  ]);
});

verifies("viewer.search", "in a line of more rows than the screen has", () => {
  const { press } = open([lineOf(`${"x".repeat(210)}needle`), ...numbered(5)]);
  expect(press("/", "n", "e", "e", "enter")[1]).toBe("xxxxxxxxxxneedle");
});

verifies("viewer.sideways", () => {
  const { press } = open([lineOf(`0123456789${"a".repeat(10)}世界${"b".repeat(20)}end`), lineOf("short")]);
  const seen = (...keys: string[]) => press(...keys).slice(1, 3);
  expect([
    seen(),
    seen("w"),
    seen("right"),
    seen("right", "right"),
    seen("left", "left", "left", "left"),
    seen("/", "e", "n", "enter"),
    seen("w"),
  ]).toEqual([
    ["0123456789aaaaaaaaaa", "世界bbbbbbbbbbbbbbbb"],
    ["0123456789aaaaaaaaa…", "short"],
    ["89aaaaaaaaaa世界bbb…", ""],
    ["bbbbbbbbbbbbbbbbbbb…", ""],
    ["0123456789aaaaaaaaa…", "short"],
    ["bbbbbbbbend", ""],
    ["0123456789aaaaaaaaaa", "世界bbbbbbbbbbbbbbbb"],
  ]);
});
