import type { DetailedChange } from "./store/store.ts";

/**
 * What several changes, in the order they were made, come to: one change for each path, none for what came and went again,
 * and none in a folder that came or went as a whole.
 */
export function netChanges(changes: readonly DetailedChange[]): DetailedChange[] {
  const byPath = new Map<string, DetailedChange>();
  for (const change of changes) {
    const first = byPath.get(change.path);
    const { before, beforeAt } = first ?? change;
    byPath.set(change.path, { ...change, before, beforeAt });
  }
  const wholes = new Set(Array.from(byPath.values(), (change) => (isWhole(change) ? change.path : undefined)));
  return [...byPath.values()].filter(({ path, before, after }) => (before !== null || after !== null) && !isBelow(path, wholes));
}

/** A folder that came, went, or both. */
function isWhole({ before, after }: DetailedChange): boolean {
  return before === null || after === null;
}

function isBelow(path: string, folders: ReadonlySet<string | undefined>): boolean {
  for (let slash = path.lastIndexOf("/"); slash > 0; slash = path.lastIndexOf("/", slash - 1)) {
    if (folders.has(path.slice(0, slash))) return true;
  }
  return false;
}
