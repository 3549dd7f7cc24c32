import { expect } from "vitest";
import type { Check } from "../../src/contract/check.ts";
import type { Counts, Receipt } from "../../src/contract/event.ts";
import { runCheck } from "../../src/verify/receipts.ts";
import { findShrunkCounts } from "../../src/verify/shrunk-counts.ts";
import { createTreeHasher } from "../../src/verify/tree-hash.ts";
import { reachVerdict } from "../../src/verify/verdict.ts";
import { verifies } from "../verifies.ts";
import { processesIn } from "./processes.ts";
import { makeWorkspace } from "./workspace.ts";

const tree = "tree";

function checkOf(id: string, proves: Check["proves"] = "tests"): Check {
  return { id, argv: ["npm", "run", id], cwd: ".", proves, from: "package.json:3", timeoutMs: 1000 };
}

function countsOf(passed: number, failed = 0, skipped = 0): Counts {
  return { runner: "vitest", passed, failed, skipped, total: passed + failed + skipped, failures: failed > 0 ? [{ name: "adds" }] : [] };
}

function receiptOf(check: Check, counts: Counts | undefined, more: Partial<Receipt> = {}): Receipt {
  const { id, argv, cwd, proves, from } = check;
  const ended = { exitCode: 0, signal: null, timedOut: false, ms: 1, outputHash: "", output: "", startedAt: 0 };
  const base = { id: `receipt-${id}`, check: id, argv: [...argv], cwd, proves, from, treeBefore: tree, treeAfter: tree };
  return { ...base, ...ended, phase: "final", ...(counts !== undefined && { counts }), ...more };
}

verifies("counts.receipt", async () => {
  using workspace = makeWorkspace({
    "a.test.js": 'const { test } = require("node:test");\ntest("adds", () => {});\ntest.skip("later", () => {});\n',
  });
  const { signal } = new AbortController();
  const run = {
    box: processesIn(workspace.path),
    hasher: createTreeHasher(workspace.path),
    signal,
    redact: (text: string) => text,
    store: (text: string) => text,
  };
  const check = { ...checkOf("test"), argv: [process.execPath, "--test"], timeoutMs: 60_000 };

  const receipt = await runCheck(check, { ...run, phase: "final" });
  const other = await runCheck({ ...check, argv: ["echo", "fine"] }, { ...run, phase: "final" });

  expect([receipt.counts, other.counts]).toEqual([
    { runner: "node:test", passed: 1, failed: 0, skipped: 1, total: 2, failures: [] },
    undefined,
  ]);
});

const proofs: [what: string, proves: Check["proves"], counts: Counts | undefined, verdict: string, reason: string][] = [
  ["tests ran", "tests", countsOf(3, 0, 1), "verified", "test (receipt-test) passes."],
  ["nothing was counted", "tests", undefined, "verified", "test (receipt-test) passes."],
  ["no test ran", "tests", countsOf(0), "unverified", "test (receipt-test) passes, but no test ran (vitest)."],
  ["no test of a given command ran", "custom", countsOf(0), "unverified", "test (receipt-test) passes, but no test ran (vitest)."],
  ["all are skipped", "tests", countsOf(0, 0, 4), "unverified", "test (receipt-test) passes, but no test ran: all 4 are skipped (vitest)."],
  [
    "the exit code hides failures",
    "tests",
    countsOf(7, 2),
    "unverified",
    "test (receipt-test) passes, but its output counts 2 failed (vitest, adds first): the exit code hides them.",
  ],
  ["it is no test that printed them", "lint", countsOf(0, 2), "verified", "test (receipt-test) passes."],
];

for (const [what, proves, counts, verdict, reason] of proofs) {
  verifies("counts.proof", what, () => {
    const check = checkOf("test", proves);
    const conclusion = reachVerdict({ contract: [check], baseline: [], final: [receiptOf(check, counts)], tree });
    expect([conclusion.verdict, ...conclusion.reasons]).toEqual([verdict, reason]);
  });
}

const unit = checkOf("unit");
const e2e = checkOf("e2e");
const failing = { exitCode: 1 };
const shrunk: [what: string, baseline: Receipt[], final: Receipt[], found: string[]][] = [
  ["as many", [receiptOf(unit, countsOf(5))], [receiptOf(unit, countsOf(5))], []],
  ["more", [receiptOf(unit, countsOf(4, 1), failing)], [receiptOf(unit, countsOf(6))], []],
  [
    "fewer",
    [receiptOf(unit, countsOf(4, 1), failing)],
    [receiptOf(unit, countsOf(4))],
    ["decides: In unit 4 tests ran, and 5 before the work."],
  ],
  [
    "one is skipped",
    [receiptOf(unit, countsOf(4, 1), failing)],
    [receiptOf(unit, countsOf(4, 0, 1))],
    ["decides: In unit 4 tests ran, and 5 before the work; 1 are skipped, and 0 were."],
  ],
  [
    "others run, more are skipped",
    [receiptOf(unit, countsOf(5))],
    [receiptOf(unit, countsOf(5, 0, 2))],
    ["weighs: In unit 2 tests did not run, and 0 before the work."],
  ],
  [
    "moved to another check",
    [receiptOf(unit, countsOf(5)), receiptOf(e2e, countsOf(1))],
    [receiptOf(unit, countsOf(2)), receiptOf(e2e, countsOf(4))],
    [],
  ],
  [
    "no numbers any more",
    [receiptOf(unit, countsOf(5))],
    [receiptOf(unit, undefined)],
    ["decides: In unit 0 tests ran, and 5 before the work."],
  ],
  ["numbers only where a test failed", [receiptOf(unit, countsOf(5, 1), failing)], [receiptOf(unit, undefined)], []],
  ["nothing known of before", [receiptOf(unit, undefined)], [receiptOf(unit, countsOf(1))], []],
];

for (const [what, baseline, final, found] of shrunk) {
  verifies("counts.shrunk", what, () => {
    const contract = [unit, e2e];
    const findings = findShrunkCounts({ contract, baseline, final });
    expect(findings.map(({ severity, reason }) => `${severity}: ${reason}`)).toEqual(found);
    const decides = found.some((text) => text.startsWith("decides"));
    const ran = contract.filter(({ id }) => final.some(({ check }) => check === id));
    expect(reachVerdict({ contract: ran, baseline, final, tree, findings }).verdict).toBe(decides ? "unverified" : "verified");
  });
}
