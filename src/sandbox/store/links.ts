import { unlinkSync } from "node:fs";
import { join } from "node:path";
import { toPathBytes } from "../path-bytes.ts";
import { fileClock, inSite, type Site } from "./site.ts";
import { statsAt } from "./state.ts";
import { namesIn } from "./tree.ts";

/**
 * Second names that snapshots of the root gave to its files. One whose file was deleted is all that is left of it, and is of use only
 * to a snapshot that was there by then: the others go. Returns the bytes of those that stay.
 */
export function sweepLinks(site: Site): number {
  const folder = join(site.folder, "links");
  const names = namesIn(folder);
  if (names.length === 0) return 0;
  // The clock comes first: a snapshot that begins from now on needs nothing that is older.
  const oldest = oldestSnapshot(site, fileClock(site));
  let bytes = 0;
  for (const name of names) {
    const path = join(folder, name);
    const stats = statsAt(path);
    if (stats?.nlink !== 1n) continue;
    if (stats.ctimeNs < oldest) unlinkSync(toPathBytes(path));
    else bytes += Number(stats.size);
  }
  return bytes;
}

/** When the first of the snapshots began that are still open; `now` when there is none. Each has a layer of its own. */
function oldestSnapshot(site: Site, now: bigint): bigint {
  return namesIn(inSite(site, "layers")).reduce((oldest, id) => {
    if (statsAt(inSite(site, "layers", id, "upper", "snapshot")) === null) return oldest;
    // Nothing has come to the layer's folder since it was made.
    const begun = statsAt(inSite(site, "layers", id))?.mtimeNs ?? oldest;
    return begun < oldest ? begun : oldest;
  }, now);
}
