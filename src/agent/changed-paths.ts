/** Which files a thread has changed, of whatever kind, told by the undo store. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { EntryState } from "../sandbox/change-set.ts";
import { stateAt } from "../sandbox/store/state.ts";
import type { Checkpoint, Store } from "../sandbox/store/store.ts";
import { entriesBelow } from "./entries-below.ts";

/** An entry before the thread's first change of it. */
interface Before {
  state: EntryState | null;
  /** Where its content is kept; null when it is not. */
  at: string | null;
}

/** Paths of files and links that are not now as they were before the thread; of a folder that was made or removed, those in it. */
export function changedPaths(store: Store, checkpoints: readonly Checkpoint[]): string[] {
  const first = new Map<string, Before>();
  for (const { id } of checkpoints) {
    for (const { path, before, beforeAt, after, undone } of store.show(id)) {
      if (undone) continue;
      if (!first.has(path)) first.set(path, { state: before, at: beforeAt });
      if (before?.type === "directory" && after?.type !== "directory" && beforeAt !== null)
        for (const name of filesBelow(beforeAt)) {
          const at = join(beforeAt, name);
          if (!first.has(`${path}/${name}`)) first.set(`${path}/${name}`, { state: stateAt(at), at });
        }
      if (after?.type === "directory" && before?.type !== "directory")
        for (const name of filesBelow(join(store.root, path)))
          if (!first.has(`${path}/${name}`)) first.set(`${path}/${name}`, { state: null, at: null });
    }
  }
  return [...first].filter(([path, before]) => isOther(before, join(store.root, path))).map(([path]) => path);
}

function isOther({ state, at }: Before, path: string): boolean {
  const now = stateAt(path);
  const wasThere = state !== null && state.type !== "directory";
  const isThere = now !== null && now.type !== "directory";
  if (!wasThere || !isThere) return wasThere !== isThere;
  if (state.type !== now.type || state.target !== now.target || (state.mode & 0o111) !== (now.mode & 0o111)) return true;
  if (state.type !== "file") return false;
  if (state.size !== now.size) return true;
  // What is not kept any more was changed, as far as anybody can tell.
  return at === null || !readFileSync(at).equals(readFileSync(path));
}

function filesBelow(folder: string): string[] {
  return entriesBelow(folder, (entry) => !entry.isDirectory());
}
