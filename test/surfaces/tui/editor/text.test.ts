import { fc } from "../../../properties.ts";
import { expect } from "vitest";
import {
  compare,
  emptyText,
  endOf,
  fromText,
  type Position,
  replace,
  start,
  type Text,
  toText,
} from "../../../../src/surfaces/tui/editor/text.ts";
import { graphemesOf } from "../../../../src/surfaces/tui/text/cells.ts";
import { verifies } from "../../../verifies.ts";

/** Pieces that join with what stands beside them: accents, flags, emoji with joiners, Hangul parts, signs of Devanagari. */
const piece = fc.constantFrom(
  "a",
  "b c",
  " ",
  "\n",
  "é",
  "e",
  "\u0301",
  "👩",
  "\u200d",
  "💻",
  "👍",
  "🏽",
  "🇩",
  "🇪",
  "ᄀ",
  "ᅡ",
  "ᆨ",
  "각",
  "क",
  "्",
  "ष",
  "漢",
  "\t",
  "\u0600",
  "❤",
  "\ufe0f",
  "1",
  "\u20e3",
  "\u0000",
);
const inserted = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(""));
const edit = fc.record({ at: fc.nat(), length: fc.nat({ max: 8 }), inserted });

const none = () => "";

/** Where a position is in the characters of the whole text. */
function indexOf(text: Text, { line, at }: Position): number {
  return fromText([...text.slice(0, line), text[line]!.slice(0, at)], none).length;
}

/** All positions, in order. */
function placesOf(text: Text): Position[] {
  return text.flatMap((units, line) => Array.from({ length: units.length + 1 }, (_, at) => ({ line, at })));
}

verifies("editor.text", "against a plain string, for texts whose graphemes join", () => {
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 12 }), (edits) => {
      let text = emptyText;
      let plain = "";
      for (const { at, length, inserted } of edits) {
        const places = placesOf(text);
        const from = places[at % places.length]!;
        const to = places[Math.min(places.length - 1, (at % places.length) + length)]!;
        const [first, last] = [indexOf(text, from), indexOf(text, to)];
        const result = replace(text, from, to, toText(inserted));
        text = result.text;
        plain = plain.slice(0, first) + inserted + plain.slice(last);

        expect(fromText(text, none)).toBe(plain);
        // As if the whole text had been divided anew.
        expect(text).toEqual(plain.split("\n").map((line) => [...graphemesOf(line)]));
        // The first border at or behind the end of what was inserted.
        const border = placesOf(text).find((place) => indexOf(text, place) >= first + inserted.length);
        expect(result.end).toEqual(border);
      }
    }),
    { numRuns: 2_000 },
  );
});

verifies("editor.text", "all kinds of newlines divide lines, and a text is given back as it was but for them", () => {
  const text = toText("a\r\nb\rc\n");

  expect({ lines: text.length, plain: fromText(text, none), end: endOf(text), order: compare(start, endOf(text)) < 0 }).toEqual({
    lines: 4,
    plain: "a\nb\nc\n",
    end: { line: 3, at: 0 },
    order: true,
  });
});

verifies("editor.text", "a chip keeps apart what stands beside it", () => {
  const chip = { kind: "paste", text: "long", lines: 1 } as const;
  const withChip = replace(toText("e\u0301"), { line: 0, at: 1 }, { line: 0, at: 1 }, [[chip]]);
  const after = replace(withChip.text, withChip.end, withChip.end, toText("\u0301x"));

  expect({ text: after.text, end: after.end }).toEqual({ text: [["e\u0301", chip, "\u0301", "x"]], end: { line: 0, at: 4 } });
});
