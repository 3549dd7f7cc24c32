import { defineCounter } from "../../contract/counter.ts";
import { failuresIn, lastMatch, numberBefore, unique } from "../summaries.ts";

export default defineCounter({
  name: "deno test",
  marks: ["ok | ", "FAILED | "],
  read(lines) {
    const sum = lastMatch(lines, /^(?:ok|FAILED) \| (.*\d+ (?:passed|failed|ignored).*)$/);
    if (sum === undefined) return undefined;
    const [, numbers] = sum.match as unknown as [string, string];
    return {
      at: sum.at,
      passed: numberBefore(numbers, /passed/),
      failed: numberBefore(numbers, /failed/),
      skipped: numberBefore(numbers, /ignored/),
      failures: unique(failuresIn(lines, /^(.+) => (\S+:\d+):\d+$/)),
    };
  },
});
