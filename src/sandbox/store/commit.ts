import type { PendingChange } from "../change-set.ts";
import { openFolders } from "./folders.ts";
import { withLock } from "./lock.ts";
import { isIdle, plan } from "./plan.ts";
import { keep } from "./quarantine.ts";
import type { Site } from "./site.ts";
import type { Commit, CommitOptions } from "./store.ts";
import { toConflict, without } from "./missed.ts";
import { recover, transact } from "./transact.ts";

export async function commit(site: Site, pending: readonly PendingChange[], { label, since }: CommitOptions): Promise<Commit> {
  return await withLock(site, () => {
    recover(site);
    using folders = openFolders(site.root);
    const { steps, changes, conflicts } = plan(site, folders, pending, since);
    let quarantine: string | undefined;
    if (isIdle(steps)) {
      keepConflicts();
      return { checkpoint: undefined, changes: [], conflicts, quarantine };
    }
    const { checkpoint, missed } = transact(site, { label, kind: "commit", undoes: [] }, steps, (missed) => {
      conflicts.push(...missed.map(toConflict));
      keepConflicts();
    });
    return { checkpoint, changes: checkpoint === undefined ? [] : without(changes, missed), conflicts, quarantine };

    /** `before` is what the other one left: who accepts the change replaces that. */
    function keepConflicts(): void {
      const reasons = new Map(conflicts.map(({ path, reason }) => [path, reason]));
      const lost = pending.filter(({ path, staged, after }) => reasons.has(path) && (staged !== null || after === null));
      if (lost.length === 0) return;
      const holds = lost.map(({ path }) => ({ path, rule: "conflict", reason: reasons.get(path) ?? "" }));
      quarantine = keep(site, lost, holds, label).id;
    }
  });
}
