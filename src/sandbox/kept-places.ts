import { lstatSync, readdirSync, realpathSync } from "node:fs";
import type { PathBans } from "../contract/sandbox.ts";
import { toName, toPathBytes } from "./path-bytes.ts";
import { errorCode } from "./pin.ts";

/** Something that is there now and that a rule keeps from being read; absolute, and real where a link led to it. */
export interface KeptPlace {
  path: string;
  folder: boolean;
}

/**
 * What the bans cover at `top` and below, outermost only. Only folders are read in which something may be; where a pattern begins with `**`,
 * these are all. Links are not followed, but what a covered one leads to is kept as well. `skip`: folders that are left alone.
 */
export function findKept(bans: PathBans, top: string, skip: ReadonlySet<string> = new Set()): KeptPlace[] {
  if (bans.over(top) !== undefined) return [{ path: top, folder: true }];
  const found = new Map<string, KeptPlace>();
  const add = (place: KeptPlace | undefined): void => void (place !== undefined && found.set(place.path, place));
  const folders = [top];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    if (skip.has(folder) || !bans.below(folder)) continue;
    for (const entry of entriesOf(folder)) {
      const path = `${folder === "/" ? "" : folder}/${entry.name}`;
      if (bans.over(path) === undefined) {
        if (entry.isDirectory()) folders.push(path);
      } else if (entry.isSymbolicLink()) add(targetOf(path));
      else add({ path, folder: entry.isDirectory() });
    }
  }
  return [...found.values()];
}

/** Entries with their names as strings. What is gone has none, and who may not look into a folder gets nothing out of it either. */
function entriesOf(folder: string): { name: string; isDirectory(): boolean; isSymbolicLink(): boolean }[] {
  const path = toPathBytes(folder);
  try {
    const entries = readdirSync(path, { withFileTypes: true });
    if (!entries.some(({ name }) => name.includes("\ufffd"))) return entries;
    return readdirSync(path, { withFileTypes: true, encoding: "buffer" }).map((entry) => ({
      name: toName(entry.name),
      isDirectory: () => entry.isDirectory(),
      isSymbolicLink: () => entry.isSymbolicLink(),
    }));
  } catch (error) {
    if (["ENOENT", "ENOTDIR", "EACCES"].includes(errorCode(error) ?? "")) return [];
    throw error;
  }
}

function targetOf(link: string): KeptPlace | undefined {
  try {
    const path = toName(realpathSync(toPathBytes(link), { encoding: "buffer" }));
    return { path, folder: lstatSync(toPathBytes(path)).isDirectory() };
  } catch {
    return undefined; // It leads nowhere, or out of reach.
  }
}
