import { type Entry, isSameState } from "./entry.ts";

export interface Difference {
  path: string;
  before: Entry | undefined;
  after: Entry | undefined;
}

/**
 * What may differ between two looks at a folder: entries that were touched. What is in folders comes before the folders. Where one of the
 * looks did not see into a folder nothing is said of its content, and what the earlier one knew stays known.
 */
export function* differences(before: Map<string, Entry>, after: Map<string, Entry>, folder = ""): Generator<Difference> {
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    const [old, now] = [before.get(name), after.get(name)];
    if (old === now) continue;
    const path = folder === "" ? name : `${folder}/${name}`;
    const arePaired = old?.state.type === "directory" && now?.state.type === "directory";
    if (arePaired && old.children !== undefined && now.children !== undefined) yield* differences(old.children, now.children, path);
    else if (arePaired && old.children !== undefined) now.children = old.children;
    if (!arePaired || !isSameState(old.state, now.state)) yield { path, before: old, after: now };
  }
}
