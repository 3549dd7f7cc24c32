import { isAbsolute } from "node:path";
import { below, parentOf, type Tree } from "./trees.ts";

/** As in Linux. */
const MAX_LINKS = 40;

/**
 * Whether a link leads out of the root, or could be made to without being changed itself. Beginning with `..` is exact, since a link's own
 * folder is no link; a `..` after a name depends on what that name is at the time, and is taken for a way out.
 */
export function leavesRoot(link: string, { root, future }: { root: string; future: Tree }): boolean {
  let at = parentOf(link);
  const target = future.target(link);
  if (target === null) return false;
  let rest = enter(target);
  for (let links = 1; rest !== undefined;) {
    const [name, ...others] = rest;
    if (name === undefined) return false;
    const path = below(at, name);
    const entry = future.entry(path);
    const next = entry?.type === "symlink" ? future.target(path) : null;
    rest = others;
    if (next === null) {
      at = path;
      continue;
    }
    if (++links > MAX_LINKS) return false;
    const before = enter(next);
    rest = before && [...before, ...others];
  }
  return true;

  /** Goes up from `at` and gives the names that follow; undefined when that leads out. */
  function enter(target: string): string[] | undefined {
    let path = target;
    if (isAbsolute(target)) {
      const prefix = `${root}/`;
      if (target !== root && !target.startsWith(prefix)) return undefined;
      at = ".";
      path = target.slice(prefix.length);
    }
    const names = path.split("/").filter((name) => name !== "" && name !== ".");
    const down = names.findIndex((name) => name !== "..");
    const ups = down < 0 ? names.length : down;
    for (let up = 0; up < ups; up++) {
      if (at === ".") return undefined;
      at = parentOf(at);
    }
    const rest = names.slice(ups);
    return rest.includes("..") ? undefined : rest;
  }
}
