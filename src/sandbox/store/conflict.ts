import type { BigIntStats } from "node:fs";
import { isInside } from "../../lib/path.ts";
import type { EntryState, PendingChange } from "../change-set.ts";
import type { Folders } from "./folders.ts";
import { split } from "./folders.ts";
import type { Site } from "./site.ts";
import { isSame, statsAt, toState } from "./state.ts";
import { holdsMount } from "./mounted.ts";
import { presentAt } from "./steps.ts";
import { readTakenBack } from "./taken-back.ts";
import { measureTree } from "./tree.ts";

/** What is at the path of a change now, and why the change must not be made, if it must not. */
export interface Judged {
  present: EntryState | null;
  conflict: string | undefined;
}

/** A folder that is there before and after, and changes in mode, owner or time alone. */
export function isMeta({ before, after, staged }: PendingChange): boolean {
  return staged === null && before?.type === "directory" && after?.type === "directory";
}

/** Looks whether somebody else changed the path: after `since` of the file system's clock, or, without it, since it was as `before` says. */
export function judge(site: Site, folders: Folders, change: PendingChange, since: bigint | undefined): Judged {
  const { path, before } = change;
  if (isMeta(change)) return judgeMeta(folders, change);
  if (isInside(site.folder, `${site.root}/${path}`) || isInside(`${site.root}/${path}`, site.folder)) {
    return { present: null, conflict: "Fettle's own undo store is there." };
  }
  const parent = presentAt(folders, split(path)[0]);
  if (parent?.type !== "directory") {
    const isWish = change.after === null;
    return { present: null, conflict: isWish ? undefined : "The folder it is in was removed or replaced meanwhile." };
  }
  const at = folders.place(path);
  const stats = statsAt(at);
  if (stats === null)
    return { present: null, conflict: before === null || change.after === null ? undefined : "It was removed meanwhile." };
  const present = toState(stats, at);
  if (before === null) return { present, conflict: "It was made by somebody else meanwhile." };
  const changed = since === undefined ? !isSame(present, before) : stats.ctimeNs > since && !isOwnTouch(site, path, stats, since);
  if (changed) return { present, conflict: "It was changed by somebody else meanwhile." };
  if (present.type === "directory" && holdsMount(`${site.root}/${path}`))
    return { present, conflict: "Another folder or disk is mounted in it." };
  return { present, conflict: judgeInside(change, at, since) };
}

/** Renames by a commit that failed since leave a later ctime, and the content as old as it was. */
function isOwnTouch(site: Site, path: string, { ctimeNs, mtimeNs }: BigIntStats, since: bigint): boolean {
  if (mtimeNs > since) return false;
  return readTakenBack(site).some(({ begin, end, paths }) => begin <= ctimeNs && ctimeNs <= end && paths.has(path));
}

/** A folder goes with all in it; the collector has already looked at that once, and looking takes long. */
function judgeInside({ before, gone }: PendingChange, at: string, since: bigint | undefined): string | undefined {
  if (before?.type !== "directory" || gone === undefined) return undefined;
  const isChanged = since === undefined ? measureTree(at).changedNs > gone.changedNs : gone.changedNs > since;
  return isChanged ? "Something in it was changed by somebody else meanwhile." : undefined;
}

function judgeMeta(folders: Folders, { path, before, after }: PendingChange): Judged {
  const present = presentAt(folders, path);
  if (present?.type !== "directory") return { present, conflict: "The folder was removed or replaced meanwhile." };
  const isWanted = before?.mode !== after?.mode || before?.uid !== after?.uid || before?.gid !== after?.gid;
  const isKept = present.mode === before?.mode && present.uid === before.uid && present.gid === before.gid;
  return { present, conflict: isWanted && !isKept ? "Its mode or owner was changed by somebody else meanwhile." : undefined };
}
