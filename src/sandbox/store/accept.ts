import type { Label } from "../change-set.ts";
import { openFolders } from "./folders.ts";
import { withLock } from "./lock.ts";
import { mergeFolders } from "./merge-folders.ts";
import { toConflict, without } from "./missed.ts";
import { isIdle, plan } from "./plan.ts";
import { chooseHeld, keepOnly, showHeld } from "./quarantine.ts";
import { inSite, throwAway, type Site } from "./site.ts";
import type { Commit } from "./store.ts";
import { recover, transact } from "./transact.ts";

/** What is in conflict stays held, and so do other paths than `paths`. */
export async function acceptHeld(site: Site, id: string, label: Label, paths?: readonly string[]): Promise<Commit> {
  return await withLock(site, () => {
    recover(site);
    const held = showHeld(site, id);
    const { chosen, others } = chooseHeld(held, paths);
    using folders = openFolders(site.root);
    const pending = mergeFolders(folders, chosen);
    const { steps, changes, conflicts } = plan(site, folders, pending, undefined);
    const { checkpoint, missed } = isIdle(steps)
      ? { checkpoint: undefined, missed: [] }
      : transact(site, { label, kind: "commit", undoes: [] }, steps);
    conflicts.push(...missed.map(toConflict));
    const left = [...pending.filter(({ path }) => conflicts.some((conflict) => conflict.path === path)), ...others];
    if (left.length === 0) throwAway(site, inSite(site, "held", id));
    else keepOnly(site, { ...held, pending: left });
    return { checkpoint, changes: without(changes, missed), conflicts, quarantine: left.length === 0 ? undefined : id };
  });
}
