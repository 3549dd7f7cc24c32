import { defineCounter } from "../../contract/counter.ts";
import { type Failure, lastMatch, small } from "../summaries.ts";

export default defineCounter({
  name: "cargo test",
  marks: ["test result: ", "tests run: "],
  begins: /^running \d+ tests?$|^\s*Nextest run ID\b/,
  read(lines) {
    const result =
      lastMatch(lines, /^test result: (?:ok|FAILED)\. (\d+) passed; (\d+) failed; (\d+) ignored;/) ??
      lastMatch(
        lines,
        /^\s*Summary \[.*\] \d+(?:\/\d+)? tests? run: (\d+) passed(?: \(.*?\))?(?:, (\d+) failed)?(?:, .*?)??(?:, (\d+) skipped)?$/,
      );
    if (result === undefined) return undefined;
    const [passed, failed, skipped] = result.match.slice(1).map(small) as [number, number, number];
    return { at: result.at, passed, failed, skipped, failures: failuresIn(lines) };
  },
});

/** `test NAME ... FAILED`, and where it panicked. */
function failuresIn(lines: readonly string[]): Failure[] {
  const places = new Map<string, string>();
  for (const line of lines) {
    const [, name, at] = /^thread '(.+?)'(?: \(\d+\))? panicked at (\S+:\d+):\d+:?$/.exec(line) ?? [];
    if (name !== undefined && at !== undefined) places.set(name, at);
  }
  return lines.flatMap((line): Failure[] => {
    const name = /^test (.+?)(?: - should panic)? \.\.\. FAILED$/.exec(line)?.[1] ?? /^\s+FAIL \[.*?\] +(\S.*)$/.exec(line)?.[1];
    if (name === undefined) return [];
    const at = places.get(name);
    return [{ name, ...(at !== undefined && { at }) }];
  });
}
