import { randomBytes } from "node:crypto";
import { lstatSync, renameSync } from "node:fs";
import { join } from "node:path";
import { removeTree } from "../snapshot/remove-tree.ts";
import { undoFolder } from "./location.ts";
import { withLock } from "./lock.ts";
import { measureTree, namesIn } from "./tree.ts";

/** An undo store in the home whose workspace is not there any more. */
export interface AbandonedStore {
  workspace: string;
  folder: string;
  /** Of the files in it. */
  bytes: number;
  /** When something was last done there, in milliseconds since the epoch. */
  usedAt: number;
}

const gone = ".gone-";

/** Of these workspaces, the stores of those that are gone. Nobody can tell a deleted folder from one on a disk that is not mounted. */
export function findAbandoned(home: string, workspaces: Iterable<string>): AbandonedStore[] {
  return [...new Set(workspaces)].filter(isGone).flatMap((workspace) => {
    const folder = undoFolder(workspace, home);
    const stats = lstatSync(folder, { throwIfNoEntry: false });
    return stats === undefined ? [] : [{ workspace, folder, bytes: measureTree(folder).bytes, usedAt: stats.mtimeMs }];
  });
}

/** False when the workspace has come back meanwhile. Rejects with `store.busy`. */
export async function removeAbandoned(home: string, { workspace, folder }: AbandonedStore): Promise<boolean> {
  const aside = join(home, "undo", `${gone}${randomBytes(8).toString("hex")}`);
  const isAside = await withLock({ folder }, () => {
    if (!isGone(workspace)) return false;
    renameSync(folder, aside);
    return true;
  });
  if (isAside) removeTree(aside);
  return isAside;
}

/** What a process that was ended while it removed a store has left. */
export function removeRemains(home: string): void {
  const undo = join(home, "undo");
  for (const name of namesIn(undo).filter((name) => name.startsWith(gone))) removeTree(join(undo, name));
}

function isGone(folder: string): boolean {
  try {
    return lstatSync(folder, { throwIfNoEntry: false }) === undefined;
  } catch {
    return false; // Out of reach is not gone.
  }
}
