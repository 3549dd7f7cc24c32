import { mkdirSync, renameSync, rmSync } from "node:fs";
import type { Label } from "../change-set.ts";
import type { RecordedChange } from "../snapshot/recorded-change.ts";
import { toPathBytes } from "../path-bytes.ts";
import { toStoreError } from "./failure.ts";
import { syncFolder, type Step, writeDone, writeIntent } from "./journal.ts";
import { withLock } from "./lock.ts";
import { fileClock, inSite, numbered, numberOf, type Site, throwAway } from "./site.ts";
import { statsAt } from "./state.ts";
import { displacedPath } from "./steps.ts";
import { recover } from "./transact.ts";
import { measureTree } from "./tree.ts";

/**
 * Makes a checkpoint of what is in place already: only the pre-images move, to where an undo finds them. What could not be kept is part
 * of it and cannot be undone. Returns its id, or undefined when nothing changed. Rejects as a commit does; then the pre-images are where
 * they were. Cut off, the next process gives a deleted path its pre-image back and puts the others into quarantine.
 */
export async function record(site: Site, changes: readonly RecordedChange[], label: Label): Promise<string | undefined> {
  if (changes.length === 0) return undefined;
  return await withLock(site, () => {
    recover(site);
    const last = numbered(site, "checkpoints", "c").at(-1);
    const id = `c${last === undefined ? 1 : numberOf(last) + 1}`;
    const folder = inSite(site, "checkpoints", id);
    const head = { id, at: Date.now(), label, kind: "commit" as const, undoes: [] };
    const steps = changes.map(toStep);
    try {
      mkdirSync(toPathBytes(`${folder}/displaced`), { recursive: true, mode: 0o700 });
      const begin = fileClock(site);
      writeIntent(folder, head, steps);
      syncFolder(inSite(site, "checkpoints"));
      for (const [n, { preimage }] of changes.entries()) {
        if (preimage !== null) renameSync(toPathBytes(preimage), toPathBytes(displacedPath(site, id, n)));
      }
      const places = steps.filter(({ kind }) => kind === "place");
      const bytes = places.reduce((sum, step) => sum + step.bytes, 0);
      writeDone(folder, { ...head, changes: places.length || steps.length, bytes, begin, end: fileClock(site) });
    } catch (error) {
      giveBack(site, id, changes);
      throw toStoreError(error, folder);
    }
    return id;
  });
}

function toStep({ path, before, after, preimage, entries }: RecordedChange, n: number): Step {
  const isMeta = before?.type === "directory" && after?.type === "directory";
  const bytes = preimage === null ? 0 : before?.type === "directory" ? measureTree(preimage).bytes : (before?.size ?? 0);
  return { n, section: 0, kind: isMeta ? "meta" : "place", path, before, after, staged: null, entries, bytes, reverses: [] };
}

function giveBack(site: Site, id: string, changes: readonly RecordedChange[]): void {
  const folder = inSite(site, "checkpoints", id);
  for (const [n, { preimage }] of changes.entries()) {
    const at = displacedPath(site, id, n);
    if (preimage !== null && statsAt(at) !== null) renameSync(toPathBytes(at), toPathBytes(preimage));
  }
  // Nothing is left to be taken back.
  rmSync(toPathBytes(`${folder}/intent.jsonl`), { force: true });
  if (statsAt(folder) !== null) throwAway(site, folder);
}
