import type { PendingChange } from "../change-set.ts";
import { openFolders } from "./folders.ts";
import { withLock } from "./lock.ts";
import { isIdle, plan } from "./plan.ts";
import { keep } from "./quarantine.ts";
import type { Site } from "./site.ts";
import type { Commit, CommitOptions } from "./store.ts";
import { recover, transact } from "./transact.ts";

export async function commit(site: Site, pending: readonly PendingChange[], { label, since }: CommitOptions): Promise<Commit> {
  return await withLock(site, () => {
    recover(site);
    using folders = openFolders(site.root);
    const { steps, changes, conflicts } = plan(site, folders, pending, since);
    const quarantine = conflicts.length === 0 ? undefined : keepConflicts();
    const checkpoint = isIdle(steps) ? undefined : transact(site, { label, kind: "commit", undoes: [] }, steps);
    return { checkpoint, changes: checkpoint === undefined ? [] : changes, conflicts, quarantine };

    /** `before` is what the other one left: who accepts the change replaces that. */
    function keepConflicts(): string | undefined {
      const reasons = new Map(conflicts.map(({ path, reason }) => [path, reason]));
      const lost = pending.filter(({ path, staged, after }) => reasons.has(path) && (staged !== null || after === null));
      if (lost.length === 0) return undefined;
      const holds = lost.map(({ path }) => ({ path, rule: "conflict", reason: reasons.get(path) ?? "" }));
      return keep(site, lost, holds, label).id;
    }
  });
}
