/* oxlint-disable no-control-regex -- that none of them is left is what is tested */
import { fc } from "../../../properties.ts";
import { expect } from "vitest";
import { lineOf, span, widthOf } from "../../../../src/surfaces/tui/text/line.ts";
import { truncate } from "../../../../src/surfaces/tui/text/truncate.ts";
import { verifies } from "../../../verifies.ts";
import { anyLine, anyText, textOf } from "./text.ts";

verifies("tui.text.safe", "any text", () => {
  fc.assert(fc.property(anyText, (text) => !/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\ud800-\udfff]/u.test(span(text).text)));
});

verifies("tui.text.safe", "what is seen instead", () => {
  const line = lineOf("a\tb\n", span("\u001b]52;c;aGk=\u0007", "code"), span("12345\tx\t\ty"), span("\ud800"));

  expect(line).toEqual([
    { text: "a   b\\n" },
    { text: "\\x1b]52;c;aGk=\\x07", style: "code" },
    { text: "12345   x       y" },
    { text: "\ufffd" },
  ]);
});

verifies("tui.text.truncate", () => {
  fc.assert(
    fc.property(anyLine, fc.integer({ min: 0, max: 40 }), (line, width) => {
      const cut = truncate(line, width);
      if (widthOf(line) <= width) return textOf(cut) === textOf(line);
      return widthOf(cut) <= width && (width === 0 || (textOf(cut).endsWith("…") && textOf(line).startsWith(textOf(cut).slice(0, -1))));
    }),
  );
});

verifies("tui.text.truncate", "styles stay, wide characters are not cut, and a line of ten megabytes is not read to its end", () => {
  expect(truncate(lineOf(span("ab", "bold"), span("cdef", "code")), 4)).toEqual([
    { text: "ab", style: "bold" },
    { text: "c", style: "code" },
    { text: "…", style: "code" },
  ]);
  expect(textOf(truncate(lineOf("日本語"), 4))).toBe("日…");
  expect(textOf(truncate(lineOf("x".repeat(10_000_000)), 5))).toBe("xxxx…");
  expect(textOf(truncate([{ ...span(""), text: `a${"\u0301".repeat(10_000_000)}` }], 5))).toBe(`a${"\u0301".repeat(255)}…`);
});
