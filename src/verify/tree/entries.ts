import { type BigIntStats, lstatSync } from "node:fs";
import type { Pace } from "../../lib/pace.ts";
import { listByGit } from "./git-files.ts";
import { privateFolders } from "../../lib/noise-folders.ts";
import { absolute, type PathBytes, toText } from "./path-bytes.ts";
import { listByWalk } from "./walk.ts";

export interface TreeEntry {
  path: PathBytes;
  stats: BigIntStats;
}

/** Every file of the workspace that matters, once, in no order: as git sees it where it is in use, else by walking. Nothing below a link. */
export async function* listEntries(workspace: string, pace: Pace, signal?: AbortSignal): AsyncGenerator<TreeEntry> {
  const isReal = realFolders(workspace);
  const seen = new Set<PathBytes>();
  const folders: PathBytes[] = [""];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const path of await listFolder(workspace, folder, signal)) {
      if (pace.isDue()) await pace.rest();
      // An index in a merge names a file several times.
      if (seen.has(path) || isPrivate(path) || !isReal(parentOf(path))) continue;
      seen.add(path);
      const stats = lstatSync(absolute(workspace, path), { bigint: true, throwIfNoEntry: false });
      if (stats === undefined) continue;
      // A submodule or an embedded repository: git names the folder and looks no further.
      if (stats.isDirectory()) folders.push(path);
      else yield { path, stats };
    }
  }
}

async function listFolder(workspace: string, folder: PathBytes, signal?: AbortSignal): Promise<Iterable<PathBytes>> {
  const names = await listByGit({ workspace, folder: folder === "" ? workspace : `${workspace}/${toText(folder)}`, signal });
  if (names === undefined) return listByWalk(workspace, folder);
  return folder === "" ? names : names.map((name) => `${folder}/${name}`);
}

/** Git lists nothing of `.git`, but what it is told to track it tracks, `.fettle` too; and it is not trusted about `..`. */
function isPrivate(path: PathBytes): boolean {
  const names = path.split("/");
  return privateFolders.includes(names[0]!) || names.includes("..") || names.includes(".git");
}

function parentOf(path: PathBytes): PathBytes {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

/** Whether a folder is reached without passing a link. */
function realFolders(workspace: string): (folder: PathBytes) => boolean {
  const known = new Map<PathBytes, boolean>([["", true]]);
  const isReal = (folder: PathBytes): boolean => {
    let real = known.get(folder);
    if (real === undefined) {
      real = isReal(parentOf(folder)) && lstatSync(absolute(workspace, folder), { throwIfNoEntry: false })?.isDirectory() === true;
      known.set(folder, real);
    }
    return real;
  };
  return isReal;
}
