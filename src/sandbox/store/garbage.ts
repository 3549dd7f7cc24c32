import type { Checkpoint } from "./store.ts";
import { listCheckpoints, type History } from "./history.ts";
import { sweepLinks } from "./links.ts";
import { inSite, throwAway, type Site } from "./site.ts";
import { measureTree } from "./tree.ts";

/** A list of checkpoints must stay quick to read. */
const MAX_CHECKPOINTS = 1000;

/**
 * Removes checkpoints until the rest fits the quota: first what was undone, with its undo, then the oldest.
 * Pinned ones stay, and so does the newest: what was done last can always be undone. What is held and what open snapshots keep counts
 * as well, and stays. Only with the lock.
 */
export function removeOldest(site: Site, history: History, quotaBytes: number): { freedBytes: number } {
  const otherBytes = measureTree(inSite(site, "held")).bytes + sweepLinks(site);
  // No more than this is kept: what was undone went back. To know that no journal need be read.
  const most = history.heads.reduce((sum, { bytes }) => sum + bytes, otherBytes);
  if (most <= quotaBytes && history.heads.length <= MAX_CHECKPOINTS) return { freedBytes: 0 };
  const all = listCheckpoints(site, history);
  const sizes = new Map(all.map(({ id }) => [id, keptBytes(history, id)]));
  let kept = [...sizes.values()].reduce((sum, bytes) => sum + bytes, otherBytes);
  let count = all.length;
  let freedBytes = 0;
  for (const group of groupsOf(all)) {
    if (kept <= quotaBytes && count <= MAX_CHECKPOINTS) break;
    for (const { id } of group) {
      const bytes = sizes.get(id) ?? 0;
      throwAway(site, inSite(site, "checkpoints", id));
      kept -= bytes;
      freedBytes += bytes;
      count--;
    }
  }
  return { freedBytes };
}

/** What goes together, in the order in which it goes. */
function groupsOf(all: readonly Checkpoint[]): Checkpoint[][] {
  const newest = all.at(-1)?.id;
  const byId = new Map(all.map((checkpoint) => [checkpoint.id, checkpoint]));
  const groups = all
    .filter(({ undoes, state }) => undoes.length > 0 && state === "done")
    .map((undo) => [...undo.undoes.flatMap((id) => byId.get(id) ?? []).filter(({ state }) => state === "undone"), undo]);
  const grouped = new Set(groups.flat());
  const rest = all.filter((checkpoint) => !grouped.has(checkpoint)).map((checkpoint) => [checkpoint]);
  return [...groups, ...rest].filter((group) => group.every(({ id, pinned }) => !pinned && id !== newest));
}

/** Old content that is still in the checkpoint's own folder, and did not go back with an undo. */
function keptBytes(history: History, id: string): number {
  let bytes = 0;
  for (const step of history.steps(id)) if (history.counts({ checkpoint: id, n: step.n })) bytes += step.bytes;
  return bytes;
}
