import { isObject } from "./file-at.ts";
import { matchPattern } from "./pattern.ts";

/**
 * The targets of a name in the `exports` or `imports` of a `package.json`, best first: relative to the package's folder, or names of
 * other packages. Conditions count in the order of the map, as Node and the compiler have it. Empty: the name is not there, or closed.
 */
export function targetsIn(map: unknown, { name, conditions }: { name: string; conditions: ReadonlySet<string> }): string[] {
  const table = toTable(map);
  const match = matchPattern(Object.keys(table), name);
  if (match === undefined) return [];
  return chosen(table[match.key], conditions).map((target) => target.replaceAll("*", () => match.rest));
}

/** `exports` may be one target, or conditions, for `.` alone. */
function toTable(map: unknown): Record<string, unknown> {
  if (!isObject(map)) return { ".": map };
  return Object.keys(map).some((key) => key.startsWith(".") || key.startsWith("#")) ? map : { ".": map };
}

function chosen(target: unknown, conditions: ReadonlySet<string>): string[] {
  if (typeof target === "string") return [target];
  if (Array.isArray(target)) return target.flatMap((each) => chosen(each, conditions));
  if (!isObject(target)) return [];
  for (const [condition, inner] of Object.entries(target)) {
    if (!conditions.has(condition)) continue;
    // What is closed under a condition stays closed: `null` ends the search.
    if (inner === null) return [];
    const found = chosen(inner, conditions);
    if (found.length > 0) return found;
  }
  return [];
}
