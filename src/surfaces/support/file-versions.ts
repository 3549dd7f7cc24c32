import { toErrorFacts } from "../../contract/error.ts";
import type { SurfaceIo } from "../../contract/surface.ts";
import type { DetailedChange } from "../../sandbox/store/store.ts";
import { versionText } from "./pending-diff.ts";
import { openWorkspaceStore } from "./workspace-store.ts";

/** A file before and after: empty where there is none, undefined where it is no text of a size to show, or is not kept any more. */
export interface FileVersions {
  path: string;
  before: string | undefined;
  after: string | undefined;
}

/** What checkpoints have changed, file by file in their order; nothing of one that is not kept any more. */
export type VersionsOf = (checkpoints: readonly string[]) => FileVersions[];

/** Reads from the undo store of the current folder. Rejects as `openStore` does. */
export async function openFileVersions(io: SurfaceIo): Promise<VersionsOf> {
  const { store } = await openWorkspaceStore({ options: {}, io });
  return (checkpoints) => checkpoints.flatMap((id) => toVersions(() => store.show(id)));
}

function toVersions(show: () => readonly DetailedChange[]): FileVersions[] {
  try {
    return show().map(({ path, before, after, beforeAt, afterAt }) => ({
      path,
      before: versionText(beforeAt, before),
      after: versionText(afterAt, after),
    }));
  } catch (error) {
    // Of another root, or thrown away since.
    if (toErrorFacts(error).code === "store.missing") return [];
    throw error;
  }
}
