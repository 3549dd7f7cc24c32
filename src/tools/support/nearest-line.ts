import { editDistance } from "../../lib/nearest.ts";

/** Letters of a line that are compared. */
const COMPARED = 120;
/** Lines that are compared: the distance costs the product of the lengths. */
const MAX_LINES = 20_000;

/** Index of the line most like `wanted`, indentation aside; undefined when all differ in more than half of their letters. */
export function nearestLine(wanted: string, lines: readonly string[]): number | undefined {
  const target = wanted.trim().slice(0, COMPARED);
  let best: number | undefined;
  let cap = Math.floor(target.length / 2);
  for (const [index, line] of lines.slice(0, MAX_LINES).entries()) {
    const distance = editDistance(target, line.trim().slice(0, COMPARED), cap);
    if (distance > cap) continue;
    best = index;
    cap = distance - 1;
    if (cap < 0) break;
  }
  return best;
}
