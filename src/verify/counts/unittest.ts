import { defineCounter } from "../../contract/counter.ts";
import { failuresWithPlaces, lastMatch, numberBehind, small } from "../summaries.ts";

export default defineCounter({
  name: "unittest",
  marks: ["Ran "],
  read(lines) {
    const ran = lastMatch(lines, /^Ran (\d+) tests? in [\d.]+s$/);
    if (ran === undefined) return undefined;
    const end = lines.findIndex((line, index) => index > ran.at && /^(?:OK|FAILED|NO TESTS RAN)\b/.test(line));
    if (end < 0 || end > ran.at + 3) return undefined;
    const sum = lines[end]!;
    const failed = numberBehind(sum, /failures/) + numberBehind(sum, /errors/) + numberBehind(sum, /unexpected successes/);
    const skipped = numberBehind(sum, /skipped/) + numberBehind(sum, /expected failures/);
    const failures = failuresWithPlaces(lines.slice(0, ran.at), {
      name: /^(?:FAIL|ERROR): (.+)$/,
      place: /^ {2}File "(.+", line \d+)/,
    }).map(({ name, at }) => ({ name, ...(at !== undefined && { at: at.replace('", line ', ":") }) }));
    return { at: end, passed: Math.max(0, small(ran.match[1]) - failed - skipped), failed, skipped, failures };
  },
});
