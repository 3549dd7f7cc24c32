import { fc } from "../../../properties.ts";
import { expect } from "vitest";
import { verifies } from "../../../verifies.ts";
import { controlsIn, wipesIn } from "./controls.ts";

const sequences = [
  "\u001B[2J",
  "\u001B[3J",
  "\u001Bc",
  "\u001B[0;1m",
  "\u001B[?2026h",
  "\u001B[>4;1m",
  "\u009B2J",
  "\u001B[ q",
  "\u001B]52;c;aGk=\u0007",
  "\u001B]0;title\u001B\\",
  "\u001BP>|name\u001B\\",
  "\u001B(B",
  "\u0007",
  "\u0008",
  "\u007F",
  "\t",
  "\u009D0;x\u009C",
];

verifies("testing.terminal", "every control is found, and no text", () => {
  const text = fc.stringMatching(/^[a-zA-Z0-9 äß漢😀;[\]?\r\n]*$/u);
  fc.assert(
    fc.property(fc.array(fc.tuple(text, fc.constantFrom(...sequences))), text, (parts, end) => {
      const output = parts.flat().join("") + end;
      expect(controlsIn(output)).toEqual(parts.map(([, sequence]) => sequence));
    }),
  );
});

verifies("testing.terminal", "what clears a screen", () => {
  expect(wipesIn(`${sequences.join("text")}\u001B[J\u001B[0J\u001B[K`)).toEqual(["\u001B[2J", "\u001B[3J", "\u001Bc", "\u009B2J"]);
});
