import type { Entry, Gap } from "./entry.ts";

/** An entry whose content has to be copied. */
export interface Wanted {
  /** Path of the folder, relative to the root; `""` for the root. */
  folder: string;
  name: string;
  entry: Entry;
  /** What the entry is listed in. */
  siblings: Map<string, Entry>;
}

/** What of a tree has no image yet and should, folder by folder. */
export function* wantedBelow(folder: string, siblings: Map<string, Entry>): Generator<Wanted> {
  for (const [name, entry] of siblings) {
    if (isWanted(entry)) yield { folder, name, entry, siblings };
  }
  for (const [name, { children }] of siblings) {
    if (children !== undefined) yield* wantedBelow(folder === "" ? name : `${folder}/${name}`, children);
  }
}

function isWanted({ state, image, gap }: Entry): boolean {
  if (state.type === "directory" || state.type === "symlink" || image !== undefined) return false;
  return gap === undefined || gap === "torn" || gap === "no room";
}

export function* gapsBelow(folder: string, siblings: Map<string, Entry>): Generator<Gap> {
  for (const [name, { gap, children }] of siblings) {
    const path = folder === "" ? name : `${folder}/${name}`;
    if (gap !== undefined) yield { path, reason: gap };
    if (children !== undefined) yield* gapsBelow(path, children);
  }
}

/** Folders whose content is not known. */
export function* blindBelow(folder: string, siblings: Map<string, Entry>): Generator<Gap> {
  for (const [name, { state, gap, children }] of siblings) {
    const path = folder === "" ? name : `${folder}/${name}`;
    if (state.type === "directory" && gap !== undefined) yield { path, reason: gap };
    if (children !== undefined) yield* blindBelow(path, children);
  }
}
