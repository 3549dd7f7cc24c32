import { defineCounter } from "../../contract/counter.ts";
import { failuresWithPlaces, lastMatch, numberBefore, unique } from "../summaries.ts";

export default defineCounter({
  name: "jest",
  marks: ["Tests:  ", "No tests found, exiting with code"],
  read(lines) {
    const none = lastMatch(lines, /^No tests found, exiting with code/);
    const tests = lastMatch(lines, /^Tests: +(\d+ \w+,.*|\d+) total$/);
    if (tests === undefined) return none && { at: none.at, passed: 0, failed: 0, skipped: 0, failures: [] };
    const sum = tests.match[1]!;
    return {
      at: tests.at,
      passed: numberBefore(sum, /passed/),
      failed: numberBefore(sum, /failed/),
      skipped: numberBefore(sum, /skipped/) + numberBefore(sum, /todo/) + numberBefore(sum, /pending/),
      failures: unique(
        failuresWithPlaces(lines, { name: /^ {2}● (.+ › .+|(?!Console)\S.*)$/, place: /^ +at .*?\(?([^\s()]+:\d+):\d+\)?$/ }),
      ),
    };
  },
});
