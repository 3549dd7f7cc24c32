import { defineCounter } from "../../contract/counter.ts";
import { failuresWithPlaces, lastMatch, numberBehind, unique } from "../summaries.ts";

/** One line for each assembly, or one for all of them. */
export default defineCounter({
  name: "dotnet test",
  marks: ["Passed!  - ", "Failed!  - ", "Skipped! - ", "Test summary: ", "Total tests: "],
  adds: true,
  read(lines) {
    const failures = unique(failuresWithPlaces(lines, { name: /^\s+Failed (\S.*?) \[[^\]]*\]$/, place: / in (.+?:line \d+)$/ })).map(
      (failure) => ({
        ...failure,
        ...(failure.at !== undefined && { at: failure.at.replace(":line ", ":") }),
      }),
    );
    const all = lastMatch(lines, /^\s*Test summary: (total: .*)$/);
    if (all !== undefined) {
      const [, sum] = all.match as unknown as [string, string];
      return {
        at: all.at,
        passed: numberBehind(sum, /succeeded/),
        failed: numberBehind(sum, /failed/),
        skipped: numberBehind(sum, /skipped/),
        failures,
      };
    }
    /** By assembly: what is printed twice for one counts once. */
    const sums = new Map<string, { at: number; sum: string }>();
    for (const [at, line] of lines.entries()) {
      const [, sum, assembly] =
        /^(?:Passed|Failed|Skipped)! +- (Failed: .*?)(?:, Duration: .*?)? - (\S+\.dll(?: \(.+\))?)$/.exec(line) ?? [];
      if (sum !== undefined && assembly !== undefined) sums.set(assembly, { at, sum });
    }
    if (sums.size === 0) return older(lines, failures);
    const total = (word: RegExp): number => [...sums.values()].reduce((number, { sum }) => number + numberBehind(sum, word), 0);
    const at = Math.max(...[...sums.values()].map((one) => one.at));
    return { at, passed: total(/Passed/), failed: total(/Failed/), skipped: total(/Skipped/), failures };
  },
});

/** The numbers on lines of their own. */
function older(lines: readonly string[], failures: { name: string }[]): ReturnType<Parameters<typeof defineCounter>[0]["read"]> {
  const first = lastMatch(lines, /^Total tests: \d+/);
  if (first === undefined) return undefined;
  const sum = lines.slice(first.at, first.at + 4).join("\n");
  return {
    at: first.at,
    passed: numberBehind(sum, /Passed/),
    failed: numberBehind(sum, /Failed/),
    skipped: numberBehind(sum, /Skipped/),
    failures,
  };
}
