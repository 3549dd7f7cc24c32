import { defineCounter } from "../../contract/counter.ts";
import { failuresWithPlaces, lastMatch, numberBefore, numberBehind, small, unique } from "../summaries.ts";

/** PHPUnit's own summary, or Pest's. */
export default defineCounter({
  name: "phpunit",
  marks: ["OK (", "Assertions: ", "No tests executed!", " assertions)"],
  begins: /^PHPUnit \d+\.\d/,
  read(lines) {
    const failures = unique(failuresWithPlaces(lines, { name: /^\d+\) ([\w\\]+::.+)$/, place: /^(\/\S+\.php:\d+)$/ }));
    const end = lastMatch(
      lines,
      /^(?:OK \((\d+) tests?, \d+ assertions?\)|(Tests: \d+, Assertions: \d+.*)|No tests executed!|\s+Tests: +(.* \(\d+ assertions?\)))$/,
    );
    if (end === undefined) return undefined;
    const [, ok, sum, pest] = end.match;
    if (pest !== undefined) {
      const skipped = numberBefore(pest, /skipped/) + numberBefore(pest, /todos?/) + numberBefore(pest, /incomplete/);
      return {
        at: end.at,
        passed: numberBefore(pest, /passed/) + numberBefore(pest, /risky/),
        failed: numberBefore(pest, /failed/),
        skipped,
        failures,
      };
    }
    if (sum === undefined) return { at: end.at, passed: small(ok), failed: 0, skipped: 0, failures };
    const failed = numberBehind(sum, /Failures/) + numberBehind(sum, /Errors/);
    const skipped = numberBehind(sum, /Skipped/) + numberBehind(sum, /Incomplete/);
    return { at: end.at, passed: Math.max(0, numberBehind(sum, /Tests/) - failed - skipped), failed, skipped, failures };
  },
});
