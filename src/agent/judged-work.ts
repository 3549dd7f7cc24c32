import type { TrialEdits } from "../contract/sandbox.ts";
import type { TreeFile } from "../verify/tree/content.ts";
import { sha256 } from "../lib/hash.ts";
import { hashTree, type Tree } from "../verify/tree-hash.ts";
import { toPathBytes } from "../verify/tree/path-bytes.ts";
import type { GitWork } from "./git-work.ts";
import type { ThreadChanges } from "./thread-changes.ts";

/** The work that a verdict is about. */
export interface JudgedWork {
  /** Its text files; of those that are there now only the ones that count. */
  changes(counts: (path: string) => boolean): Promise<ThreadChanges>;
  /** Every path that is not as it was. */
  paths(): Promise<readonly string[]>;
  /** What puts the workspace back to how it was. Absent for work that has yet to be done: the baseline comes before it. */
  base?: TrialEdits;
}

/** What a thread does, and what a fork goes on from, as the undo store tells it. */
export function workOfThread(place: { home: string; workspace: string; thread: string; turn(): number }): JudgedWork {
  const { home, workspace, thread, turn } = place;
  const open = async () => {
    const [{ openStore }, { workCheckpoints }] = await Promise.all([import("../sandbox/store/open.ts"), import("./work-checkpoints.ts")]);
    const store = await openStore({ root: workspace, home });
    return { store, checkpoints: await workCheckpoints(store, { home, thread }) };
  };
  return {
    async changes(counts) {
      const { readThreadChanges } = await import("./thread-changes.ts");
      const { forgottenPaths } = await import("./forgotten-changes.ts");
      const { store, checkpoints } = await open();
      const { changes, unknown } = readThreadChanges(store, { checkpoints, turn: turn(), counts });
      return { changes, unknown: [...new Set([...unknown, ...(await forgottenPaths(store, { home, thread }))])] };
    },
    async paths() {
      const { changedPaths } = await import("./changed-paths.ts");
      const { store, checkpoints } = await open();
      return changedPaths(store, checkpoints);
    },
  };
}

/** What lies between a commit and the workspace, whoever has done it. */
export function workSince({ changes, paths, edits, lost }: GitWork): JudgedWork {
  return {
    changes: async (counts) => ({
      changes: changes.filter(({ path, after }) => after === undefined || counts(path)),
      unknown: lost,
    }),
    paths: async () => paths,
    base: edits,
  };
}

/** The tree that a trial's commands find. */
export function treeWith(edits: TrialEdits, { files }: Tree): Tree {
  const tried = new Map<string, TreeFile>(files);
  for (const [path, content] of edits) {
    const name = toPathBytes(path);
    if (content === null) tried.delete(name);
    else tried.set(name, { mode: files.get(name)?.mode ?? "file", content: sha256(content) });
  }
  return hashTree(tried);
}
