import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "vitest";
import type { Receipt } from "../../../src/contract/event.ts";
import { planRedGreen } from "../../../src/verify/red-green/plan.ts";
import { type RedGreen, tryTests } from "../../../src/verify/red-green/try-tests.ts";
import { runCheck } from "../../../src/verify/receipts.ts";
import { createTreeHasher, type TreeHasher } from "../../../src/verify/tree-hash.ts";
import { makeBox } from "../../sandbox/boxes.ts";
import { verifies } from "../../verifies.ts";
import { beside, built, cargo, feature, node, pytest, type Story, tidied, unittest } from "./projects.ts";

interface Told {
  /** Phase, exit code, and counts where there are some. */
  runs: string[];
  commands: string[];
  findings: string[];
  uncovered: string[];
  /** The workspace is as the work left it. */
  untouched: boolean;
}

async function tell({ check, rest, before, after }: Story, { mends = true }: { mends?: boolean } = {}): Promise<Told> {
  await using test = await makeBox("bubblewrap");
  const { box, workspace } = test;
  const write = (files: Readonly<Record<string, string>>) => {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(workspace, path)), { recursive: true });
      writeFileSync(join(workspace, path), content);
    }
  };
  const common = { redact: String, store: String, signal: new AbortController().signal };
  const hasher = createTreeHasher(workspace);
  const asItIs = async (phase: Receipt["phase"]): Promise<Receipt> =>
    await box.trial!(new Map(), (inside) => runCheck(check, { box: inside, hasher, phase, ...common }));
  write({ ...rest, ...before });
  const baseline = await asItIs("baseline");
  write(after);
  const final = await asItIs("final");
  const tree = (await hasher.hash()).hash;
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const plan = await planRedGreen(paths.map((path) => ({ path, before: before[path], after: after[path] ?? before[path] })));
  const still: TreeHasher = { hash: async () => ({ hash: "trial", files: new Map() }) };
  const tried: RedGreen = await tryTests({
    plan: plan!,
    contract: [check],
    baseline: [baseline],
    final: [final],
    mends,
    async run(narrowed, phase, edits) {
      const receipt = await box.trial!(edits, (inside) => runCheck(narrowed, { box: inside, hasher: still, phase, ...common }));
      return { receipt, output: receipt.output as string };
    },
  });
  return {
    runs: [final, ...tried.receipts].map(({ phase, exitCode, counts }) =>
      [phase, exitCode, ...(counts === undefined ? [] : [`${counts.passed} passed`, `${counts.failed} failed`])].join(", "),
    ),
    commands: tried.receipts.map(({ argv }) => argv.join(" ")),
    findings: tried.findings.map(({ path, line, severity, reason }) => `${path}:${line} ${severity}: ${reason}`),
    uncovered: tried.uncovered,
    untouched: (await hasher.hash()).hash === tree,
  };
}

const has = (argv: readonly [string, ...string[]]) => spawnSync(argv[0], argv.slice(1)).status === 0;

verifies("red-green.tried", async () => {
  expect(await tell(node)).toEqual({
    runs: ["final, 0, 3 passed, 0 failed", "red, 1, 1 passed, 1 failed"],
    commands: ["npm run test -- sum.test.js"],
    findings: [
      'sum.test.js:5 weighs: The new test "takes nothing" passes on the code from before the work, too, so nothing that was mended is shown by it.',
    ],
    uncovered: [],
    untouched: true,
  });
});

verifies("red-green.tried", "what is tested is new", async () => {
  expect(await tell(feature)).toEqual({
    runs: ["final, 0, 2 passed, 0 failed", "red, 1, 0 passed, 1 failed"],
    commands: ["npm run test -- sum.test.js"],
    findings: [],
    uncovered: [],
    untouched: true,
  });
});

verifies("red-green.tried", "more was changed than what they import", async () => {
  expect(await tell(tidied)).toMatchObject({
    runs: ["final, 0, 3 passed, 0 failed", "red, 1, 1 passed, 1 failed", "reverted, 1, 1 passed, 1 failed"],
    uncovered: [],
  });
});

if (has(["python3", "-m", "pytest", "--version"]))
  verifies("red-green.tried", "pytest", async () => {
    expect(await tell(pytest)).toEqual({
      runs: ["final, 0, 3 passed, 0 failed", "red, 1, 1 passed, 1 failed"],
      commands: ["python3 -m pytest -q -p no:cacheprovider test_money.py"],
      findings: [
        'test_money.py:8 weighs: The new test "test_empty" passes on the code from before the work, too, so nothing that was mended is shown by it.',
      ],
      uncovered: [],
      untouched: true,
    });
  });

verifies("red-green.tried", "unittest", async () => {
  expect(await tell(unittest)).toEqual({
    runs: ["final, 0, 2 passed, 0 failed", "red, 1, 1 passed, 1 failed"],
    commands: ["python3 -m unittest discover -p test_money.py"],
    findings: [],
    uncovered: [],
    untouched: true,
  });
});

if (has(["cargo", "--version"]))
  verifies("red-green.tried", "cargo", async () => {
    expect(await tell(cargo)).toMatchObject({
      runs: [expect.stringMatching(/^final, 0, 1 passed/), expect.stringMatching(/^red, 101, 0 passed, 1 failed/)],
      commands: ["cargo test --offline -- totals"],
      findings: [],
      uncovered: [],
      untouched: true,
    });
  });

verifies("red-green.passes", async () => {
  const told = 'The new test "takes nothing" passes on the code from before the work, too, so nothing that was mended is shown by it.';
  expect(await tell(beside)).toMatchObject({
    // Before anybody is accused, it is seen that the test does run the code: without it, it fails.
    runs: ["final, 0, 2 passed, 0 failed", "red, 0, 1 passed, 0 failed", "red, 1, 0 passed, 1 failed"],
    findings: [`sum.test.js:4 decides: ${told}`],
    untouched: true,
  });
  expect(await tell(beside, { mends: false })).toMatchObject({ findings: [`sum.test.js:4 weighs: ${told}`] });
});

verifies("red-green.passes", "tests that run an old build are not held against anybody", async () => {
  expect(await tell(built)).toMatchObject({
    runs: ["final, 0, 2 passed, 0 failed", "red, 0, 1 passed, 0 failed", "red, 0, 1 passed, 0 failed"],
    findings: [expect.stringContaining("sum.test.js:4 weighs")],
  });
});
