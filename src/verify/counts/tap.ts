import { defineCounter } from "../../contract/counter.ts";
import { type Failure, small } from "../summaries.ts";

/** Points of the outermost level only: those of subtests are told again by the one they belong to. */
export default defineCounter({
  name: "TAP",
  marks: ["ok 1", "1..", "TAP version"],
  begins: /^TAP version \d+$/,
  adds: true,
  read(lines) {
    /** By number: a point that is printed twice counts as it was printed last. */
    const points = new Map<number, { state: "passed" | "failed" | "skipped"; name: string }>();
    let plan: number | undefined;
    let at = -1;
    for (const [index, line] of lines.entries()) {
      const point = /^(not )?ok\b *(\d+)?(?: -)? *(.*)$/.exec(line);
      const planned = /^1\.\.(\d+)(?: *#.*)?$/.exec(line)?.[1];
      if (planned !== undefined) [plan, at] = [small(planned), index];
      if (point === null || (point[2] === undefined && plan === undefined && !lines[0]!.startsWith("TAP"))) continue;
      at = index;
      const [, not, number, name = ""] = point;
      const unread = / ?# *(?:skip|todo)\b/i.test(name);
      points.set(small(number) || points.size + 1, { state: unread ? "skipped" : not === undefined ? "passed" : "failed", name });
    }
    // Without a plan a line that begins with `ok` may be anything.
    if (plan === undefined || at < 0) return undefined;
    const counted = [...points].filter(([number]) => number <= plan).map(([, point]) => point);
    const numberOf = (state: string): number => counted.filter((point) => point.state === state).length;
    const missing = plan - counted.length;
    const failures = counted.filter(({ state }) => state === "failed").map(({ name }): Failure => ({ name }));
    return { at, passed: numberOf("passed"), failed: numberOf("failed") + missing, skipped: numberOf("skipped"), failures };
  },
});
