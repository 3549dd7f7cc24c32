import { defineCounter } from "../../contract/counter.ts";
import { type Failure, lastMatch, small } from "../summaries.ts";

export default defineCounter({
  name: "bun test",
  marks: ["Ran "],
  begins: /^bun test v\d/,
  read(lines) {
    const ran = lastMatch(lines, /^Ran (\d+) tests? across \d+ files?\./);
    if (ran === undefined) return undefined;
    const sum = lines.slice(Math.max(0, ran.at - 8), ran.at);
    const numberOf = (word: string): number => small(lastMatch(sum, new RegExp(String.raw`^ *(\d+) ${word}$`))?.match[1]);
    return {
      at: ran.at,
      passed: numberOf("pass"),
      failed: numberOf("fail"),
      skipped: numberOf("skip") + numberOf("todo"),
      failures: failuresIn(lines.slice(0, ran.at)),
    };
  },
});

/** The place stands above the line that names the test. */
function failuresIn(lines: readonly string[]): Failure[] {
  const failures: Failure[] = [];
  let at: string | undefined;
  for (const line of lines) {
    const [, state, name] = /^\((pass|fail|skip|todo)\) (.+?)(?: \[[\d.]+ms\])?$/.exec(line) ?? [];
    at = /^ +at .*?\(?([^\s()]+:\d+):\d+\)?$/.exec(line)?.[1] ?? at;
    if (state === undefined) continue;
    if (state === "fail" && name !== undefined) failures.push({ name, ...(at !== undefined && { at }) });
    at = undefined;
  }
  return failures;
}
