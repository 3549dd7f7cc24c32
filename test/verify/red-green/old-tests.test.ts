import { expect } from "vitest";
import type { Check } from "../../../src/contract/check.ts";
import type { Receipt } from "../../../src/contract/event.ts";
import { judgeOldTests, planOldTests } from "../../../src/verify/red-green/old-tests.ts";
import { verifies } from "../../verifies.ts";

const check: Check = { id: "test", argv: ["npm", "test"], cwd: ".", proves: "tests", from: "package.json:3", timeoutMs: 0 };

function receiptOf(exitCode: number, failures: readonly string[] = [], more: Partial<Receipt> = {}): Receipt {
  const names = failures.map((name) => ({ name }));
  const counts = { runner: "vitest", passed: 1, failed: names.length, skipped: 0, total: 1 + names.length, failures: names };
  const where = { id: `receipt-${exitCode}`, check: "test", proves: check.proves, from: check.from, argv: [...check.argv], cwd: "." };
  const ended = { signal: null, timedOut: false, ms: 1, outputHash: "", output: "", treeBefore: "t", treeAfter: "t", startedAt: 0 };
  return { ...where, ...ended, phase: "final", exitCode, counts, ...more };
}

const failed = receiptOf(1, ["adds"]);
const passed = receiptOf(0);
const source = { path: "sum.js", before: "a", after: "b" };
const test = { path: "sum.test.js", before: "a", after: "b" };

verifies("tampering.old-tests", "which are run as they were", () => {
  const planned = (changes: Parameters<typeof planOldTests>[0], baseline = failed, final = passed, contract = [check]) => {
    const plan = planOldTests(changes, { contract, baseline: [baseline], final: [final] });
    return plan === undefined ? "none" : [...plan.edits.keys()];
  };
  expect({
    "a test and its data": planned([source, test, { path: "test/golden/a.txt", before: "1", after: "2" }]),
    "a deleted one": planned([{ path: "tests/test_a.py", before: "a", after: undefined }]),
    "one in a language that is not read": planned([{ path: "test.sh", before: "a", after: "b" }]),
    "new ones": planned([source, { path: "new.test.js", before: undefined, after: "b" }]),
    "only sources": planned([source]),
    "where nothing failed": planned([test], passed),
    "where it fails still": planned([test], failed, failed),
    "where no tests run": planned([test], failed, passed, [{ ...check, proves: "lint" }]),
  }).toEqual({
    "a test and its data": ["sum.test.js", "test/golden/a.txt"],
    "a deleted one": ["tests/test_a.py"],
    "one in a language that is not read": ["test.sh"],
    "new ones": "none",
    "only sources": "none",
    "where nothing failed": "none",
    "where it fails still": "none",
    "where no tests run": "none",
  });
});

verifies("tampering.old-tests", "what it says when they fail, and when they pass", () => {
  const plan = { checks: [check], edits: new Map(), path: "sum.test.js" };
  const says = (tried: Receipt, { task = "make the tests pass", baseline = failed } = {}) =>
    judgeOldTests(plan, { check, tried, baseline: [baseline], task })?.severity ?? "nothing";
  const { counts: _, ...uncounted } = failed;
  expect({
    "the same fails": says(receiptOf(1, ["adds", "other"])),
    "asked for": says(failed, { task: "update the tests of add" }),
    "they pass": says(passed),
    "another fails": says(receiptOf(1, ["other"])),
    "nobody counted": says(uncounted, { baseline: uncounted }),
    "counted now, not then": says(failed, { baseline: uncounted }),
  }).toEqual({
    "the same fails": "decides",
    "asked for": "weighs",
    "they pass": "nothing",
    "another fails": "nothing",
    "nobody counted": "decides",
    "counted now, not then": "nothing",
  });
});
