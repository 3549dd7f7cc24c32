import { expect } from "vitest";
import type { Claim, Event, EventBody, Finding, Receipt } from "../../src/contract/event.ts";
import { protocolSchema } from "../../src/contract/protocol.ts";
import { foldEvents } from "../../src/log/folds/fold.ts";
import { reportFold, toReport } from "../../src/verify/report.ts";
import { reportMarkdown } from "../../src/surfaces/support/report-markdown.ts";
import { reportLines } from "../../src/surfaces/support/report-lines.ts";
import { styleFor } from "../../src/surfaces/support/style.ts";
import { verifies } from "../verifies.ts";

const plain = styleFor({}, {});

function receipt(id: string, facts: Partial<Receipt> = {}): Receipt {
  return {
    id,
    check: "test",
    proves: "tests",
    from: "package.json:3",
    argv: ["npm", "test"],
    cwd: ".",
    phase: "final",
    exitCode: 0,
    signal: null,
    timedOut: false,
    ms: 1234,
    outputHash: "f".repeat(64),
    output: "",
    treeBefore: "t2",
    treeAfter: "t2",
    startedAt: 5,
    ...facts,
  };
}

const counts = (passed: number, failed: number, skipped = 0) => ({
  runner: "vitest",
  passed,
  failed,
  skipped,
  total: passed + failed + skipped,
  failures: [],
});

const claim: Claim = { text: "All 12 tests pass.", kind: "count", standing: "supported", reason: "r2 counts 12.", by: ["r2"] };
const finding = (id: string, severity: Finding["severity"]): Finding => ({
  id,
  rule: "test-skipped",
  path: "a.test.ts",
  line: 4,
  severity,
  reason: "A test is skipped.",
});

function events(...bodies: EventBody[]): Event[] {
  return bodies.map((body, seq) => ({ v: 1, seq, at: 1000 + seq, thread: "0abc", prev: "0", ...body }));
}

const begin: EventBody[] = [
  { type: "thread.started", workspace: "/w", model: "lab/one", sandbox: "bubblewrap", fettle: "1.0.0" },
  { type: "prompt.admitted", prompt: "p1", by: "user", parts: [{ type: "text", text: "mend it\nand more" }] },
  { type: "turn.started", prompt: "p1", turn: 1 },
];

const repair = { reasons: ["a.ts:1 add import"], diagnostics: { before: 3, after: 1 } };

const story = events(
  ...begin,
  { type: "step.started", step: 1, model: "lab/one", requestBytes: 1, reserved: { tokens: 1, usd: null } },
  {
    type: "step.completed",
    step: 1,
    output: [],
    stop: "end",
    usage: { input: 10, output: 5, cacheRead: 2, cacheWrite: 1, reasoning: 0 },
    usd: 0.5,
    ms: { first: 1, total: 2 },
    attempts: 1,
  },
  {
    type: "item.started",
    item: "repair-1",
    kind: "repair",
    name: "typescript",
    effect: "write",
    input: repair,
  },
  {
    type: "transaction.committed",
    item: "repair-1",
    checkpoints: ["c1"],
    changes: [{ path: "a.ts", change: "modified", before: null, after: null }],
    total: 1,
  },
  { type: "item.completed", item: "repair-1", kind: "repair", name: "typescript", ok: true, parts: [], ms: 1 },
  {
    type: "check.completed",
    receipt: receipt("r1", { phase: "baseline", exitCode: 1, treeBefore: "t1", treeAfter: "t1", counts: counts(10, 2) }),
  },
  { type: "check.completed", receipt: receipt("r2", { counts: counts(12, 0, 1) }) },
  { type: "check.completed", receipt: receipt("r3", { phase: "red", exitCode: 1 }) },
  { type: "check.completed", receipt: receipt("r4", { phase: "green" }) },
  {
    type: "verdict.reached",
    turn: 1,
    verdict: "unverified",
    reasons: ["a.test.ts:4: A test is skipped. (f-1)"],
    receipts: ["r2"],
    tree: "t2",
    claims: [claim],
    findings: [finding("f-1", "decides"), finding("f-2", "weighs")],
    diff: { files: 3, added: 20, removed: 4 },
    uncovered: ["No check looks at docs/."],
  },
);

const accepted = events(
  { type: "finding.accepted", finding: "f-1", by: "ada", reason: "it goes next week" },
  { type: "verdict.reached", verdict: "verified", reasons: ["test (r2) passes."], receipts: ["r2"], tree: "t2", claims: [claim] },
);

async function reportOf(told: readonly Event[]) {
  return toReport(await foldEvents(reportFold, told));
}

verifies("reports.fold", async () => {
  const run = { signal: null, timedOut: false, ms: 1234, outputHash: "f".repeat(64) };
  expect(await reportOf(story)).toEqual({
    v: 1,
    thread: "0abc",
    workspace: "/w",
    fettle: "1.0.0",
    model: "lab/one",
    task: "mend it",
    at: 1000 + story.length - 1,
    verdict: "unverified",
    reasons: ["a.test.ts:4: A test is skipped. (f-1)"],
    tree: "t2",
    checks: [
      {
        check: "test",
        proves: "tests",
        from: "package.json:3",
        argv: ["npm", "test"],
        cwd: ".",
        before: { ...run, receipt: "r1", phase: "baseline", exitCode: 1, counts: counts(10, 2), tree: "t1" },
        after: { ...run, receipt: "r2", phase: "final", exitCode: 0, counts: counts(12, 0, 1), tree: "t2" },
        trials: [
          { ...run, receipt: "r3", phase: "red", exitCode: 1, tree: "t2" },
          { ...run, receipt: "r4", phase: "green", exitCode: 0, tree: "t2" },
        ],
      },
    ],
    claims: [claim],
    findings: [finding("f-1", "decides"), finding("f-2", "weighs")],
    accepted: [],
    repairs: [{ repairer: "typescript", ...repair }],
    diff: { files: 3, added: 20, removed: 4 },
    uncovered: ["No check looks at docs/."],
    cost: {
      steps: 1,
      tokensIn: 13,
      tokensOut: 5,
      usd: 0.5,
      unpricedSteps: 0,
      saved: { repairs: 1, diagnostics: 2, steps: 1 },
    },
  });
});

verifies("reports.fold", "a finding that was accepted, a baseline that needs no other run, a log without a verdict", async () => {
  const untouched = events(
    ...begin,
    { type: "check.completed", receipt: receipt("r1", { phase: "baseline" }) },
    { type: "verdict.reached", turn: 1, verdict: "verified", reasons: [], receipts: ["r1"], tree: "t2" },
  );
  const after = await reportOf([...story, ...accepted]);
  expect({
    accepted: { verdict: after?.verdict, findings: after?.findings, accepted: after?.accepted, checks: after?.checks.length },
    untouched: (await reportOf(untouched))?.checks.map(({ before, after: now }) => [before?.receipt, now?.receipt]),
    none: await reportOf(events(...begin)),
  }).toEqual({
    accepted: {
      verdict: "verified",
      findings: [],
      accepted: [{ id: "f-1", finding: finding("f-1", "decides"), by: "ada", reason: "it goes next week" }],
      checks: 1,
    },
    untouched: [["r1", "r1"]],
    none: undefined,
  });
});

verifies("reports.shown", "every part of a report", async () => {
  const report = (await reportOf([...story, ...accepted.slice(0, 1)]))!;
  expect(reportLines(report, plain)).toEqual([
    "? unverified",
    "  a.test.ts:4: A test is skipped. (f-1)",
    "  check                             before  after   tests                time",
    "  test                              exit 1  passed  12 of 13, 1 skipped  1.2 s",
    "  test, new tests without the work  exit 1  -                            1.2 s",
    "  test, new tests                   -       passed                       1.2 s",
    "  claims of the final message",
    '    ✓ "All 12 tests pass." supported: r2 counts 12.',
    "  also found",
    "    ~ a.test.ts:4: A test is skipped. (f-2)",
    "  accepted",
    "    f-1 by ada: it goes next week",
    "  repaired without a model",
    "    typescript: 1 place; diagnostics: 3 before, 1 after",
    "  not covered",
    "    No check looks at docs/.",
    "3 files changed, +20 -4",
    "1 step · 13 tokens in, 5 out · $0.5000",
    "1 repair without a model, 2 diagnostics mended · at least 1 step saved",
  ]);
});

verifies("reports.shown", "the table is never wider than 80 columns, and nothing in it reaches the terminal", async () => {
  const long = receipt("r9", { check: `check \u001b[2J ${"x".repeat(200)}`, counts: counts(123_456, 0, 1234), ms: 1_234_567 });
  const report = (await reportOf([...story.slice(0, 3), { ...story.at(-3)!, receipt: long } as Event, story.at(-1)!]))!;
  const lines = reportLines(report, plain);
  const table = lines.slice(
    lines.findIndex((line) => line.startsWith("  check ")),
    -6,
  );
  expect(table.map((line) => line.length).filter((length) => length > 80)).toEqual([]);
  // oxlint-disable-next-line no-control-regex -- it is what is looked for
  expect(table.join("\n")).not.toMatch(/\u001b/);
  expect(table[1]).toContain("check \\x1b[2J x");
});

verifies("reports.protocol", async () => {
  const { z } = await import("zod");
  const schema = z.fromJSONSchema(protocolSchema().report as Parameters<typeof z.fromJSONSchema>[0]);
  const report = await reportOf(story);
  expect([schema.safeParse(report).success, schema.safeParse({ ...report, verdict: "fine" }).success]).toEqual([true, false]);
});

verifies("proofs.markdown", "text of models and files stays text", async () => {
  const evil = "![x](http://e/x.png) <img src=x> @everyone `a` | [l](http://e) \u001b[2J\n# head";
  const told = events(
    { type: "thread.started", workspace: "/w", model: "m", sandbox: "none", fettle: "1" },
    { type: "prompt.admitted", prompt: "p1", by: "user", parts: [{ type: "text", text: evil }] },
    { type: "turn.started", prompt: "p1", turn: 1 },
    { type: "check.completed", receipt: receipt("r1", { check: "a`|`b", argv: ["npm", "run", "it's ```"], cwd: "a b" }) },
    {
      type: "verdict.reached",
      turn: 1,
      verdict: "failed",
      reasons: [evil],
      receipts: ["r1"],
      tree: "t2",
      claims: [{ ...claim, text: evil }],
      findings: [{ ...finding("f", "weighs"), path: "a`b.ts" }],
    },
  );
  const report = (await reportOf(told))!;
  const text = reportMarkdown({ report, log: { lines: 5, checkpoint: "", checkpointSha256: "abc" } });
  const safe = "\\!\\[x\\](http://e/x.png) \\<img src=x\\> @<!-- -->everyone \\`a\\` \\| \\[l\\](http://e) \\\\x1b\\[2J\\\\n\\# head";
  expect(text).toBe(`## ✘ Failed by Fettle

> ${safe.replace("\\\\n\\# head", "").trimEnd()}

- ${safe}

| check | before | after | tests | time |
| --- | --- | --- | --- | --- |
| \`\` a\`\\|\`b \`\` | - | passed |  | 1.2 s |

### Claims of the final message

- ✓ supported: “${safe}” r2 counts 12.

### Findings

- \`\` a\`b.ts:4 \`\` A test is skipped. (for your attention, \`f\`)

nothing changed · 0 steps · 0 tokens in, 0 out · $0.0000

<details><summary>How to reproduce</summary>

\`\`\`\`sh
(cd 'a b' && npm run 'it'\\''s \`\`\`')
\`\`\`\`

</details>

Thread \`0abc\`, tree \`t2\`. The log has 5 signed lines; its signed checkpoint has the SHA-256 \`abc\`.
`);
});
