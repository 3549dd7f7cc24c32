import { defineCounter } from "../../contract/counter.ts";
import { failuresIn, lastMatch, small } from "../summaries.ts";

/** Gradle sums up only where a test failed; else it tells nothing, or each test where the build asks for that. */
export default defineCounter({
  name: "gradle",
  marks: [" tests completed", " test completed", " PASSED", " FAILED"],
  adds: true,
  read(lines) {
    const sum = lastMatch(lines, /^(\d+) tests? completed(?:, (\d+) failed)?(?:, (\d+) skipped)?$/);
    const failures = failuresIn(lines, /^(\S.* > .+) FAILED$/);
    if (sum !== undefined) {
      const [all, failed, skipped] = sum.match.slice(1).map(small) as [number, number, number];
      return { at: sum.at, passed: Math.max(0, all - failed - skipped), failed, skipped, failures };
    }
    const told = lines.flatMap((line, at) => {
      const state = /^\S.* > .+ (PASSED|FAILED|SKIPPED)$/.exec(line)?.[1];
      return state === undefined ? [] : [{ at, state }];
    });
    const end = lastMatch(lines, /^BUILD (?:SUCCESSFUL|FAILED) in /);
    if (told.length === 0 || end === undefined) return undefined;
    const numberOf = (wanted: string): number => told.filter(({ state }) => state === wanted).length;
    return { at: end.at, passed: numberOf("PASSED"), failed: numberOf("FAILED"), skipped: numberOf("SKIPPED"), failures };
  },
});
