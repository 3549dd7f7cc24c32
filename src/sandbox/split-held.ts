import { isInside } from "../lib/path.ts";
import type { Hold, PendingChange } from "./change-set.ts";
import { stateAt } from "./store/state.ts";
import { walkTree } from "./store/tree.ts";

/**
 * What the gate holds back apart from the rest. Of a new folder only the held entries stay out, unless nothing but folders would be
 * left of it; a deletion or a replacement that takes something with it that must stay is held as a whole.
 */
export function splitHeld(pending: readonly PendingChange[], holds: readonly Hold[]): { held: PendingChange[]; rest: PendingChange[] } {
  const held: PendingChange[] = [];
  const rest: PendingChange[] = [];
  for (const change of pending) {
    const inner = holds.map(({ path }) => path).filter((path) => path !== change.path && isWithin(path, change.path));
    const isHeld = holds.some(({ path }) => isWithin(change.path, path)) || (inner.length > 0 && change.before !== null);
    const parts = isHeld || change.staged === null || inner.length === 0 ? undefined : takeApart(change, change.staged, inner);
    if (parts === undefined) (isHeld ? held : rest).push(change);
    else if (parts.left === undefined) held.push(change);
    else {
      rest.push(parts.left);
      held.push(...parts.taken);
    }
  }
  return { held, rest };
}

/** Entries of a staged folder as changes of their own, and what is left of it. */
function takeApart(
  change: PendingChange,
  staged: string,
  paths: readonly string[],
): { taken: PendingChange[]; left: PendingChange | undefined } {
  const counts = new Map(paths.map((path) => [path, 0]));
  let leftEntries = 0;
  let isEmpty = true;
  walkTree(staged, (below, stats) => {
    const path = below === "" ? change.path : `${change.path}/${below}`;
    const above = paths.find((taken) => isWithin(path, taken));
    if (above !== undefined) return void counts.set(above, (counts.get(above) ?? 0) + 1);
    leftEntries++;
    if (!stats.isDirectory()) isEmpty = false;
  });
  const taken = paths.map((path): PendingChange => {
    const at = `${staged}/${path.slice(change.path.length + 1)}`;
    return { path, before: null, after: stateAt(at), staged: at, entries: counts.get(path) ?? 1 };
  });
  return { taken, left: isEmpty ? undefined : { ...change, entries: leftEntries } };
}

function isWithin(path: string, folder: string): boolean {
  return folder === "." || isInside(`/${path}`, `/${folder}`);
}
