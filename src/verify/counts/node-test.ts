import { defineCounter } from "../../contract/counter.ts";
import { type Failure, lastMatch, small, unique } from "../summaries.ts";

export default defineCounter({
  name: "node:test",
  marks: ["ℹ tests ", "# tests "],
  read(lines) {
    const tests = lastMatch(lines, /^[ℹ#] tests (\d+)$/);
    if (tests === undefined) return undefined;
    const numbers = new Map<string, number>();
    let at = tests.at;
    for (const line of lines.slice(tests.at + 1, tests.at + 8)) {
      const [, word, digits] = /^[ℹ#] (suites|pass|fail|cancelled|skipped|todo) (\d+)$/.exec(line) ?? [];
      if (word === undefined) break;
      numbers.set(word, small(digits));
      at++;
    }
    const numberOf = (word: string): number => numbers.get(word) ?? 0;
    if (!numbers.has("pass")) return undefined;
    return {
      at,
      passed: numberOf("pass"),
      failed: numberOf("fail") + numberOf("cancelled"),
      skipped: numberOf("skipped") + numberOf("todo"),
      failures: failuresIn(lines),
    };
  },
});

/** Under `test at FILE:LINE:COLUMN`, and as `not ok` with a location. */
function failuresIn(lines: readonly string[]): Failure[] {
  const failures: Failure[] = [];
  for (const [index, line] of lines.entries()) {
    const at = /^test at (\S+:\d+):\d+$/.exec(line)?.[1];
    const name = at === undefined ? undefined : /^✖ (.*?)(?: \([\d.]+ms\))?$/.exec(lines[index + 1] ?? "")?.[1];
    if (at !== undefined && name !== undefined) failures.push({ name, at });
    const point = /^\s*not ok \d+ - (.+)$/.exec(line)?.[1];
    if (point !== undefined && !/ # (?:SKIP|TODO)\b/i.test(line)) failures.push({ name: point });
    const place = /^\s+location: '(.+:\d+):\d+'$/.exec(line)?.[1];
    const last = failures.at(-1);
    if (place !== undefined && last !== undefined) last.at ??= place;
  }
  return unique(failures);
}
