import { fc } from "../../../properties.ts";
import { type Line, lineOf, span } from "../../../../src/surfaces/tui/text/line.ts";

const awkward = [
  "世",
  "界",
  "한",
  "👍🏽",
  "👩‍💻",
  "é",
  "e\u0301",
  "❤️",
  "1️⃣",
  "🇩🇪",
  "ำ",
  "क्षि",
  "\t",
  "  ",
  "-",
  "\u001b[2J",
  "\u202e",
  "\ud800",
];

/** Text as people, models and attackers write it. */
export const anyText = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.stringMatching(/^[a-z]{1,9}$/) },
      { weight: 3, arbitrary: fc.constant(" ") },
      fc.constantFrom(...awkward),
      fc.string({ unit: "binary" }),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(""));

export const anyLine: fc.Arbitrary<Line> = fc
  .array(fc.tuple(anyText, fc.option(fc.constantFrom("bold" as const, "code" as const), { nil: undefined })), { maxLength: 5 })
  .map((parts) => lineOf(...parts.map(([text, style]) => span(text, style))));

export const textOf = (line: Line): string => line.map(({ text }) => text).join("");
