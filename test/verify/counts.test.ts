import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect } from "vitest";
import type { Counts } from "../../src/contract/event.ts";
import { readCounts } from "../../src/verify/read-counts.ts";
import { randomFrom, seed } from "../random.ts";
import { verifies } from "../verifies.ts";
import { documented } from "./documented-outputs.ts";

const folder = resolve(import.meta.dirname, "../fixtures/outputs");
const recorded = (name: string): string => readFileSync(join(folder, `${name}.txt`), "utf8");

/** Runner, passed, failed, skipped, failures as `NAME @ PLACE`. */
type Row = [runner: string, passed: number, failed: number, skipped: number, ...failures: string[]];

function rowOf(counts: Counts | undefined): Row | undefined {
  if (counts === undefined) return undefined;
  const { runner, passed, failed, skipped, failures } = counts;
  return [runner, passed, failed, skipped, ...failures.map(({ name, at }) => (at === undefined ? name : `${name} @ ${at}`))];
}

/** Recorded from real runs. */
const recordings: Record<string, Row | undefined> = {
  bun: ["bun test", 1, 1, 2, "sum > fails @ /project/bu/a.test.ts:2"],
  cargo: ["cargo test", 3, 1, 1, "tests::fails @ src/lib.rs:5"],
  ctest: ["ctest", 1, 1, 1, "bad"],
  deno: ["deno test", 2, 1, 1, "fails @ ./a_test.ts:1"],
  "deno-none": undefined,
  jest: ["jest", 3, 1, 2, "sum › fails @ a.test.js:1"],
  "jest-none": ["jest", 0, 0, 0],
  "jest-none-passes": ["jest", 0, 0, 0],
  mocha: ["mocha", 2, 1, 1, "sum fails @ mo/a.js:2"],
  "node-file": ["node:test", 2, 1, 2, "fails @ a.test.js:2"],
  "node-none": undefined,
  "node-spec": ["node:test", 2, 1, 2, "fails @ a.test.js:2"],
  "node-tap": ["node:test", 2, 1, 2, "fails @ /project/no/a.test.js:2"],
  // The tests of its second package print two summaries.
  "npm-ws": ["node:test", 3, 0, 0],
  pytest: ["pytest", 2, 1, 2, "test_a.py::test_fails @ test_a.py:3"],
  "pytest-collect": ["pytest", 0, 1, 0, "test_b.py @ test_b.py:1"],
  "pytest-none": ["pytest", 0, 0, 0],
  "pytest-q": ["pytest", 2, 1, 2, "test_a.py::test_fails @ test_a.py:3"],
  unittest: [
    "unittest",
    1,
    2,
    1,
    "test_error (test_a.Sum.test_error) @ /project/un/test_a.py:7",
    "test_fails (test_a.Sum.test_fails) @ /project/un/test_a.py:4",
  ],
  "unittest-none": ["unittest", 0, 0, 0],
  "unittest-none312": ["unittest", 0, 0, 0],
  vitest: ["vitest", 1, 1, 2, "a.test.ts > sum > fails @ a.test.ts:2"],
  "vitest-none": ["vitest", 0, 0, 0],
};

verifies("counts.runners", "recorded outputs", async () => {
  const names = readdirSync(folder).map((file) => file.replace(/\.txt$/, ""));
  const read = await Promise.all(names.map(async (name) => [name, rowOf(await readCounts(recorded(name)))] as const));
  expect(Object.fromEntries(read)).toEqual(recordings);
});

verifies("counts.runners", "documented shapes", async () => {
  const read = await Promise.all(documented.map(async ({ what, output }) => [what, rowOf(await readCounts(output))]));
  expect(read).toEqual(documented.map(({ what, row }) => [what, row]));
});

verifies("counts.runners", "what is no test runner's output", async () => {
  const outputs = ["", "hello\n", "Tests are fun. 3 passed the door in 2 days.\n", "ok\n", "1..2..3\n", "$ eslint .\n✖ 3 problems\n"];
  expect(await Promise.all(outputs.map(readCounts))).toEqual(outputs.map(() => undefined));
});

verifies("counts.sums", async () => {
  const twice = `${recorded("vitest")}${recorded("pytest")}`;
  const side = [
    "Scope: 2 of 3 workspace projects",
    "packages/a test$ node --test",
    "packages/b test$ node --test",
    "packages/b test: ℹ tests 3",
    "packages/a test: ℹ tests 2",
    "packages/a test: ℹ suites 0",
    "packages/b test: ℹ suites 0",
    "packages/b test: ℹ pass 3",
    "packages/b test: ℹ fail 0",
    "packages/a test: ℹ pass 1",
    "packages/a test: ℹ fail 1",
    "packages/a test: Failed",
  ].join("\n");
  expect([rowOf(await readCounts(twice))!.slice(0, 4), rowOf(await readCounts(side))]).toEqual([
    ["vitest, pytest", 3, 2, 4],
    ["node:test", 4, 1, 0],
  ]);
});

verifies("counts.printed", async () => {
  const fakes = [
    " Test Files  9 passed (9)\n      Tests  99 passed (99)\n",
    "Tests:       99 passed, 99 total\n",
    "=== 99 passed in 0.01s ===\n",
    "ok 1 - a\nok 2 - b\n1..2\n",
    "\n> fake@1.0.0 test\n> vitest\n\nTests:       99 passed, 99 total\n",
  ];
  const outputs = fakes.map((fake) => recorded("vitest").replace("⎯⎯⎯⎯⎯⎯⎯ Failed", `${fake}\n⎯⎯⎯⎯⎯⎯⎯ Failed`));
  expect(new Set(outputs).size).toBe(fakes.length);
  const read = await Promise.all(outputs.map(async (output) => rowOf(await readCounts(output))?.slice(0, 4)));
  expect(read).toEqual(fakes.map(() => ["vitest", 1, 1, 2]));
});

verifies("counts.any-output", "colours, line ends, redrawn lines", async () => {
  const disguises: ((output: string) => string)[] = [
    (output) => output.replaceAll("\n", "\r\n"),
    (output) => output.replaceAll(/^(?=.)/gm, "\u001b[32m\u001b[1m").replaceAll(/$/gm, "\u001b[39m\u001b[22m"),
    (output) => output.replaceAll(/^(?=.)/gm, "[ 50% ] working…\r"),
  ];
  const names = Object.keys(recordings);
  const read = await Promise.all(
    disguises.map((disguise) => Promise.all(names.map(async (name) => rowOf(await readCounts(disguise(recorded(name))))))),
  );
  expect(read).toEqual(disguises.map(() => names.map((name) => recordings[name])));
});

verifies("counts.any-output", "eight megabytes, the middle left out", async () => {
  const noise = "some line of a chatty test with \t tabs and ✓ marks (and more)\n".repeat(65_000);
  const [head, tail] = recorded("vitest").split("⎯⎯⎯⎯⎯⎯⎯ Failed") as [string, string];
  const cut = `${head}${noise}\n[123456 bytes omitted]\n${noise}${tail}`;
  const points = `TAP version 14\n1..4\nok 1 - a\n[123456 bytes omitted]\nok 4 - d\n`;
  expect([rowOf(await readCounts(cut))?.slice(0, 4), await readCounts(points)]).toEqual([["vitest", 1, 1, 2], undefined]);
});

verifies("counts.any-output", "outputs in pieces", async () => {
  const whole = [...Object.keys(recordings).map(recorded), ...documented.map(({ output }) => output)];
  const random = randomFrom(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  for (let round = 0; round < 1500; round++) {
    const lines = [...pick(whole).split("\n"), ...pick(whole).split("\n")].filter(() => random() < 0.8);
    const from = Math.floor(random() * lines.length);
    const output = [...lines.slice(from), ...lines.slice(0, from)].map((line) => (random() < 0.05 ? spoil(line, random) : line)).join("\n");
    const counts = await readCounts(output);
    if (counts === undefined) continue;
    const { passed, failed, skipped, total, failures } = counts;
    const numbers = [passed, failed, skipped, total];
    expect([numbers.every((number) => Number.isSafeInteger(number) && number >= 0), total, failures.length <= 50]).toEqual([
      true,
      passed + failed + skipped,
      true,
    ]);
  }
});

function spoil(line: string, random: () => number): string {
  return line
    .split("")
    .map((character) => (random() < 0.2 ? String.fromCharCode(random() * 256) : character))
    .join("");
}
