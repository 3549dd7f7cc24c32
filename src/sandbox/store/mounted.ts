import { readFileSync } from "node:fs";
import { isInside } from "../../lib/path.ts";
import { toName } from "../path-bytes.ts";

/** Whether something is mounted at an absolute path or below it: it would go along with the folder, and be emptied with it. False where the system does not tell. */
export function holdsMount(path: string): boolean {
  return mountPoints().some((point) => isInside(point, path));
}

/** See proc(5): the fifth field, in which blanks, line ends and backslashes are octal. */
function mountPoints(): string[] {
  let table: Buffer;
  try {
    table = readFileSync("/proc/self/mountinfo");
  } catch {
    return [];
  }
  const points = table
    .toString("latin1")
    .split("\n")
    .map((line) => line.split(" ")[4] ?? "");
  return points.filter((point) => point !== "").map((point) => toName(Buffer.from(unescape(point), "latin1")));
}

function unescape(point: string): string {
  return point.replace(/\\([0-7]{3})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 8)));
}
