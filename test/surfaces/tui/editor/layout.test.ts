import { fc } from "../../../properties.ts";
import { expect } from "vitest";
import { Editor } from "../../../../src/surfaces/tui/editor/editor.ts";
import { Layout, type Row } from "../../../../src/surfaces/tui/editor/layout.ts";
import { moveOverRows } from "../../../../src/surfaces/tui/editor/row-motion.ts";
import { showUnit } from "../../../../src/surfaces/tui/editor/shown-unit.ts";
import { fromText, replace, type Text, toText } from "../../../../src/surfaces/tui/editor/text.ts";
import { verifies } from "../../../verifies.ts";

const label = () => "[pasted 12 lines]";

const textArbitrary = fc
  .array(fc.constantFrom("a", "word", "longerword", " ", "  ", "\n", "漢字", "👩‍💻", "❤️", "e\u0301", "\t", "\u0000", "\u202e", "\u0301"), {
    maxLength: 40,
  })
  .map((pieces) => toText(pieces.join("")));
const widths = fc.integer({ min: 1, max: 24 });

function rowsOf(plain: string, width: number): string[] {
  const text = toText(plain);
  return new Layout(width, label).rows(text).map((row) => drawn(text, row));
}

function drawn(text: Text, { line, from, to }: Row): string {
  return fromText([text[line]!.slice(from, to)], label);
}

verifies("editor.rows", "rows end behind blanks, inside of words that are too long, and one blank hangs over the edge", () => {
  expect({
    words: rowsOf("one two three", 8),
    long: rowsOf("abcdefgh ij", 5),
    exact: rowsOf("abcde", 5),
    hanging: rowsOf("abcde fg", 5),
    last: rowsOf("abcde ", 5),
    wide: rowsOf(" 漢漢漢", 5),
    lines: rowsOf("a\n\nb", 5),
    nothing: rowsOf("", 5),
  }).toEqual({
    words: ["one two ", "three"],
    long: ["abcde", "fgh ", "ij"],
    exact: ["abcde"],
    hanging: ["abcde ", "fg"],
    last: ["abcde ", ""],
    wide: [" 漢漢", "漢"],
    lines: ["a", "", "b"],
    nothing: [""],
  });
});

verifies(
  "editor.rows",
  "for any text: all of it is there once, no row is too wide, and each place has a cell that leads back to it",
  () => {
    fc.assert(
      fc.property(textArbitrary, widths, (text, width) => {
        const layout = new Layout(width, label);
        const rows = layout.rows(text);

        expect(
          text.map((_units, line) => rows.filter((row) => row.line === line).flatMap((row) => text[line]!.slice(row.from, row.to))),
        ).toEqual(text);
        for (const row of rows) {
          const units = text[row.line]!.slice(row.from, row.to);
          const seen = units.at(-1) === " " ? units.slice(0, -1) : units;
          expect(seen.reduce((cells, unit) => cells + Math.min(width, showUnit(unit, label).cells), 0)).toBeLessThanOrEqual(width);
        }
        for (const [line, units] of text.entries())
          for (let at = 0; at <= units.length; at++) {
            const { row, column } = layout.find(rows, text, { line, at });
            expect(column).toBeLessThanOrEqual(width);
            expect(layout.place(rows[row]!, text, column)).toEqual({ line, at });
          }
      }),
      { numRuns: 1_000 },
    );
  },
);

verifies("editor.rows", "after an edit they are what they are for the whole text, however much is kept of what was known", () => {
  fc.assert(
    fc.property(textArbitrary, textArbitrary, fc.nat(), fc.integer({ min: 1, max: 12 }), (text, inserted, place, width) => {
      const layout = new Layout(width, label);
      layout.rows(text);
      const line = place % text.length;
      const at = place % (text[line]!.length + 1);
      const edited = replace(text, { line, at }, { line, at: Math.min(text[line]!.length, at + (place % 3)) }, inserted).text;

      expect(layout.rows(edited)).toEqual(new Layout(width, label).rows(edited));
    }),
    { numRuns: 2_000 },
  );
});

verifies("editor.rows", "moving over rows keeps to the column it came from, past shorter rows", () => {
  const editor = new Editor();
  const layout = new Layout(10, label);
  editor.setText(toText("abcdefgh\nxy\n漢字漢字漢字 tail"), { line: 0, at: 7 });
  const columns: unknown[] = [];
  for (const direction of [1, 1, 1, 1, -1, -1, -1, -1])
    columns.push([moveOverRows(editor, layout, direction), editor.caret.line, editor.caret.at]);

  expect(columns).toEqual([
    [true, 1, 2],
    [true, 2, 3],
    [true, 2, 11],
    [false, 2, 11],
    [true, 2, 3],
    [true, 1, 2],
    [true, 0, 7],
    [false, 0, 7],
  ]);
});

verifies("editor.rows", "what terminals draw with different widths is shown by its parts, and what is invisible is seen", () => {
  const shown = (grapheme: string) => showUnit(grapheme, label);

  expect([shown("👩‍💻"), shown("⚠️"), shown("\u202e"), shown("\u0301"), shown("\t"), shown("漢")]).toEqual([
    { text: "👩💻", cells: 4 },
    { text: "⚠", cells: 1 },
    { text: "\\u202e", cells: 6 },
    { text: "·", cells: 1 },
    { text: "    ", cells: 4 },
    { text: "漢", cells: 2 },
  ]);
});

verifies("editor.cost", "a key divides again only the line it changed", () => {
  const chip = { kind: "paste", text: "x", lines: 1 } as const;
  let measured = 0;
  const layout = new Layout(40, () => {
    measured++;
    return "[x]";
  });
  const editor = new Editor();
  // A chip in every line counts how often it is laid out.
  editor.setText(Array.from({ length: 5_000 }, () => [...toText("twenty characters ..")[0]!, chip]));
  layout.rows(editor.text);
  const first = measured;
  measured = 0;
  editor.type("a");
  layout.rows(editor.text);

  expect({ first, again: measured, units: fromText(editor.text, () => "").length }).toEqual({ first: 5_000, again: 1, units: 104_999 + 1 });
});
