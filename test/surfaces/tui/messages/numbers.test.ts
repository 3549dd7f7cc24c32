import { expect } from "vitest";
import { languages } from "../../../../src/surfaces/tui/messages/catalogue.ts";
import { countOf, decimal, dollarsOf, secondsOf } from "../../../../src/surfaces/tui/messages/numbers.ts";
import { fc } from "../../../properties.ts";
import { verifies } from "../../../verifies.ts";

verifies("tui.numbers", "as the engine's own list of languages has them", () => {
  fc.assert(
    fc.property(fc.constantFrom(...languages), fc.nat(), (language, count) => {
      expect(countOf(count, language)).toBe(count.toLocaleString(language));
      expect(decimal((count % 1_000) / 8, 3, language)).toBe(
        ((count % 1_000) / 8).toLocaleString(language, { minimumFractionDigits: 3, maximumFractionDigits: 3 }),
      );
    }),
  );
});

verifies("tui.numbers", "times and money", () => {
  expect([secondsOf(3_250, "en"), secondsOf(3_250, "de"), secondsOf(125_000, "de"), secondsOf(3_780_000, "de")]).toEqual([
    "3.3 s",
    "3,3 s",
    "2 min 5 s",
    "1 h 3 min",
  ]);
  expect([0, 0.0012, 0.25, 12.5].map((usd) => dollarsOf(usd, "de"))).toEqual(["$0,00", "$0,0012", "$0,250", "$12,50"]);
});
