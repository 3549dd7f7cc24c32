import { expect } from "vitest";
import type { Check } from "../../src/contract/check.ts";
import type { Receipt } from "../../src/contract/event.ts";
import { type Conclusion, reachVerdict } from "../../src/verify/verdict.ts";
import { verifies } from "../verifies.ts";

const tree = "tree-now";

function checkOf(id: string): Check {
  return { id, argv: ["npm", "run", id], cwd: ".", proves: "tests", from: "package.json:3", timeoutMs: 1000 };
}

function receiptOf(check: string, more: Partial<Receipt> = {}): Receipt {
  const { argv, cwd, proves, from } = checkOf(check);
  const ended = { exitCode: 0, signal: null, timedOut: false, ms: 1200, outputHash: "", output: "" };
  const where = { check, argv: [...argv], cwd, proves, from, startedAt: 0, treeBefore: tree, treeAfter: tree };
  const phase = more.phase ?? "final";
  return { id: `${phase}-${check}`, ...where, ...ended, ...more, phase };
}

function baselineOf(check: string, more: Partial<Receipt> = {}): Receipt {
  return receiptOf(check, { treeBefore: "tree-then", treeAfter: "tree-then", ...more, phase: "baseline" });
}

/** The verdict about one check `test`. */
function judge(final: Receipt[], baseline: Receipt[] = []): Conclusion {
  return reachVerdict({ contract: [checkOf("test")], baseline, final, tree });
}

const table: [what: string, final: Receipt[], baseline: Receipt[], verdict: Conclusion["verdict"], reason: string][] = [
  ["passes", [receiptOf("test")], [baselineOf("test")], "verified", "test (final-test) passes."],
  ["passes now, failed before", [receiptOf("test")], [baselineOf("test", { exitCode: 1 })], "verified", "test (final-test) passes."],
  ["passes, nothing known of before", [receiptOf("test")], [], "verified", "test (final-test) passes."],
  [
    "was broken by the work",
    [receiptOf("test", { exitCode: 1 })],
    [baselineOf("test")],
    "failed",
    "test (final-test) fails with exit code 1; it passed before the work (baseline-test).",
  ],
  [
    "was broken and is",
    [receiptOf("test", { exitCode: 2 })],
    [baselineOf("test", { exitCode: 1 })],
    "failed",
    "test (final-test) fails with exit code 2, as it did before the work (baseline-test).",
  ],
  ["fails, nothing known of before", [receiptOf("test", { exitCode: 1 })], [], "failed", "test (final-test) fails with exit code 1."],
  [
    "fails, could not run before",
    [receiptOf("test", { exitCode: 1 })],
    [baselineOf("test", { exitCode: 127 })],
    "failed",
    "test (final-test) fails with exit code 1.",
  ],
  ["crashes", [receiptOf("test", { exitCode: null, signal: "SIGSEGV" })], [], "failed", "test (final-test) fails with signal SIGSEGV."],
  [
    "is not found",
    [receiptOf("test", { exitCode: 127 })],
    [],
    "unverified",
    "test (final-test) could not run: `npm run test` or something it needs is missing here.",
  ],
  [
    "is not executable",
    [receiptOf("test", { exitCode: 126 })],
    [],
    "unverified",
    "test (final-test) could not run: `npm run test` or something it needs is missing here.",
  ],
  [
    "cannot be started",
    [receiptOf("test", { exitCode: null })],
    [],
    "unverified",
    "test (final-test) could not run: `npm run test` or something it needs is missing here.",
  ],
  [
    "lacks its runner",
    [receiptOf("test", { exitCode: 1, output: "/usr/bin/python3: No module named pytest\n" })],
    [],
    "unverified",
    "test (final-test) could not run: `npm run test` or something it needs is missing here.",
  ],
  [
    "takes too long",
    [receiptOf("test", { exitCode: null, signal: "SIGTERM", timedOut: true, ms: 60_000 })],
    [],
    "unverified",
    "test (final-test) was ended after 60 s without a result.",
  ],
  [
    "is interrupted",
    [receiptOf("test", { exitCode: null, signal: "SIGKILL" })],
    [],
    "unverified",
    "test (final-test) was ended by SIGKILL without a result.",
  ],
  [
    "is stale",
    [receiptOf("test", { treeAfter: "tree-then" })],
    [],
    "unverified",
    "test (final-test) ran on another tree than the final one.",
  ],
  [
    "failed on another tree",
    [receiptOf("test", { exitCode: 1, treeBefore: "tree-then", treeAfter: "tree-then" })],
    [],
    "unverified",
    "test (final-test) ran on another tree than the final one.",
  ],
  [
    "edits what it judges",
    [receiptOf("test", { treeBefore: "tree-then" })],
    [],
    "unverified",
    "test (final-test) changed files of the tree while it judged it, so it has judged another tree.",
  ],
  ["has not run", [], [baselineOf("test")], "unverified", "test has not been run on the final tree."],
  ["only another ran", [receiptOf("lint")], [], "unverified", "test has not been run on the final tree."],
];

for (const [what, final, baseline, verdict, reason] of table) {
  verifies("verify.verdict", what, () => {
    const receipts = final.filter(({ check }) => check === "test").map(({ id }) => id);
    expect(judge(final, baseline)).toEqual({ verdict, reasons: [reason], receipts });
  });
}

verifies("verify.verdict", "without a check nothing is proven", () => {
  expect(reachVerdict({ contract: [], baseline: [], final: [receiptOf("test")], tree })).toEqual({
    verdict: "unverified",
    reasons: ["The project has no checks that could prove the work."],
    receipts: [],
  });
});

verifies("verify.verdict", "the last receipt of a check counts", () => {
  const failing = receiptOf("test", { id: "early", exitCode: 1, treeBefore: "tree-then", treeAfter: "tree-then" });
  expect(judge([failing, receiptOf("test")])).toMatchObject({ verdict: "verified", receipts: ["final-test"] });
  expect(judge([receiptOf("test"), { ...failing, treeBefore: tree, treeAfter: tree }])).toMatchObject({
    verdict: "failed",
    receipts: ["early"],
  });
});

verifies("verify.verdict", "the worst check decides and is named first", () => {
  const contract = ["types", "lint", "test"].map(checkOf);
  const final = [receiptOf("types"), receiptOf("lint", { exitCode: 127 }), receiptOf("test", { exitCode: 1 })];
  const { verdict, reasons, receipts } = reachVerdict({ contract, baseline: [], final, tree });
  expect({ verdict, first: reasons.map((reason) => reason.split(" ")[0]), receipts }).toEqual({
    verdict: "failed",
    first: ["test", "lint", "types"],
    receipts: ["final-types", "final-lint", "final-test"],
  });
  expect(reachVerdict({ contract, baseline: [], final: final.slice(0, 2), tree }).verdict).toBe("unverified");
});

const changed: [what: string, final: Receipt, verdict: Conclusion["verdict"], reason: string][] = [
  [
    "passes",
    receiptOf("test"),
    "unverified",
    "test (final-test) passes, but the check test itself was changed by the work (package.json:3).",
  ],
  ["fails", receiptOf("test", { exitCode: 1 }), "failed", "test (final-test) fails with exit code 1."],
  ["is stale", receiptOf("test", { treeAfter: "tree-then" }), "unverified", "test (final-test) ran on another tree than the final one."],
];

for (const [what, final, verdict, reason] of changed) {
  verifies("verify.contract-definition", `a changed check that ${what}`, () => {
    const evidence = { contract: [checkOf("test")], baseline: [], final: [final], tree };
    expect(reachVerdict({ ...evidence, changed: new Set(["test"]) })).toEqual({ verdict, reasons: [reason], receipts: ["final-test"] });
    // Another check that was changed has no say.
    expect(reachVerdict({ ...evidence, changed: new Set(["lint"]) })).toEqual(reachVerdict(evidence));
  });
}

verifies("claims.vouched", () => {
  const claim = { text: "All tests pass.", kind: "tests-pass", reason: "Its exit code is hidden.", by: [] };
  const judged = (proves: Check["proves"], standing: "supported" | "unsupported", kind = claim.kind) => {
    const contract: Check[] = [{ ...checkOf("test"), proves }];
    const { verdict, reasons } = reachVerdict({
      contract,
      baseline: [],
      final: [receiptOf("test", { proves })],
      tree,
      claims: [{ ...claim, standing, kind }],
    });
    return [verdict, reasons[0]];
  };
  const passes = ["verified", "test (final-test) passes."];
  expect({
    unsupported: judged("lint", "unsupported"),
    supported: judged("lint", "supported"),
    "with a check of tests": judged("tests", "unsupported"),
    "of something else": judged("lint", "unsupported", "build-pass"),
  }).toEqual({
    unsupported: ["unverified", 'The final message says "All tests pass.", and nothing shows it: Its exit code is hidden.'],
    supported: passes,
    "with a check of tests": passes,
    "of something else": passes,
  });
});
