import { execFile } from "node:child_process";
import { lstatSync, readFileSync, readdirSync, type Stats } from "node:fs";
import { dirname, join } from "node:path";

/** Files and folders of the system that commands must not get at. */
export interface PrivatePlaces {
  folders: string[];
  files: string[];
}

/** Where a system keeps secrets. `/usr` holds none, and `/home` and the like are hidden as a whole. */
const searched = ["/etc", "/var", "/opt", "/srv", "/mnt", "/media", "/boot"];
const MAX_DEPTH = 4;
const DEADLINE_MS = 20_000;
/** Each hidden file is a mount, so of a folder with more of them the whole folder is hidden. */
const MAX_FILES_OF_FOLDER = 24;

/** For how long a listing is good for the next box: what appears later is not hidden by a box that has begun before, either. */
const LISTED_FOR_MS = 60_000;

const OTHERS_READ = 0o004;
const OTHERS_USE = 0o005;

let last: { find: string; at: number; places: Promise<PrivatePlaces> } | undefined;

/** What `listUnreadable` found within the last minute; with `anew`, finds now. */
export async function unreadablePlaces(find: string, { anew = false } = {}): Promise<PrivatePlaces> {
  const at = performance.now();
  if (anew || last === undefined || last.find !== find || at - last.at > LISTED_FOR_MS) last = { find, at, places: listUnreadable(find) };
  const mine = last;
  try {
    return await mine.places;
  } catch (error) {
    if (last === mine) last = undefined;
    throw error;
  }
}

/**
 * What an ordinary user could not read. The commands of a root user have no capabilities, but own these files. `find` is its absolute path;
 * it takes 10 ms where a walk of our own would hold up everything for 100.
 */
async function listUnreadable(find: string): Promise<PrivatePlaces> {
  const tops = entriesOf("/").filter((path) => !searched.includes(path) && isHiddenFromOthers(path));
  const paths = [...tops, ...(await findUnreadable(find))];
  const folders = new Set(paths.filter((path) => statsOf(path)?.isDirectory()));
  const files = Map.groupBy(
    paths.filter((path) => !folders.has(path)),
    dirname,
  );
  for (const [folder, inside] of files) {
    if (inside.length <= MAX_FILES_OF_FOLDER || folder === "/" || searched.includes(folder)) continue;
    folders.add(folder);
    files.delete(folder);
  }
  return { folders: [...folders], files: [...files.values()].flat() };
}

/** Rejects when it takes too long: to go on would be to show what it did not get to. */
function findUnreadable(find: string): Promise<string[]> {
  const { promise, resolve, reject } = Promise.withResolvers<string[]>();
  const tops = searched.filter((path) => statsOf(path)?.isDirectory());
  const unreadable = [
    "(",
    "-type",
    "d",
    "!",
    "-perm",
    "/005",
    "-prune",
    "-o",
    "!",
    "-type",
    "d",
    "!",
    "-type",
    "l",
    "!",
    "-perm",
    "-004",
    ")",
  ];
  const args = [...tops, "-xdev", "-maxdepth", String(MAX_DEPTH), ...unreadable, "-print0"];
  execFile(find, args, { cwd: "/", timeout: DEADLINE_MS, maxBuffer: 64 * 1024 * 1024 }, (error, stdout) => {
    // What cannot be listed is named on its error output, and is not to be seen by commands either.
    if (error === null || error.code === 1) resolve(stdout.split("\0").filter((path) => path !== ""));
    else reject(new Error(`the private files of the system could not be listed: ${error.message}`));
  });
  return promise;
}

/**
 * Sockets with a name that services of this machine listen on now. A read-only mount does not keep anybody from connecting to one.
 * Nearly all lie in folders that are hidden anyway; a service that starts later elsewhere is not seen.
 */
export function listeningSockets(): string[] {
  const lines = readText("/proc/net/unix").split("\n").slice(1);
  const paths = lines.map((line) => /^(?:\S+ ){6} *\d+ (\/.*)$/.exec(line)?.[1]).filter((path) => path !== undefined);
  return [...new Set(paths)].filter((path) => statsOf(path)?.isSocket());
}

function isHiddenFromOthers(path: string): boolean {
  const stats = statsOf(path);
  if (stats === undefined || stats.isSymbolicLink()) return false;
  return (stats.mode & (stats.isDirectory() ? OTHERS_USE : OTHERS_READ)) === 0;
}

function entriesOf(folder: string): string[] {
  return readdirSync(folder).map((name) => join(folder, name));
}

function statsOf(path: string): Stats | undefined {
  try {
    return lstatSync(path);
  } catch {
    return undefined; // It is gone, or out of reach.
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
