import { defineCounter } from "../../contract/counter.ts";
import { failuresIn, lastMatch, small } from "../summaries.ts";

/** Its sum counts tests that did not run as passed; they are listed below it. */
export default defineCounter({
  name: "ctest",
  marks: ["% tests passed, ", "No tests were found!!!"],
  begins: /^Test project \//,
  read(lines) {
    const none = lastMatch(lines, /^No tests were found!!!$/);
    const sum = lastMatch(lines, /^\d+% tests passed(?:, (\d+) tests? failed)? out of (\d+)$/);
    if (sum === undefined) return none && { at: none.at, passed: 0, failed: 0, skipped: 0, failures: [] };
    const below = lines.slice(sum.at);
    const skipped = failuresIn(below, /^\t\s*\d+ - (.+) \((?:Skipped|Disabled|Not Run \(Disabled\))\)/).length;
    const [failed, all] = sum.match.slice(1).map(small) as [number, number];
    const failures = failuresIn(below, /^\t\s*\d+ - (.+) \((?!Skipped|Disabled|Not Run \(Disabled)[^()]*\)/);
    return { at: sum.at, passed: Math.max(0, all - failed - skipped), failed, skipped, failures };
  },
});
