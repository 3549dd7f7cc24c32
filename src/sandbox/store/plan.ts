import type { PendingChange } from "../change-set.ts";
import { isMeta, judge } from "./conflict.ts";
import { split, type Folders } from "./folders.ts";
import type { Step } from "./journal.ts";
import type { Site } from "./site.ts";
import { isSame } from "./state.ts";
import { presentAt } from "./steps.ts";
import type { Conflict } from "./store.ts";

export interface Plan {
  steps: Step[];
  changes: PendingChange[];
  conflicts: Conflict[];
}

/** The steps that make those changes that are in conflict with nobody. */
export function plan(site: Site, folders: Folders, pending: readonly PendingChange[], since: bigint | undefined): Plan {
  const steps: Step[] = [];
  const changes: PendingChange[] = [];
  const conflicts: Conflict[] = [];
  const metas = new Map<string, PendingChange | undefined>();

  for (const change of pending) {
    const { path, after, staged, entries, gone } = change;
    const { present, conflict } = judge(site, folders, change, since);
    if (conflict !== undefined) {
      conflicts.push({ path, reason: conflict });
      continue;
    }
    if (isMeta(change)) {
      metas.set(path, change);
      changes.push(change);
      continue;
    }
    // What was to go is gone already.
    if (present === null && after === null) continue;
    const bytes = present?.type === "directory" ? (gone?.bytes ?? 0) : (present?.size ?? 0);
    steps.push({
      n: steps.length,
      section: 0,
      kind: "place",
      path,
      before: present,
      after,
      staged: toStored(site, staged),
      entries,
      bytes,
      reverses: [],
    });
    changes.push({ ...change, before: present });
    const [parent] = split(path);
    if (!metas.has(parent)) metas.set(parent, undefined);
  }

  for (const [path, change] of metas) {
    const meta = metaStep(folders, path, change, steps.length);
    if (meta !== undefined) steps.push(meta);
  }
  return { steps, changes, conflicts };
}

export function toStored(site: Pick<Site, "folder">, staged: string | null): string | null {
  return staged?.startsWith(`${site.folder}/`) === true ? staged.slice(site.folder.length + 1) : staged;
}

/** What a folder is to be like in the end; renames in it change its time. Somebody else's changes to it stay. */
function metaStep(folders: Folders, path: string, change: PendingChange | undefined, n: number): Step | undefined {
  const before = presentAt(folders, path);
  if (before === null) return undefined;
  const { before: seen, after: wanted } = change ?? {};
  const own = wanted !== undefined && wanted !== null && (seen?.mode !== wanted.mode || seen.uid !== wanted.uid || seen.gid !== wanted.gid);
  const isTimeWanted = wanted !== undefined && wanted !== null && seen?.mtimeNs === before.mtimeNs;
  const after = {
    ...before,
    ...(own && { mode: wanted.mode, uid: wanted.uid, gid: wanted.gid }),
    ...(isTimeWanted && { mtimeNs: wanted.mtimeNs }),
  };
  return { n, section: 0, kind: "meta", path, before, after, staged: null, entries: 1, bytes: 0, reverses: [] };
}

/** Whether steps change nothing but times of folders: a command that made a file and removed it again is no checkpoint. */
export function isIdle(steps: readonly Step[]): boolean {
  return steps.every(({ kind, before, after }) => kind === "meta" && isSame(before, after));
}
