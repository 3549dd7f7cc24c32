import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { Check } from "../../src/contract/check.ts";
import type { Receipt } from "../../src/contract/event.ts";
import { digest, digestFailures } from "../../src/verify/digest.ts";
import { readCounts } from "../../src/verify/read-counts.ts";
import { verifies } from "../verifies.ts";

/** Recorded from the tools themselves; of ESLint and Go as their documentation has them. */
const outputOf = (name: string) => readFileSync(join(import.meta.dirname, "../fixtures/failures", `${name}.txt`), "utf8");

const stored = { text: async (output: Receipt["output"]) => output as string };

async function failed(name: string): Promise<Receipt> {
  const output = outputOf(name);
  const counts = await readCounts(output);
  const base = { id: "r1", check: "test", argv: ["npm", "run", "test"], exitCode: 1, signal: null, timedOut: false };
  return { ...base, output, ...(counts !== undefined && { counts }) } as unknown as Receipt;
}

/** What must be told, and what only takes place. */
const table: Readonly<Record<string, { tells: string[]; not: string[] }>> = {
  vitest: {
    tells: ["ZodError: [", "❯ parseOrder parse.ts:6:16", "return order.parse(JSON.parse(text));", "expected -3 to be 3"],
    not: ["order 30 is read"],
  },
  node: {
    tells: ["ZodError: [", "at parseOrder (file:///project/no/parse.mts:6:16)", "-3 !== 3", "parse.test.mjs:63:43"],
    not: ["order 30 is read", "node:internal"],
  },
  pytest: {
    tells: ["parse.py:5: in parse_order", "JSONDecodeError: Expecting property name", "assert -3 == 3", "FAILED test_parse.py::test_total"],
    not: ["test_order[30]", "in loads", "_default_decoder"],
  },
  cargo: {
    tells: ["panicked at src/lib.rs:311:9", "left: -3", "at ./src/lib.rs:311:9"],
    not: ["zero_times_30", "/rustc/", "rust_begin_unwind"],
  },
  go: {
    tells: ["orders_test.go:31: Total() = -3, want 3", "index out of range [0]", "/project/orders.go:14", "/project/orders_test.go:37"],
    not: ["TestOrder30", "/usr/local/go/src"],
  },
  tsc: { tells: ["src/m1.ts(1,14): error TS2322", "src/m1.ts(2,19): error TS2304: Cannot find name 'missing1'."], not: [] },
  eslint: {
    tells: [
      "/project/src/m8.js\n  1:5   warning  'unused8' is assigned a value but never used  no-unused-vars\n  2:9   error    'missing8'",
      "/project/src/m40.js",
    ],
    not: ["'unused12'"],
  },
};

for (const [name, { tells, not }] of Object.entries(table)) {
  verifies("verify.digest-failures", name, () => {
    const told = digest(outputOf(name));
    expect({
      missed: tells.filter((text) => !told.includes(text)),
      needless: not.filter((text) => told.includes(text)),
      // And a few lines that say how many were left out.
      bounded: told.split("\n").length <= 70,
    }).toEqual({ missed: [], needless: [], bounded: true });
    expect(not.filter((text) => !outputOf(name).includes(text))).toEqual([]);
  });
}

verifies("verify.digest-failures", "all of it", async () => {
  const check = { id: "test", argv: ["npm", "run", "test"], definition: "test: vitest run" } as unknown as Check;
  const changedSince = (id: string) => (id === "test" ? ["parse.ts", "README.md"] : undefined);
  const told = await digestFailures([await failed("vitest")], { stored, contract: [check], changedSince });
  expect(told.split("\n\n")[0]!.split("\n")).toEqual([
    "The check test (`npm run test`) ended with exit code 1 (r1):",
    "2 of 62 tests failed: parse.test.ts > orders > an amount may be left out (parse.ts:6); parse.test.ts > orders > amounts are added up (parse.test.ts:65)",
    "To run the first of them alone: npm run test -- parse.test.ts -t 'an amount may be left out'",
    "Changed since it passed: parse.ts and README.md",
  ]);
});

verifies("verify.digest-failures", "what is not known is not told", async () => {
  const [counted] = (await digestFailures([await failed("tsc")], { stored })).split("\n\n");
  const changedSince = () => [];
  const many = Array.from({ length: 10 }, (_, index) => `f${index}.ts`);
  const firstLines = async (facts: Partial<Parameters<typeof digestFailures>[1]>) =>
    (await digestFailures([await failed("tsc")], { stored, ...facts })).split("\n")[1];
  expect([counted!.split("\n")[0], await firstLines({ changedSince }), await firstLines({ changedSince: () => many })]).toEqual([
    "The check test (`npm run test`) ended with exit code 1 (r1):",
    "It passed before, and no file of the project is known to have changed since.",
    "Changed since it passed: f0.ts, f1.ts, f2.ts, f3.ts, f4.ts, f5.ts, f6.ts, f7.ts and 2 more",
  ]);
});
