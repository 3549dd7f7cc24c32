import type { Difference } from "./differences.ts";
import { countEntries, type Entry, type Gap, isSameState } from "./entry.ts";
import type { Images } from "./images.ts";
import { openPreimages, type PreimagesOptions } from "./preimages.ts";
import type { RecordedChange } from "./recorded-change.ts";
import { hasSameContent } from "./same-content.ts";

/** What really changed, with the pre-images made. */
export function recordChanges(differences: Iterable<Difference>, options: PreimagesOptions): { changes: RecordedChange[]; gaps: Gap[] } {
  const preimages = openPreimages(options);
  const changes: RecordedChange[] = [];
  const gaps: Gap[] = [];

  function record({ path, before, after }: Difference): RecordedChange | undefined {
    const change = { path, before: before?.state ?? null, after: after?.state ?? null, preimage: null, lost: false, entries: 1 };
    if (before === undefined) return { ...change, entries: after === undefined ? 0 : countEntries(after) };
    if (after === undefined || before.state.type !== after.state.type)
      return { ...change, ...keep(path, before), entries: countEntries(isFolder(after) ?? before) };
    if (before.state.type === "directory") return change;
    const isSame = isSameContent(before, after);
    if (isSame && isSameState(before.state, after.state)) {
      dropImages(before, options.images);
      return undefined;
    }
    if (isSame || !wasWrittenInPlace(before, after)) return { ...change, ...keep(path, before) };
    gaps.push({ path, reason: "written in place" });
    return { ...change, lost: true };
  }

  function keep(path: string, before: Entry): { preimage: string | null; lost: boolean } {
    const missing: Gap[] = [];
    const preimage = preimages.make(before, path, missing);
    for (const gap of missing) gaps.push(gap);
    return { preimage, lost: missing.length > 0 };
  }

  for (const difference of differences) {
    const change = record(difference);
    if (change !== undefined) changes.push(change);
  }
  return { changes, gaps };
}

/** The copies of a tree that is no longer what comparisons start from. */
export function dropImages({ image, children }: Entry, images: Images): void {
  if (image !== undefined) images.drop(image);
  for (const child of children?.values() ?? []) dropImages(child, images);
}

function isFolder(entry: Entry | undefined): Entry | undefined {
  return entry?.state.type === "directory" ? entry : undefined;
}

/** Of two entries of one type, no folders. In doubt they differ. */
function isSameContent(before: Entry, after: Entry): boolean {
  const [old, now] = [before.state, after.state];
  if (old.type === "symlink") return old.target === now.target;
  if (old.type === "other") return old.ino === now.ino;
  if (old.size !== now.size) return false;
  if (before.image === undefined || after.image === undefined) return before.ctimeNs === after.ctimeNs && old.ino === now.ino;
  if (before.image.path !== after.image.path) return hasSameContent(before.image.path, after.image.path);
  // One file under a second name. Its times are all there is to go by; a new name or mode explains them.
  return (
    old.mtimeNs === now.mtimeNs && (before.links !== after.links || old.mode !== now.mode || old.uid !== now.uid || old.gid !== now.gid)
  );
}

/** The second name shows the new content too. */
function wasWrittenInPlace(before: Entry, after: Entry): boolean {
  return before.image?.linked === true && before.state.ino === after.state.ino;
}
