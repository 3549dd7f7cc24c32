import { defineCounter } from "../../contract/counter.ts";
import { failuresIn, lastMatch, small, unique } from "../summaries.ts";

const NUMBERS = /Tests run: (\d+), Failures: (\d+), Errors: (\d+), Skipped: (\d+)/;

/** Maven: the line without a time sums up a module. */
export default defineCounter({
  name: "surefire",
  marks: ["Tests run: "],
  begins: /^(?:\[\w+\] )? ?T E S T S$/,
  read(lines) {
    const summary = lastMatch(lines, new RegExp(String.raw`^(?:\[\w+\] *)?${NUMBERS.source}\s*$`));
    if (summary === undefined) return undefined;
    const [run, failures, errors, skipped] = summary.match.slice(1).map(small) as [number, number, number, number];
    const failed = failures + errors;
    return {
      at: summary.at,
      passed: Math.max(0, run - failed - skipped),
      failed,
      skipped,
      failures: unique(
        failuresIn(lines, /^(?:\[ERROR\] +)([\w$.]+\.[\w$]+):(\d+)\b/).map(({ name, at }) => ({
          name,
          at: `${name.split(".")[0]}.java:${at}`,
        })),
      ),
    };
  },
});
