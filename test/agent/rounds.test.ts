import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { Rounds } from "../../src/agent/rounds.ts";
import type { Receipt } from "../../src/contract/event.ts";
import { readCounts } from "../../src/verify/read-counts.ts";
import { whatFails } from "../../src/verify/what-fails.ts";
import { verifies } from "../verifies.ts";

/** `tree failing…` for each round → whether the model gets another one. */
function play(max: number, ...rounds: string[]): boolean[] {
  const counting = new Rounds(max);
  return rounds.map((round) => {
    const [tree = "", ...failing] = round.split(" ");
    return counting.goOn({ tree, failing: new Set(failing) });
  });
}

verifies("verify.rounds", () => {
  expect({
    "nothing changed": play(5, "t1 a", "t1 a"),
    "nothing but the tree": play(2, "t1 a", "t2 a", "t3 a", "t4 a"),
    "something else fails each time": play(2, "t1 a", "t2 b", "t3 c", "t4 d"),
    "less fails each time": play(1, "t1 a b c", "t2 a b", "t3 b", "t4 b", "t5 b"),
    "more fails, then less, but never less than at first": play(2, "t1 a", "t2 a b", "t3 a b c", "t4 a b", "t5 a"),
    "no rounds at all": play(0, "t1 a"),
    "the same tree, but something else fails": play(2, "t1 a", "t1 b", "t1 a"),
  }).toEqual({
    "nothing changed": [true, false],
    "nothing but the tree": [true, true, false, false],
    "something else fails each time": [true, true, false, false],
    "less fails each time": [true, true, true, false, false],
    "more fails, then less, but never less than at first": [true, true, false, false, false],
    "no rounds at all": [false],
    "the same tree, but something else fails": [true, true, false],
  });
});

verifies("verify.rounds", "tests, errors and checks are counted by what they are", async () => {
  const sizes = await Promise.all(
    ["vitest", "cargo", "tsc", "eslint"].map(async (name) => {
      const output = readFileSync(join(import.meta.dirname, "../fixtures/failures", `${name}.txt`), "utf8");
      const receipt = { check: name, output, counts: await readCounts(output) } as unknown as Receipt;
      return (await whatFails([receipt], { text: async (text) => text as string })).size;
    }),
  );
  const silent = { check: "build", output: "no" } as unknown as Receipt;
  expect([...sizes, (await whatFails([silent, { ...silent, check: "lint" }], { text: async (text) => text as string })).size]).toEqual([
    2, 1, 90, 5, 2,
  ]);
});
