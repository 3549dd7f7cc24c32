import { fc } from "../../../properties.ts";
import { expect } from "vitest";
import { cellsOfGrapheme, graphemesOf } from "../../../../src/surfaces/tui/text/cells.ts";
import { type Line, lineOf, span, widthOf } from "../../../../src/surfaces/tui/text/line.ts";
import { wrap } from "../../../../src/surfaces/tui/text/wrap.ts";
import { verifies } from "../../../verifies.ts";
import { anyLine, anyText, textOf } from "./text.ts";

const widths = fc.integer({ min: 2, max: 40 });
const indents = fc.integer({ min: 0, max: 10 });
const rowsOf = (text: string, width: number, options?: Parameters<typeof wrap>[2]): string[] =>
  wrap(lineOf(text), width, options).map(textOf);

verifies("tui.text.wrap", "no row is wider than the screen", () => {
  fc.assert(
    fc.property(anyLine, widths, indents, fc.boolean(), (line, width, indent, hard) =>
      wrap(line, width, { indent, hard }).every((row) => widthOf(row) <= width),
    ),
  );
});

verifies("tui.text.wrap", "the text is kept", () => {
  const inked = (rows: readonly Line[]): string => rows.map(textOf).join("").replaceAll(" ", "");
  fc.assert(fc.property(anyLine, widths, indents, (line, width, indent) => inked(wrap(line, width, { indent })) === inked([line])));
  fc.assert(fc.property(anyLine, widths, (line, width) => wrap(line, width, { hard: true }).map(textOf).join("") === textOf(line)));
});

verifies("tui.text.wrap", "a grapheme is not split unless it is wider than the screen", () => {
  fc.assert(
    fc.property(anyText, widths, fc.boolean(), (text, width, hard) => {
      const line = lineOf(text);
      const graphemes = (lines: readonly Line[]): string[] =>
        lines
          .flatMap((row) => row.flatMap(({ text }) => [...graphemesOf(text)]))
          .filter((grapheme) => grapheme !== " " && cellsOfGrapheme(grapheme) <= width)
          .toSorted();
      fc.pre(line.every(({ text }) => [...graphemesOf(text)].every((grapheme) => cellsOfGrapheme(grapheme) <= width)));
      expect(graphemes(wrap(line, width, { hard }))).toEqual(graphemes([line]));
    }),
  );
});

verifies("tui.text.wrap", "where rows end", () => {
  expect(rowsOf("the quick brown fox", 10)).toEqual(["the quick", "brown fox"]);
  expect(rowsOf("- the quick brown fox", 11, { indent: 2 })).toEqual(["- the quick", "  brown fox"]);
  expect(rowsOf("see /a/very/long/path now", 10)).toEqual(["see /a/ver", "y/long/pat", "h now"]);
  expect(rowsOf("    if (x) return", 10)).toEqual(["    if (x)", "return"]);
  expect(rowsOf("    if (x) return", 10, { hard: true })).toEqual(["    if (x)", " return"]);
  expect(rowsOf("Hello 你好世界 again", 11)).toEqual(["Hello 你好", "世界 again"]);
  expect(rowsOf(" ".repeat(30), 10)).toEqual([""]);
  expect(rowsOf("日本", 1)).toEqual(["日", "本"]);
  // A space that a mark is put on is part of what is seen as one character.
  expect(rowsOf("the quick ำbrown fox", 12)).toEqual(["the", "quick ำbrown", "fox"]);
});

verifies("tui.text.wrap", "styles go with their text, and what touches stays one word", () => {
  expect(wrap(lineOf("run ", span("fet", "code"), span("tle!", "bold"), " now"), 9)).toEqual([
    [{ text: "run" }],
    [
      { text: "fet", style: "code" },
      { text: "tle!", style: "bold" },
    ],
    [{ text: "now" }],
  ]);
});

verifies("tui.text.wrap", "a line of a megabyte without a space", () => {
  const rows = wrap(lineOf("x".repeat(1_000_000)), 80);

  expect(rows.length).toBe(12_500);
});
