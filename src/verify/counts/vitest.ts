import { defineCounter } from "../../contract/counter.ts";
import { failuresWithPlaces, lastMatch, numberBefore, unique } from "../summaries.ts";

export default defineCounter({
  name: "vitest",
  marks: ["Test Files", "No test files found"],
  begins: /^\s*(?:RUN|DEV)\s+v\d/,
  read(lines) {
    const none = lastMatch(lines, /^No test files found/);
    const files = lastMatch(lines, /^\s*Test Files\s+(?:\d+ \w+|no tests)/);
    const tests = lastMatch(lines, /^\s*Tests\s+((?:\d+ \w+|no tests)\b.*)$/);
    if (files === undefined || tests === undefined || tests.at < files.at)
      return none && { at: none.at, passed: 0, failed: 0, skipped: 0, failures: [] };
    const sum = tests.match[1]!;
    return {
      at: tests.at,
      passed: numberBefore(sum, /passed/),
      failed: numberBefore(sum, /failed/),
      skipped: numberBefore(sum, /skipped/) + numberBefore(sum, /todo/),
      failures: unique(failuresWithPlaces(lines, { name: /^\s*FAIL\s+(\S.* > .+)$/, place: /^\s*❯ (?:.* )?(\S+:\d+):\d+$/ })),
    };
  },
});
