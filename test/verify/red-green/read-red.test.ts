import { expect } from "vitest";
import type { Receipt } from "../../../src/contract/event.ts";
import { readCounts } from "../../../src/verify/read-counts.ts";
import type { NewTest } from "../../../src/verify/red-green/plan.ts";
import { readRed } from "../../../src/verify/red-green/read-red.ts";
import { verifies } from "../../verifies.ts";

const adds: NewTest = { path: "test/sum.test.ts", language: "typescript", title: "adds", line: 3, added: true };
const edits = new Map([
  ["src/sum.ts", Buffer.from("")],
  ["src/twice.ts", null],
  ["pkg/money.py", null],
]);

async function read(output: string, { exitCode = 1, timedOut = false, tests = [adds] } = {}): Promise<string> {
  const counts = await readCounts(output);
  const receipt = { exitCode, signal: null, timedOut, output, ...(counts !== undefined && { counts }) } as unknown as Receipt;
  const red = readRed({ receipt, output, tests, edits });
  if (red.says === "fails")
    return [red.why, ...red.failing.map(({ title }) => title), ...red.passing.map(({ title }) => `not ${title}`)].join(", ");
  return red.says === "passes" ? "passes" : `nothing: ${red.why}`;
}

const tap = (...lines: string[]) => ["TAP version 13", ...lines].join("\n");
const sum = (pass: number, fail: number) => `# tests ${pass + fail}\n# suites 0\n# pass ${pass}\n# fail ${fail}`;

verifies("red-green.red", async () => {
  expect({
    "an assertion": await read(
      tap("not ok 1 - adds", "  error: Expected values to be strictly equal", "  code: 'ERR_ASSERTION'", sum(0, 1)),
    ),
    "another error": await read(tap("not ok 1 - adds", "  error: 'out of reach'", sum(0, 1))),
    "with its group": await read(
      " FAIL  test/sum.test.ts > sum > adds\nAssertionError: expected 1 to be 2\n\n Test Files  1 failed (1)\n      Tests  1 failed (1)\n",
    ),
    "with parameters": await read("FAILED tests/test_sum.py::adds[1-2] - assert 1 == 2\n1 failed in 0.01s"),
    "a missing export": await read("SyntaxError: The requested module '../src/sum.ts' does not provide an export named 'adds'"),
    "a missing file": await read("Error: Cannot find module '/w/src/twice.ts' imported from /w/test/sum.test.ts"),
    "a missing module": await read("E   ModuleNotFoundError: No module named 'pkg.money'\n1 error in 0.01s"),
    "a missing name in Go": await read("./sum_test.go:5:9: undefined: Adds\nFAIL\texample.com/sum [build failed]"),
    "a missing name in Rust": await read("error[E0425]: cannot find function `adds` in crate `sum`\nerror: could not compile `sum`"),
    "a missing property": await read("test/sum.test.ts(3,9): error TS2339: Property 'adds' does not exist on type 'Sum'."),
  }).toEqual({
    "an assertion": "assertion, adds",
    "another error": "error, adds",
    "with its group": "assertion, adds",
    "with parameters": "assertion, adds",
    "a missing export": "missing, adds",
    "a missing file": "missing, adds",
    "a missing module": "missing, adds",
    "a missing name in Go": "missing, adds",
    "a missing name in Rust": "missing, adds",
    "a missing property": "missing, adds",
  });
});

verifies("red-green.red", "of several, those that pass are told", async () => {
  const takes = { ...adds, title: "takes" };
  const elsewhere = { ...adds, path: "test/other.test.ts", title: "elsewhere" };
  const output = tap("not ok 1 - adds", "  code: 'ERR_ASSERTION'", "ok 2 - takes", sum(1, 1));
  // Of another file it is not known whether it was run.
  expect(await read(output, { tests: [adds, takes, elsewhere] })).toBe("assertion, adds, not takes");
});

verifies("red-green.not-known", async () => {
  expect({
    "no test found": await read("No test files found, exiting with code 1"),
    "no script": await read('npm error Missing script: "test"'),
    "no tests ran": await read("\nRan 0 tests in 0.000s\n\nNO TESTS RAN\n", { exitCode: 5 }),
    "not found": await read("sh: vitest: not found", { exitCode: 127 }),
    "out of time": await read("", { exitCode: 1, timedOut: true }),
    "a package": await read("Error: Cannot find package 'left-pad' imported from /w/test/sum.test.ts"),
    "a package of a bundle": await read('X [ERROR] Could not resolve "left-pad"'),
    "a Python package": await read("E   ModuleNotFoundError: No module named 'requests'\n1 error in 0.01s"),
    "the test's own syntax": await read("/w/test/sum.test.ts:4\nSyntaxError: Unexpected token ')'"),
    "another test": await read(tap("not ok 1 - something else", "  code: 'ERR_ASSERTION'", sum(3, 1))),
    "all skipped": await read(tap("ok 1 - adds # SKIP", "# tests 1\n# suites 0\n# pass 0\n# fail 0\n# cancelled 0\n# skipped 1"), {
      exitCode: 0,
    }),
  }).toEqual({
    "no test found": "nothing: no test was found there",
    "no script": "nothing: no test was found there",
    "no tests ran": "nothing: no test was found there",
    "not found": "nothing: the command could not be run on it",
    "out of time": "nothing: it did not end in the time there was",
    "a package": "nothing: left-pad is missing there",
    "a package of a bundle": "nothing: left-pad is missing there",
    "a Python package": "nothing: requests is missing there",
    "the test's own syntax": "nothing: test/sum.test.ts cannot be read there",
    "another test": "nothing: other tests fail there, and of these nothing is said",
    "all skipped": "nothing: all its tests are skipped",
  });
});

verifies("red-green.not-known", "whatever tests print, it is read in time that grows with its length", async () => {
  const pieces = ["assertion ", "Cannot find module '", "No module named ", "error: ", "Missing script", "at (", "1:1: ", "expected "];
  for (const piece of pieces) {
    const line = piece.repeat(1_000_000 / piece.length);
    expect(await read(line)).toMatch(/^(?:assertion|missing|error|nothing)/);
    expect(await read(line.replaceAll(piece, `${piece}\n`))).toMatch(/^(?:assertion|missing|error|nothing)/);
  }
});

verifies("red-green.passes", "when it passes on the code from before", async () => {
  expect([await read(tap("ok 1 - adds", sum(1, 0)), { exitCode: 0 }), await read("fine", { exitCode: 0 })]).toEqual(["passes", "passes"]);
});
