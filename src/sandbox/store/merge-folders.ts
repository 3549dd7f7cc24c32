import type { PendingChange } from "../change-set.ts";
import type { Folders } from "./folders.ts";
import { stateAt } from "./state.ts";
import { presentAt } from "./steps.ts";
import { measureTree, namesIn } from "./tree.ts";

/** What is held as a new folder, where that folder is there by now: what is in it instead, as changes of their own. */
export function mergeFolders(folders: Folders, pending: readonly PendingChange[]): PendingChange[] {
  return pending.flatMap((change) => {
    const { path, before, after, staged } = change;
    const isNewFolder = before === null && after?.type === "directory" && staged !== null;
    if (!isNewFolder || presentAt(folders, path)?.type !== "directory") return [change];
    const inside = namesIn(staged).map((name): PendingChange => {
      const at = `${staged}/${name}`;
      return { path: `${path}/${name}`, before: null, after: stateAt(at), staged: at, entries: measureTree(at).entries };
    });
    return mergeFolders(folders, inside);
  });
}
