import { lstatSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import type { EntryState, EntryType, PendingChange } from "../change-set.ts";
import { toName, toPathBytes } from "../path-bytes.ts";
import { errorCode } from "../pin.ts";
import { foldName } from "./fold-name.ts";
import { dependencyFolders } from "./folders.ts";
import { below, typeOf } from "./trees.ts";

/** Where an entry is: its names, folded, up to the root. */
export interface Place {
  name: string;
  up: Place | null;
  /** Of the entry, relative to the root, as it is written. */
  path: string;
  /** Below a folder of dependencies. */
  dependency: boolean;
}

/** An entry that would be there and is new, or changed. */
export interface Addition {
  place: Place;
  type: EntryType;
  mode: number;
  size: number;
  pipe: boolean;
  /** What stood there, where that is known without looking; undefined inside a folder that comes as one. */
  before: EntryState | null | undefined;
  /** False when only mode or time change. */
  content: boolean;
}

/**
 * Calls `see` for each entry that would be new or changed, folders before what is in them. A folder that comes as one is walked once.
 * Returns the folders that nobody may look into.
 */
export function eachAddition(pending: readonly PendingChange[], see: (addition: Addition) => void): string[] {
  const closed: string[] = [];

  for (const { path, before, after, staged } of pending) {
    if (after === null) continue;
    const place = placeOf(path);
    const content = staged !== null;
    const pipe = staged !== null && after.type === "other" && lstatSync(toPathBytes(staged)).isFIFO();
    see({ place, type: after.type, mode: after.mode, size: after.size, pipe, before, content });
    if (staged !== null && after.type === "directory") walk(staged, place, { see, closed });
  }
  return closed;
}

function placeOf(path: string): Place {
  let place: Place | null = null;
  let exempt = false;
  let at = ".";
  for (const name of path.split("/")) {
    at = below(at, name);
    place = { name: foldName(name), up: place, path: at, dependency: exempt };
    exempt ||= dependencyFolders.has(name);
  }
  return place!;
}

function walk(folder: string, place: Place, to: { see(addition: Addition): void; closed: string[] }): void {
  const dependency = place.dependency || dependencyFolders.has(basename(place.path));
  try {
    for (const name of namesIn(folder)) {
      const from = join(folder, name);
      const stats = lstatSync(toPathBytes(from));
      const type = typeOf(stats);
      const inner = { name: foldName(name), up: place, path: below(place.path, name), dependency };
      const mode = stats.mode & 0o7777;
      to.see({ place: inner, type, mode, size: stats.size, pipe: stats.isFIFO(), before: undefined, content: true });
      if (type === "directory") walk(from, inner, to);
    }
  } catch (error) {
    if (errorCode(error) !== "EACCES") throw error;
    to.closed.push(place.path);
  }
}

/** Names that are not UTF-8 are read anew, as bytes: that way costs ten times as much. */
export function namesIn(folder: string): string[] {
  const path = toPathBytes(folder);
  const names = readdirSync(path);
  return names.some((name) => name.includes("\ufffd")) ? readdirSync(path, { encoding: "buffer" }).map(toName) : names;
}
