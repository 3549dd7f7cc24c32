import { fc } from "../../properties.ts";
import { expect } from "vitest";
import { cut, cutBytes, resultLimits } from "../../../src/tools/support/cut.ts";
import { plainOutput } from "../../../src/tools/support/plain-output.ts";
import { verifies } from "../../verifies.ts";

const marker = /^\[(\d+) lines? left out\]$/;

verifies("tools.cut", "a text within the limits stays as it is", () => {
  expect(cut("a\nb\n", resultLimits)).toEqual({ text: "a\nb\n", omittedLines: 0 });
});

verifies("tools.cut", "head and tail are kept", () => {
  const text = Array.from({ length: 100 }, (_, index) => `line ${index + 1}`).join("\n");
  expect(cut(text, { maxBytes: 1000, maxLines: 4 })).toEqual({
    text: "line 1\nline 2\n[96 lines left out]\nline 99\nline 100",
    omittedLines: 96,
  });
});

verifies("tools.cut", "a single line that is too long is cut between characters", () => {
  const { text } = cut("é".repeat(50), { maxBytes: 11, maxLines: 10 });
  expect(text).toBe("éé\n[1 line left out]\néé");
});

verifies("tools.cut", "any text", () => {
  const anyText = fc.array(fc.string({ unit: "binary", maxLength: 30 }), { maxLength: 40 }).map((lines) => lines.join("\n").toWellFormed());
  fc.assert(
    fc.property(anyText, fc.integer({ min: 0, max: 300 }), fc.integer({ min: 1, max: 30 }), (text, maxBytes, maxLines) => {
      const result = cut(text, { maxBytes, maxLines });
      const lines = result.text.split("\n");
      if (result.omittedLines === 0) {
        expect(result.text).toBe(text);
        return;
      }
      const at = lines.findIndex((line) => marker.test(line) && Number(marker.exec(line)![1]) === result.omittedLines);
      const head = lines.slice(0, at).join("\n");
      const tail = lines.slice(at + 1).join("\n");
      expect(at).toBeGreaterThanOrEqual(0);
      expect(result.text.isWellFormed()).toBe(true);
      expect(text.startsWith(head)).toBe(true);
      expect(text.endsWith(tail)).toBe(true);
      expect(Buffer.byteLength(head) + Buffer.byteLength(tail)).toBeLessThanOrEqual(maxBytes);
      expect(lines.length - 1).toBeLessThanOrEqual(Math.max(maxLines, 2));
    }),
  );
});

verifies("tools.cut", "bytes are counted in whole characters", () => {
  expect(cutBytes("a😀b", 4)).toBe("a");
  expect(cutBytes("a😀b", 5)).toBe("a😀");
});

verifies("tools.plain-output", () => {
  const table: [string, string][] = [
    ["a\r\nb\r\n", "a\nb\n"],
    ["10%\r50%\r100%\n", "100%\n"],
    ["10%\r100%\r", "100%"],
    ["a\r\r\rb", "b"],
    ["\u001b[1;31mred\u001b[0m", "red"],
    ["\u001b]0;title\u0007text \u001b]8;;http://x\u001b\\link\u001b]8;;\u001b\\", "text link"],
    ["\u001b(Bx\u001b=y\u001b7", "xy"],
    ["\u001bP1$r\u001b\\z", "z"],
  ];
  expect(table.map(([output]) => plainOutput(output))).toEqual(table.map(([, text]) => text));
});
