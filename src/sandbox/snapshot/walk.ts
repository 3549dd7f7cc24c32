import { type BigIntStats, lstatSync, readdirSync, readlinkSync } from "node:fs";
import { toName, toPathBytes } from "../path-bytes.ts";
import { errorCode } from "../pin.ts";
import { type Entry, type GapReason, isUntouched, toEntry } from "./entry.ts";
import { entryOf, holdFolder, type HeldFolder } from "./held-folder.ts";

/** Each level holds one descriptor while it is walked. */
const MAX_DEPTH = 256;
const ENTRIES_PER_STEP = 64;
/** How often a name is looked at anew that means something else each time. */
const MAX_LOOKS = 3;

export interface WalkOptions {
  /** Device of the root; what lies on another one is not followed. */
  device: bigint;
  /** Paths relative to the root that are none of the snapshot's business. */
  isExcluded(path: string): boolean;
}

/** Where an entry is: in the folder at a path relative to the root, `""` for the root. */
interface Place {
  folder: string;
  name: string;
}

/**
 * Looks at one entry with everything below it and takes over from `known` what is untouched since. Follows no link, whatever is swapped
 * for one meanwhile. Synchronous, with a yield now and then. Undefined when there is nothing.
 */
export function* walk(
  folder: HeldFolder,
  at: Place,
  known: Entry | undefined,
  options: WalkOptions,
): Generator<undefined, Entry | undefined> {
  for (let looks = 1; ; looks++) {
    const stats = lstatSync(toPathBytes(entryOf(folder, at.name)), { bigint: true, throwIfNoEntry: false });
    if (stats === undefined) return undefined;
    try {
      if (!stats.isDirectory()) return lookAt(folder, at.name, stats, known);
      return yield* walkFolder(folder, at, { entry: toEntry(stats), device: stats.dev, known }, options);
    } catch (error) {
      if (!mayHaveChanged(error)) throw error;
      if (looks === MAX_LOOKS) return { ...toEntry(stats), gap: "torn" };
    }
  }
}

function lookAt(folder: HeldFolder, name: string, stats: BigIntStats, known: Entry | undefined): Entry {
  if (known !== undefined && known.gap !== "torn" && isUntouched(known, stats)) return known;
  if (!stats.isSymbolicLink()) return toEntry(stats);
  return toEntry(stats, toName(readlinkSync(toPathBytes(entryOf(folder, name)), { encoding: "buffer" })));
}

interface FoundFolder {
  entry: Entry;
  device: bigint;
  known: Entry | undefined;
}

function* walkFolder(
  parent: HeldFolder,
  at: Place,
  { entry, device, known }: FoundFolder,
  options: WalkOptions,
): Generator<undefined, Entry> {
  const path = at.folder === "" ? at.name : `${at.folder}/${at.name}`;
  const blind = (gap: GapReason): Entry => ({ ...entry, gap });
  if (device !== options.device) return blind("other file system");
  if (path.split("/", MAX_DEPTH + 1).length > MAX_DEPTH) return blind("too deep");
  try {
    using folder = holdFolder(at.name, parent);
    const children = yield* walkChildren(folder, path, known?.children, options);
    return { ...entry, children };
  } catch (error) {
    if (mayHaveChanged(error)) throw error;
    return blind("unreadable");
  }
}

/** What is in a folder, by name. */
export function* walkChildren(
  folder: HeldFolder,
  path: string,
  known: Map<string, Entry> | undefined,
  options: WalkOptions,
): Generator<undefined, Map<string, Entry>> {
  const children = new Map<string, Entry>();
  let count = 0;
  yield;
  for (const name of listNames(folder.path)) {
    const below = path === "" ? name : `${path}/${name}`;
    if (options.isExcluded(below)) continue;
    if (++count % ENTRIES_PER_STEP === 0) yield;
    const entry = yield* walk(folder, { folder: path, name }, known?.get(name), options);
    if (entry !== undefined) children.set(name, entry);
  }
  return children;
}

/** It is another thing by now, or gone. */
function mayHaveChanged(error: unknown): boolean {
  return ["ENOENT", "ENOTDIR", "ELOOP", "EINVAL"].includes(errorCode(error) ?? "");
}

/** Names that are not UTF-8 are rare, and reading all of them as bytes is slow. */
export function listNames(folder: string): string[] {
  const names = readdirSync(folder);
  if (!names.some((name) => name.includes("\ufffd"))) return names;
  return readdirSync(folder, { encoding: "buffer" }).map(toName);
}
