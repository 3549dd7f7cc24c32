import { expect } from "vitest";
import { examine } from "../../../src/policy/shell/classify.ts";
import { isBroughtBy } from "../../../src/policy/shell/commands/index.ts";
import { verifies } from "../../verifies.ts";
import { seed } from "../../random.ts";
import { openOracle } from "./bash-oracle.ts";
import { attacks, fuzz } from "./fuzz.ts";

verifies("shell.fuzz", () => {
  const { known, withMarker, executed } = fuzz(20_000, seed);
  expect(executed).toEqual([]);
  expect(known).toBeGreaterThan(2_000);
  expect(withMarker).toBeGreaterThan(300);
});

verifies("shell.fuzz", "a classifier that takes any program for harmless is found out", () => {
  const anyProgram = { findProgram: () => ({ judge: () => undefined, anyOption: true }), isBroughtBy, workspace: undefined };
  const { executed } = fuzz(2_000, seed, (script) => examine(script, anyProgram).classification.known);
  expect(executed.length).toBeGreaterThan(10);
});

verifies("shell.fuzz", "bash in the box runs what the attacks hide", () => {
  using oracle = openOracle();
  const { executed, hung } = oracle.run(attacks().map(({ script }) => script));
  const expected = attacks().filter(({ executesMarker }) => executesMarker);
  expect(hung).toEqual([]);
  // The rest needs programs that the box does not hold.
  expect(expected.filter(({ script }) => executed.includes(script)).length).toBeGreaterThan(88);
  expect(attacks().filter(({ script, executesMarker }) => !executesMarker && executed.includes(script))).toEqual([]);
});

verifies("shell.fuzz", "what a script leaves running counts as its own", () => {
  using oracle = openOracle();
  const leaves = "(bash -c 'for ((i = 0; i < 20000; i++)); do :; done; evil' &)";
  expect(oracle.run([leaves, ":", ":"]).executed).toEqual([leaves]);
});
