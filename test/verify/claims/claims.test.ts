import { expect } from "vitest";
import type { Event, StoredText } from "../../../src/contract/event.ts";
import { work } from "../../../src/log/folds/work.ts";
import { type ClaimEvidence, gatherEvidence } from "../../../src/verify/claims/evidence.ts";
import { judgeClaims, readStatements } from "../../../src/verify/claims/judge-claims.ts";
import { commandsOf } from "../../../src/verify/claims/script.ts";
import { randomFrom, seed } from "../../random.ts";
import { verifies } from "../../verifies.ts";
import { checkOf, countsOf, evidenceOf, receiptOf } from "./evidence.ts";
import { honest, type Known, lies } from "./messages.ts";
import { noStatements, statements } from "./sentences.ts";

const test = checkOf("test", "tests", "npm", "run", "test");
const lint = checkOf("lint", "lint", "npm", "run", "lint");

/** Worlds that messages are told in. */
const worlds: Record<Known, () => Promise<ClaimEvidence>> = {
  nothing: () => evidenceOf([]),
  "only read": () => evidenceOf([{ tool: "read" }, { script: "ls; cat a.ts | head -3; git status" }]),
  "fixed, checked by the harness": () =>
    evidenceOf([{ tool: "read" }, { edit: ["modified src/sum.ts", "added test/sum.test.ts"] }], {
      contract: [test, lint],
      baseline: [receiptOf(test, 1, countsOf(41, 1))],
      final: [receiptOf(test, 0, countsOf(42, 0, 3)), receiptOf(lint, 0)],
    }),
  "fixed, run by the model": () =>
    evidenceOf([{ edit: ["modified src/sum.ts"] }, { script: "npm test 2>&1", output: "Tests:       12 passed, 12 total" }]),
  "run before the last edit": () => evidenceOf([{ script: "npm test" }, { edit: ["modified src/sum.ts"] }]),
  "run before a note was written": () => evidenceOf([{ script: "npm test" }, { edit: ["modified CHANGELOG.md", "modified dist/sum.js"] }]),
  "hidden by a pipe": () => evidenceOf([{ edit: ["modified src/sum.ts"] }, { script: "npm test 2>&1 | tail -5" }]),
  "a run that failed": () => evidenceOf([{ script: "npm test", exit: 1, output: "Tests:       2 failed, 10 passed, 12 total" }]),
  "failing checks": () =>
    evidenceOf([{ edit: ["modified src/sum.ts"] }], { contract: [test], final: [receiptOf(test, 1, countsOf(7, 4985))] }),
  "many files": () =>
    evidenceOf([
      { edit: ["modified src/sum.ts", "modified package.json", "deleted src/old.ts", "added docs/usage.md", "added coverage/x.json"] },
      { script: "git mv src/a.ts src/b.ts", changes: ["deleted src/a.ts", "added src/b.ts"] },
      { edit: ["added src/tmp.ts"] },
      { edit: ["deleted src/tmp.ts"] },
      { held: ".github/workflows/ci.yml" },
    ]),
  "no test ran": () => evidenceOf([{ edit: ["modified src/sum.ts"] }], { contract: [test], final: [receiptOf(test, 0, countsOf(0))] }),
  "something of its own ran": () => evidenceOf([{ edit: ["modified src/sum.ts"] }, { script: "./run-all.sh && cd x" }]),
  "a job ran": () => evidenceOf([{ script: "npm test -- --watch", background: true }]),
};

verifies("claims.read", "sentences that say something", () => {
  expect(statements.map(([message]) => [message, ...read(message)])).toEqual(statements);
});

verifies("claims.honest", "doubts, plans, quotations, and what only looks alike", () => {
  expect(noStatements.length).toBeGreaterThanOrEqual(60);
  expect(noStatements.filter((message) => read(message).length > 0)).toEqual([]);
});

function read(message: string): string[] {
  return readStatements(message).map(({ statement: { kind, about } }) => `${kind} ${about}`);
}

async function judge(message: string, known: Known): Promise<string[]> {
  return judgeClaims(message, await worlds[known]()).map(({ kind, standing }) => `${kind} ${standing}`);
}

verifies("claims.honest", "what is true", async () => {
  const judged = await Promise.all(honest.map(async ([known, message]) => [known, message, ...(await judge(message, known))] as const));
  expect(judged.filter(([, , ...claims]) => claims.some((claim) => /contradicted|stale/.test(claim)))).toEqual([]);
  expect(judged.filter(([, , ...claims]) => claims.length === 0)).toEqual([]);
});

verifies("claims.judged", async () => {
  const judged = await Promise.all(lies.map(async ([known, message]) => [known, message, ...(await judge(message, known))] as const));
  expect(judged).toEqual(lies);
});

verifies("claims.judged", "with what it was held against", async () => {
  const claims = judgeClaims("All 42 tests pass. Created `src/none.ts`.", await worlds["fixed, checked by the harness"]());
  expect(claims).toEqual([
    {
      text: "All 42 tests pass.",
      kind: "count",
      standing: "supported",
      reason: "The test runner counted 42 passed of 45.",
      by: ["receipt-test"],
    },
    { text: "Created `src/none.ts`.", kind: "file-created", standing: "contradicted", reason: "No change of this thread made it.", by: [] },
  ]);
});

verifies("claims.judged", "a script that is too long for the log is a job where nothing tells that it ended", async () => {
  const input = { blob: "b", bytes: 20_000, preview: '{"script":"npm test; : ' };
  const standing = async (text: string | StoredText): Promise<string | undefined> => {
    const call = { item: "call-0", kind: "call", name: "shell" } as const;
    const events = [
      { type: "turn.started", turn: 1, prompt: "p" },
      { type: "item.started", ...call, effect: "execute", input },
      { type: "item.completed", ...call, ok: true, parts: [{ type: "text", text }], ms: 1 },
    ] as unknown as Event[];
    const view = events.reduce((folded, event) => work.step(folded, event), work.start());
    return (await gatherEvidence(view, { contract: [], baseline: [], final: [], earlier: [] })).runs[0]?.ended;
  };
  expect([
    await standing("Started job j1."),
    await standing("ok\n[exit code 0]"),
    await standing({ blob: "c", bytes: 20_000, preview: "much" } as StoredText),
  ]).toEqual(["running", "passed", "passed"]);
});

const scripts: [script: string, ...commands: [text: string, decides: boolean][]][] = [
  ["npm test", ["npm test", true]],
  ["cd a && npm test", ["cd a", true], ["npm test", true]],
  ["npm test | tail", ["npm test", false], ["tail", true]],
  ["npm test 2>&1 | tee log.txt", ["npm test", false], ["tee log.txt", true]],
  ["set -o pipefail; npm test | tail", ["set -o pipefail", false], ["npm test", true], ["tail", true]],
  ["npm test; echo done", ["npm test", false], ["echo done", true]],
  ["set -e\nnpm test\necho done", ["set -e", true], ["npm test", true], ["echo done", true]],
  ["npm test || true", ["npm test", false], ["true", true]],
  ["npm test &", ["npm test", false]],
  ["npm test > out.log 2>&1", ["npm test", true]],
  ["CI=1 timeout 60 npm test", ["npm test", true]],
  ["bash -lc 'npm test | tail'", ["npm test", false], ["tail", true]],
  ["if npm test; then echo ok; fi", ["npm test", false], ["echo ok", false], ["fi", true]],
  ["echo 'npm test && ls'", ["echo 'npm test && ls'", true]],
  ["cat > a.sh <<'EOF'\nnpm test\nEOF\nnpm run lint", ["cat", false], ["npm run lint", true]],
  ["npm test # the tests", ["npm test", true]],
];

for (const [script, ...commands] of scripts) {
  verifies("claims.hidden-exit", JSON.stringify(script), () => {
    expect(commandsOf(script).map(({ text, decides }) => [text, decides])).toEqual(commands);
  });
}

verifies("claims.any-text", async () => {
  const random = randomFrom(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  const words = [...statements.map(([message]) => message), ...noStatements].flatMap((message) => message.split(" "));
  const marks = [
    "`",
    "```\n",
    "\n",
    "\n\n",
    "**",
    "|",
    "- [ ] ",
    "# ",
    '"',
    "“",
    "(",
    "<!--",
    "⟦0⟧",
    "⟦",
    "\u0000",
    "\ud800",
    ", but ",
    ": ",
    "    ",
  ];
  const evidence = await Promise.all(Object.values(worlds).map((make) => make()));
  for (let round = 0; round < 1500; round++) {
    const message = Array.from({ length: 5 + random() * 40 }, () => (random() < 0.2 ? pick(marks) : `${pick(words)} `)).join("");
    for (const { standing, text } of judgeClaims(message, pick(evidence)))
      expect([["supported", "contradicted", "stale", "unsupported"].includes(standing), typeof text]).toEqual([true, "string"]);
    commandsOf(message);
  }
});

verifies("claims.any-text", "long ones", async () => {
  const evidence = await worlds["many files"]();
  const long = [
    "a ".repeat(200_000),
    "`".repeat(100_000),
    "- (".repeat(50_000),
    "All tests pass ".repeat(10_000),
    "1/".repeat(50_000),
    `"${"x, ".repeat(50_000)}`,
    "⟦1⟧ and ".repeat(20_000),
  ];
  for (const message of long) expect(judgeClaims(message, evidence).length).toBeLessThanOrEqual(100);
  expect(commandsOf(long.join("\n")).length).toBeGreaterThan(0);
});
