import { expect } from "vitest";
import { parseBeginning } from "../../../../src/surfaces/tui/state/json-beginning.ts";
import { fc } from "../../../properties.ts";
import { verifies } from "../../../verifies.ts";

verifies("tui.state.long-input", "what stands whole before the cut is there, and of a text that is cut its beginning", () => {
  const input = { path: 'a\\b"c.ts', list: [1, { x: "y" }], content: 'é\u0001\\ "x\n'.repeat(3), last: 12 };
  const text = JSON.stringify(input);
  expect([text.indexOf("\\u0001") + 4, text.indexOf("content"), text.length].map((end) => parseBeginning(text.slice(0, end)))).toEqual([
    { path: input.path, list: input.list, content: "é" },
    { path: input.path, list: input.list },
    input,
  ]);
});

verifies("tui.state.long-input", "however it is cut, nothing is made up", () => {
  const text = fc.string({ unit: "binary" });
  const fields = fc.dictionary(text, fc.oneof(text, fc.array(fc.oneof(text, fc.double({ noNaN: true }), fc.boolean()))), {
    noNullPrototype: true,
  });
  fc.assert(
    fc.property(fields, fc.double({ min: 0, max: 1, noNaN: true }), (input, part) => {
      const json = JSON.stringify(input);
      const found = parseBeginning(json.slice(0, 1 + Math.floor(part * (json.length - 1)))) as Record<string, unknown>;
      for (const [key, value] of Object.entries(found)) {
        const whole = JSON.parse(json)[key] as unknown;
        if (typeof value === "string") expect((whole as string).startsWith(value) || !value.isWellFormed()).toBe(true);
        else expect((value as unknown[]).length).toBeLessThanOrEqual((whole as unknown[]).length);
      }
    }),
  );
});
