/**
 * `node scripts/fuzz-shell.ts --count 1000000 --seed 1`: makes mutants of the attack and benign corpora, and runs each one that is classified as known
 * with real bash in a box. Ends with 1 if one of them ran the marker.
 */
import { parseArgs } from "node:util";
import { fuzz } from "../test/policy/shell/fuzz.ts";

const { values } = parseArgs({ options: { count: { type: "string", default: "1000000" }, seed: { type: "string", default: "1" } } });
const started = performance.now();
const progress = (done: number) => process.stderr.write(`${done} classified after ${seconds()} s\n`);
const { known, withMarker, executed, hung } = fuzz(Number(values.count), Number(values.seed), undefined, progress);
process.stdout.write(
  `${JSON.stringify({ count: Number(values.count), seed: Number(values.seed), seconds: seconds(), known, withMarker, executed: executed.length, hung: hung.length })}\n`,
);
for (const script of executed) process.stdout.write(`executed: ${JSON.stringify(script)}\n`);
for (const script of hung) process.stdout.write(`did not end: ${JSON.stringify(script)}\n`);
process.exitCode = executed.length > 0 ? 1 : 0;

function seconds(): number {
  return Math.round((performance.now() - started) / 1000);
}
