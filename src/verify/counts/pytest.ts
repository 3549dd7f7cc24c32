import { defineCounter } from "../../contract/counter.ts";
import { failuresIn, lastMatch, numberBefore, unique } from "../summaries.ts";

const SUMMARY =
  /^(?:=+ )?((?:no tests (?:ran|collected)|\d+ (?:passed|failed|errors?|skipped|xfailed|xpassed|deselected|warnings?|rerun|subtests passed))(?:, \d+ [a-z ]+)*) in [\d.]+s(?: \([\d:, daysy]+\))?(?: =+)?$/;

export default defineCounter({
  name: "pytest",
  marks: [" in "],
  begins: /^=+ test session starts =+$/,
  read(lines) {
    const summary = lastMatch(lines, SUMMARY);
    if (summary === undefined) return undefined;
    const sum = summary.match[1]!;
    const places = new Map(failuresIn(lines, /^(\S+\.py):(\d+): \w/).map(({ name, at }) => [name, at]));
    const failures = failuresIn(lines, /^(?:FAILED|ERROR) (\S+\.py(?:::.+?)?)(?: - .*)?$/).map(({ name }) => {
      const file = name.split("::", 1)[0]!;
      const line = places.get(file);
      return { name, ...(line !== undefined && { at: `${file}:${line}` }) };
    });
    return {
      at: summary.at,
      passed: numberBefore(sum, /passed/) + numberBefore(sum, /xpassed/),
      failed: numberBefore(sum, /failed/) + numberBefore(sum, /errors?/),
      skipped: numberBefore(sum, /skipped/) + numberBefore(sum, /xfailed/),
      failures: unique(failures),
    };
  },
});
