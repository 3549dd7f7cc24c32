import { defineCounter } from "../../contract/counter.ts";
import { failuresIn, lastMatch, small } from "../summaries.ts";

export default defineCounter({
  name: "rspec",
  marks: [" examples, ", " example, "],
  read(lines) {
    const sum = lastMatch(lines, /^(\d+) examples?, (\d+) failures?(?:, (\d+) pending)?(?:, (\d+) errors? occurred outside of examples)?$/);
    if (sum === undefined) return undefined;
    const [all, failures, skipped, errors] = sum.match.slice(1).map(small) as [number, number, number, number];
    return {
      at: sum.at,
      passed: Math.max(0, all - failures - skipped),
      failed: failures + errors,
      skipped,
      failures: failuresIn(lines, /^rspec (?:\.\/)?\S+?(?::\d+|\[[\d:]+\]) # (.+)$/).map(({ name }, index) => {
        const at = placesOf(lines)[index];
        return { name, ...(at !== undefined && { at }) };
      }),
    };
  },
});

function placesOf(lines: readonly string[]): string[] {
  return failuresIn(lines, /^rspec (?:\.\/)?(\S+?(?::\d+|\[[\d:]+\])) # .+$/).map(({ name }) => name);
}
