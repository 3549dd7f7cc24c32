import { fc } from "../../properties.ts";
import { expect } from "vitest";
import { Highlighter } from "../../../src/surfaces/tui/markdown/highlighter.ts";
import { openCallLines, type OpenCallsLook } from "../../../src/surfaces/tui/open-calls.ts";
import type { OpenCall } from "../../../src/surfaces/tui/state/open-call.ts";
import { widthOf } from "../../../src/surfaces/tui/text/line.ts";
import { verifies } from "../../verifies.ts";
import { anyText, textOf } from "./text/text.ts";

const open = (more: Partial<OpenCall>): OpenCall => ({
  item: "call-1",
  kind: "call",
  name: "shell",
  input: { script: "npm test" },
  effect: "execute",
  startedAt: 1_000,
  tail: "",
  changes: [],
  totalChanges: 0,
  checkpoints: [],
  held: [],
  ...more,
});
const look = (more: Partial<OpenCallsLook> = {}): OpenCallsLook => ({
  columns: 40,
  language: "en",
  highlighter: new Highlighter(),
  titleOf: (_name, input) => (input as { script: string }).script,
  versionsOf: () => [],
  now: 13_000,
  moves: false,
  ...more,
});
const shown = (calls: readonly OpenCall[], more: Partial<OpenCallsLook> = {}): string[] => openCallLines(calls, look(more)).map(textOf);
const tailOf = (tail: string): string[] => shown([open({ tail })]).slice(1);

verifies("tui.live.tail", "what a terminal would show", () => {
  expect([
    tailOf("one\r\ntwo\r\n"),
    tailOf("working  10 %\rworking 100 %"),
    tailOf("100 %\rok"),
    tailOf("100 %\r\u001b[Kok"),
    tailOf("abc\u0008\u0008X"),
    tailOf("\u001b[1;32mgreen\u001b[0m \u001b]0;title\u0007text\u001b[3"),
    tailOf("1\n2\n\n3\n4\n5\n6\n7\n"),
  ]).toEqual([
    ["  │ one", "  │ two"],
    ["  │ working 100 %"],
    ["  │ ok0 %"],
    ["  │ ok"],
    ["  │ aXc"],
    ["  │ green text"],
    ["  │ 3", "  │ 4", "  │ 5", "  │ 6", "  │ 7"],
  ]);
});

verifies("tui.live.tail", "the newest that runs has its output shown, what waits says so, and of many the last are there", () => {
  const many = Array.from({ length: 8 }, (_, index) => open({ input: { script: `step ${index}` } }));

  expect([
    shown([open({ tail: "old" }), open({ tail: "new", startedAt: 12_500 }), open({ startedAt: undefined })]),
    shown(many),
    shown([open({})], { moves: true, columns: 20 }),
    shown([open({ startedAt: 13_000 - 125_000 })], { language: "de" }),
  ]).toEqual([
    ["· $ npm test · 12 s", "· $ npm test", "  │ new", "· $ npm test · waits"],
    ["  … 3 more", ...[3, 4, 5, 6, 7].map((index) => `· $ step ${index} · 12 s`)],
    ["│ $ npm test · 12 s"],
    ["· $ npm test · 2 min 5 s"],
  ]);
});

verifies("tui.live.tail", "any output is a few rows, none wider than the screen or than survives a narrower one", () => {
  fc.assert(
    fc.property(fc.array(anyText, { maxLength: 20 }), fc.integer({ min: 12, max: 200 }), (lines, columns) => {
      const rows = openCallLines([open({ tail: lines.join("\n"), input: { script: lines.join(" ") } })], look({ columns }));
      return rows.length <= 6 && rows.every((row) => widthOf(row) <= Math.min(columns, 78));
    }),
  );
});
