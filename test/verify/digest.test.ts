import { expect } from "vitest";
import type { Receipt } from "../../src/contract/event.ts";
import { digest, digestFailures } from "../../src/verify/digest.ts";
import { verifies } from "../verifies.ts";

const noise = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => `line ${from + index}`);

verifies("verify.digest", async () => {
  const output = [...noise(0, 200), "src/a.ts(3,1): error TS2304: Cannot find name 'x'.", ...noise(200, 400)].join("\n");
  expect(digest(output)).toBe(
    [
      ...noise(0, 8),
      "… 191 lines …",
      "line 199",
      "src/a.ts(3,1): error TS2304: Cannot find name 'x'.",
      ...noise(200, 206),
      "… 182 lines …",
      ...noise(388, 400),
    ].join("\n"),
  );
});

verifies("verify.digest", "a short output is kept whole, without colours and redrawn lines", () => {
  expect(digest("\u001b[31mFAIL\u001b[0m a.test.ts\r\n10%\r50%\r100%\n\n")).toBe("FAIL a.test.ts\n100%");
});

verifies("verify.digest", "it is bounded however many errors there are and however long their lines", () => {
  const output = Array.from({ length: 5000 }, (_, index) => `error: number ${index} ${"x".repeat(1000)}`).join("\n");
  const lines = digest(output).split("\n");
  expect(lines.filter((line) => line.startsWith("error"))).toHaveLength(60);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(410);
  expect(lines[0]).toContain("number 0 ");
  expect(lines.at(-1)).toContain("number 4999 ");
});

verifies("verify.digest", "whatever a tool prints, it is read in time that grows with its length", () => {
  for (const line of ["  1:1  error  no", "    at f (x.js:1:1)", "\u276f x", "ok 1 - a", '  File "/usr/lib/python3/x.py", line 1', "    x"])
    expect(digest(`${line}\n`.repeat(300_000)).split("\n").length).toBeLessThan(80);
});

verifies("verify.digest", "the first errors of several tools are found in the middle of their output", () => {
  const telling = [
    "error[E0308]: mismatched types",
    "  ✖ an order is priced (1.2ms)",
    "not ok 3 - adds",
    "E   AssertionError: assert 1 == 2",
    "--- FAIL: TestAdd (0.00s)",
    "TypeError: Cannot read properties of undefined",
    "thread 'main' panicked at src/main.rs:4:5:",
    "main.c:7:3: error: expected ';'",
  ];
  const missed = telling.filter((line) => !digest([...noise(0, 100), line, ...noise(100, 200)].join("\n")).includes(line));
  expect(missed).toEqual([]);
});

verifies("verify.digest", "of several checks only those that did not pass, each named with its receipt", async () => {
  const base = { argv: ["npm", "run", "test"], signal: null, timedOut: false } as unknown as Receipt;
  const receipts: Receipt[] = [
    { ...base, id: "r1", check: "types", exitCode: 0, output: "fine" },
    { ...base, id: "r2", check: "test", exitCode: 1, output: { blob: "0".repeat(64), bytes: 4, preview: "no" } },
  ];
  const text = async (stored: Receipt["output"]) => (typeof stored === "string" ? stored : "not ok 1");
  expect(await digestFailures(receipts, { stored: { text } })).toBe(
    "The check test (`npm run test`) ended with exit code 1 (r2):\n\nnot ok 1",
  );
});
