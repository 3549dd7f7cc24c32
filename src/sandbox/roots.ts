import { join } from "node:path";
import type { BoxOptions } from "../contract/sandbox.ts";
import { isInside } from "../lib/path.ts";
import { openFiles, type WorkspaceFiles } from "./files.ts";
import { linkedRepository } from "./git-folder.ts";
import { openStore } from "./store/open.ts";
import type { Store } from "./store/store.ts";

/** A place that commands may write to: the workspace, or another folder that it needs. */
export interface Root {
  /** Absolute and real. */
  path: string;
  files: WorkspaceFiles;
  store: Store;
  /** How people and the log name a path of this root. */
  name(path: string): string;
}

/** The workspace first; then the repository it is a linked worktree of. What a crash has left half done in their stores is put right. */
export async function openRoots({ workspace, home, undoBytes, readOnly }: BoxOptions): Promise<[Root, ...Root[]]> {
  const open = async (path: string, name: Root["name"]): Promise<Root> => ({
    path,
    files: openFiles(path, { readOnly }),
    store: await openStore({ root: path, home, quotaBytes: undoBytes }),
    name,
  });
  const repository = linkedRepository(workspace);
  const main = await open(workspace, String);
  if (repository === undefined || isInside(repository, workspace)) return [main];
  return [main, await open(repository, (path) => join(repository, path))];
}
