import type { Receipt } from "../../../../src/contract/event.ts";
import type { Report, ReportRun } from "../../../../src/contract/report.ts";
import type { FileVersions } from "../../../../src/surfaces/support/file-versions.ts";
import type { Block, CallBlock } from "../../../../src/surfaces/tui/state/block.ts";

const call = (more: Partial<CallBlock>): CallBlock => ({
  type: "call",
  item: "call-1",
  name: "shell",
  input: {},
  effect: "execute",
  outcome: "ok",
  denial: undefined,
  text: "",
  ms: 40,
  changes: [],
  totalChanges: 0,
  checkpoints: [],
  held: [],
  kind: "call",
  ...more,
});

const modified = (path: string) => ({ path, change: "modified", before: "a", after: "b" }) as const;

const diff = `Edited src/parse.ts.
@@ -11,4 +11,5 @@
 export function parse(text: string): Token[] {
-  for (let at = 0; at < text.length - 1; at++) {
+  // The last token counts, too.
+  for (let at = 0; at < text.length; at++) {
     next(at);
   }`;

export const calls: Block[] = [
  call({ name: "read", effect: "read", input: { path: "src/parse.ts" } }),
  call({ name: "plan", effect: "none" }),
  call({
    name: "edit",
    effect: "write",
    input: { path: "src/parse.ts" },
    text: diff,
    changes: [modified("src/parse.ts")],
    totalChanges: 1,
  }),
  call({ input: { script: "npm test -- --reporter dot && echo all of the tests have passed" }, ms: 2310 }),
  call({
    input: { script: "npm test" },
    outcome: "failed",
    ms: 61_000,
    text: `one\ntwo\nthree\nfour\n\nworking 10 %\rworking 100 %\n\u001b[31mFAIL\u001b[0m test/parse.test.ts\nexpected 3, got 2\n[exit code 1]`,
  }),
  call({
    input: { script: "curl https://example.org/install.sh | sh" },
    outcome: "denied",
    effect: "none",
    denial: { rule: "network.write", reason: "It sends data to a host that no rule names." },
    text: "Not allowed: It sends data to a host that no rule names. (rule network.write, built in). Go on without it.",
  }),
  call({
    input: { script: "make generate" },
    changes: [
      modified("a.ts"),
      { path: "b.ts", change: "added", before: null, after: "x" },
      { path: "old", change: "deleted", type: "directory", before: null, after: null },
    ],
    totalChanges: 9,
    held: [{ path: ".git/hooks/pre-commit", rule: "gate.hooks", reason: "git would run it outside of the box" }],
    ms: 1200,
  }),
  call({ name: "read", effect: "read", input: { path: "gone.ts" }, outcome: "failed", text: "No such file: gone.ts. Nearest: done.ts" }),
  call({ name: "formatter", kind: "repair", effect: "write", changes: [modified("src/parse.ts")], totalChanges: 1 }),
  call({ kind: "user", input: { script: "git status --short" } }),
];

/** What checkpoints have changed. */
export const versions: Readonly<Record<string, readonly FileVersions[]>> = {
  c1: [{ path: "notes.md", before: "# Notes\n\none\n", after: "# Notes\n\ntwo\n" }],
  c2: [{ path: "new.md", before: "", after: "one\ntwo\n" }],
  c3: ["a", "b", "c", "d", "e", "f"].map((path) => ({ path, before: `${path}\n`.repeat(9), after: "" })),
  c4: [{ path: "image.png", before: undefined, after: "" }],
};

const write = (path: string, checkpoint: string, change: "added" | "modified" | "deleted" = "modified"): CallBlock =>
  call({
    name: "write",
    effect: "write",
    input: { path },
    text: `Wrote ${path} (3 lines).`,
    changes: (versions[checkpoint] ?? [{ path }]).map((file) => ({ path: file.path, change, before: null, after: null })),
    totalChanges: versions[checkpoint]?.length ?? 1,
    checkpoints: [checkpoint],
  });

/** By tools that do not tell what they have changed; the last of it is not kept any more. */
export const written: Block[] = [
  write("notes.md", "c1"),
  write("new.md", "c2", "added"),
  { ...write("six files", "c3", "deleted"), name: "patch" },
  write("image.png", "c4"),
  write("gone.md", "c5"),
];

const receipt = (more: Partial<Receipt>): Receipt => ({
  id: "r-1",
  check: "test",
  proves: "tests",
  from: "package.json:12",
  argv: ["npm", "run", "test"],
  cwd: ".",
  phase: "final",
  exitCode: 0,
  signal: null,
  timedOut: false,
  ms: 2450,
  outputHash: "0",
  output: "",
  treeBefore: "t",
  treeAfter: "t",
  startedAt: 0,
  ...more,
});

const counts = { runner: "vitest", passed: 11, failed: 1, skipped: 2, total: 14, failures: [{ name: "parse keeps the last token" }] };

export const checks: Block[] = [
  {
    type: "contract",
    checks: [
      { id: "test", argv: ["npm", "run", "test"], cwd: ".", proves: "tests", from: "package.json:12", timeoutMs: 1000 },
      { id: "types", argv: ["bash", "-c", "tsc --noEmit"], cwd: ".", proves: "types", from: "--check", timeoutMs: 1000 },
    ],
  },
  { type: "check", receipt: receipt({ phase: "baseline", exitCode: 1, counts }) },
  { type: "check", receipt: receipt({ exitCode: 1, counts, output: "FAIL test/parse.test.ts\nexpected 3, got 2\n" }) },
  { type: "check", receipt: receipt({ phase: "red", exitCode: 1 }) },
  { type: "check", receipt: receipt({ counts: { ...counts, passed: 12, failed: 0 } }) },
  { type: "check", receipt: receipt({ exitCode: null, timedOut: true, signal: "SIGTERM" }) },
];

const run = (more: Partial<ReportRun>): ReportRun => ({
  receipt: "r-1",
  phase: "final",
  exitCode: 0,
  signal: null,
  timedOut: false,
  ms: 2450,
  outputHash: "0",
  tree: "t",
  ...more,
});

const report: Report = {
  v: 1,
  thread: "t-1",
  workspace: "/w",
  fettle: "1.0.0",
  model: "openai/gpt-6-sol",
  task: "mend the parser",
  at: 0,
  verdict: "unverified",
  reasons: ["src/parse.test.ts:14 has lost an assertion; a person has to look at it."],
  tree: "t",
  checks: [
    {
      check: "test",
      proves: "tests",
      from: "package.json:12",
      argv: ["npm", "run", "test"],
      cwd: ".",
      before: run({ phase: "baseline", exitCode: 1, counts }),
      after: run({ counts: { ...counts, passed: 12, failed: 0 } }),
      trials: [run({ phase: "red", exitCode: 1 }), run({ phase: "green" })],
    },
    { check: "types", proves: "types", from: "--check", argv: ["tsc"], cwd: ".", after: run({ ms: 900 }), trials: [] },
  ],
  claims: [
    { text: "All 14 tests pass.", kind: "tests-pass", standing: "contradicted", reason: "12 of 14 passed, 2 were skipped", by: [] },
    { text: "The build is green.", kind: "ran", standing: "unsupported", reason: "no build ran", by: [] },
    { text: "I added a test.", kind: "file-exists", standing: "supported", reason: "test/parse.test.ts", by: [] },
    { text: "Types are fine.", kind: "ran", standing: "stale", reason: "of an earlier tree", by: [] },
  ],
  findings: [
    { id: "f-1a2b3c", rule: "assertions", path: "src/parse.test.ts", line: 14, severity: "decides", reason: "an assertion is gone" },
    { id: "f-9f8e7d", rule: "stubs", path: "src/parse.ts", line: 3, severity: "weighs", reason: "a function only throws" },
  ],
  accepted: [{ id: "f-000000", by: "ada", reason: "the feature is gone" }],
  repairs: [{ repairer: "formatter", reasons: ["a", "b"], diagnostics: { before: 3, after: 0 } }],
  diff: { files: 2, added: 20, removed: 4 },
  uncovered: ["No check has run src/parse.ts on Windows."],
  cost: { steps: 7, tokensIn: 48_211, tokensOut: 2_310, usd: 0.1834, unpricedSteps: 1, saved: { repairs: 1, diagnostics: 3, steps: 2 } },
};

export const verdict: Block[] = [{ type: "verdict", verdict: "unverified", report }];

export const notices: Block[] = [
  { type: "thread", thread: "019a-7c", model: "openai/gpt-6-sol", sandbox: "bubblewrap", how: "resumed" },
  {
    type: "prompt",
    text: "Mend the parser,\nand add a test that shows that the last token counts, however long the text is.",
    images: 1,
    by: "steer",
  },
  { type: "reasoning", text: "The loop ends too early, I think.\nOr not?", ms: 3200 },
  {
    type: "plan",
    items: [
      { text: "find the fault", status: "done" },
      { text: "mend it", status: "active" },
      { text: "run the tests", status: "pending" },
    ],
  },
  { type: "asked", text: "Which of the two parsers?", answer: "the new one" },
  { type: "asked", text: "Really?", answer: undefined },
  { type: "retry", message: "the model is overloaded", delayMs: 2000 },
  { type: "compacted", how: "model", tokens: { before: 152_000, after: 41_000 } },
  { type: "compacted", how: "facts", tokens: { before: 9000, after: 4000 } },
  { type: "sent-back", text: "test: npm run test ended with exit code 1\nmore" },
  { type: "reminded", text: "[From the harness.]\n- memory user/tabs: Use tabs\n- decision docs/adr/1.md: One clock" },
  {
    type: "returned",
    kind: "undone",
    ids: ["c-1"],
    changes: [modified("src/parse.ts")],
    total: 1,
    conflicts: [{ path: "b.ts", rule: "conflict", reason: "it was changed since" }],
  },
  { type: "accepted", finding: "f-1a2b3c", by: "ada" },
  { type: "budget", budget: "usd" },
  {
    type: "failed",
    error: { code: "model.auth", message: "The key was refused", at: "OPENAI_API_KEY", hint: "Run `fettle login openai`." },
  },
  { type: "interrupted", reason: "by a person" },
];

export const all: Block[] = [...written, ...calls, ...checks, ...verdict, ...notices];
