import { defineCounter } from "../../contract/counter.ts";
import { type Failure, lastMatch, small } from "../summaries.ts";

export default defineCounter({
  name: "mocha",
  marks: [" passing ("],
  read(lines) {
    const passing = lastMatch(lines, /^\s+(\d+) passing \(/);
    if (passing === undefined) return undefined;
    const below = lines.slice(passing.at + 1, passing.at + 4);
    const numberOf = (pattern: RegExp): number => small(lastMatch(below, pattern)?.match[1]);
    return {
      at: passing.at,
      passed: small(passing.match[1]),
      failed: numberOf(/^\s+(\d+) failing$/),
      skipped: numberOf(/^\s+(\d+) pending$/),
      failures: failuresBelow(lines.slice(passing.at + 1)),
    };
  },
});

/** A number, then suite and test on lines of their own, the last of which ends with a colon. */
function failuresBelow(lines: readonly string[]): Failure[] {
  const failures: Failure[] = [];
  let open: string[] | undefined;
  for (const line of lines) {
    const first = /^ {2}\d+\) (.+)$/.exec(line)?.[1];
    if (first !== undefined) open = [first];
    else if (open !== undefined) open.push(line.trim());
    if (open !== undefined && line.endsWith(":")) {
      failures.push({ name: open.join(" ").slice(0, -1) });
      open = undefined;
    }
    const last = failures.at(-1);
    const at = /^ +at .*?\(?([^\s()]+:\d+):\d+\)?$/.exec(line)?.[1];
    if (last !== undefined && last.at === undefined && at !== undefined) last.at = at;
  }
  return failures;
}
