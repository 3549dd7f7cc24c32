import { chmodSync, chownSync, linkSync, lstatSync, mkdtempSync, readdirSync, readlinkSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type { EntryState, PendingChange } from "../change-set.ts";
import { toName, toPathBytes } from "../path-bytes.ts";
import { errorCode } from "../pin.ts";
import { toEntry } from "./entry.ts";
import { entryOf, holdBelow, type HeldFolder, holdFolder } from "./held-folder.ts";
import type { SetMtime } from "./mtime.ts";
import type { RecordedChange } from "./recorded-change.ts";

/** How often what somebody writes to a path meanwhile is moved out of the way too. */
const MAX_TRIES = 3;

export interface Reverted {
  /** What was reverted, as it would be to commit it after all: `staged` is where the version lies that was there. */
  moved: PendingChange[];
  /** The other changes, which stay. */
  rest: RecordedChange[];
  /** Where what was there before is not back, and why: a sentence for people. Nothing is lost: its pre-image stays where it is. */
  failed: { path: string; reason: string }[];
}

export interface RevertOptions {
  /** Absolute and real. */
  root: string;
  /** An existing folder on the root's file system, where the present versions go. */
  to: string;
  setMtime: SetMtime;
}

/**
 * Takes changes back that are in place already: the present version goes to `to`, whatever it is by now, and what was there comes back.
 * A path may also be one inside of a new folder. Overwrites nothing and follows no link, whoever writes there meanwhile.
 */
export function revertChanges(
  changes: readonly RecordedChange[],
  paths: readonly string[],
  { root, to, setMtime }: RevertOptions,
): Reverted {
  const moved: PendingChange[] = [];
  const failed: Reverted["failed"] = [];
  const rest = new Map(changes.map((change) => [change.path, change]));

  function revert(path: string): void {
    const change = rest.get(path);
    const above = change === undefined ? findAbove(path, rest) : undefined;
    if (change === undefined && above === undefined) return;
    try {
      if (change?.before?.type === "directory" && change.after?.type === "directory") revertFacts(path, change.before);
      else revertEntry(path, change);
    } catch (error) {
      failed.push({ path, reason: (error as Error).message });
      return;
    }
    rest.delete(path);
    const last = moved.at(-1);
    if (above !== undefined && last?.path === path) rest.set(above.path, { ...above, entries: above.entries - last.entries });
  }

  function revertEntry(path: string, change: RecordedChange | undefined): void {
    const [above, name] = splitPath(path);
    using folder = holdBelow(root, above);
    using _opened = openUp(holdBelow(root, above));
    const { mtimeNs } = lstatSync(`${folder.path}/.`, { bigint: true });
    const staged = takeAway(folder, name);
    if (staged !== null || change !== undefined) moved.push(toPending(path, change, staged));
    if (change?.preimage != null) putBack(change.preimage, folder, name);
    else if (change?.before != null) failed.push({ path, reason: "What was there before could not be kept." });
    setMtime(`${folder.path}/.`, mtimeNs);
  }

  /** Null when nothing is there. */
  function takeAway(folder: HeldFolder, name: string): string | null {
    const target = mkdtempSync(join(to, "v-"));
    const staged = join(target, "version");
    try {
      const present = entryOf(folder, name);
      move(present, staged, lstatSync(toPathBytes(present)).isDirectory());
      return staged;
    } catch (error) {
      rmSync(target, { recursive: true });
      if (errorCode(error) === "ENOENT") return null;
      throw error;
    }
  }

  function putBack(preimage: string, folder: HeldFolder, name: string): void {
    const isFolder = lstatSync(preimage).isDirectory();
    for (let tries = 1; ; tries++) {
      try {
        if (isFolder) return move(preimage, entryOf(folder, name), true);
        linkSync(preimage, toPathBytes(entryOf(folder, name)));
        return rmSync(preimage);
      } catch (error) {
        if (tries === MAX_TRIES || !["EEXIST", "ENOTEMPTY", "ENOTDIR"].includes(errorCode(error) ?? "")) throw error;
        takeAway(folder, name);
      }
    }
  }

  function revertFacts(path: string, before: EntryState): void {
    using folder = holdBelow(root, path === "." ? "" : path);
    const after = toEntry(statSync(folder.path, { bigint: true })).state;
    if (process.getuid?.() === 0) chownSync(folder.path, before.uid, before.gid);
    chmodSync(folder.path, before.mode | 0o700);
    setMtime(`${folder.path}/.`, before.mtimeNs);
    chmodSync(folder.path, before.mode);
    moved.push({ path, before, after, staged: null, entries: 1 });
  }

  for (const path of paths) revert(path);
  return { moved, rest: [...rest.values()], failed };
}

/** The new folder that a path is in. */
function findAbove(path: string, changes: ReadonlyMap<string, RecordedChange>): RecordedChange | undefined {
  for (let [folder] = splitPath(path); folder !== ""; [folder] = splitPath(folder)) {
    const change = changes.get(folder);
    if (change !== undefined) return change.before?.type === "directory" || change.after === null ? undefined : change;
  }
  return undefined;
}

/** Folder, `""` for the root, and name. */
function splitPath(path: string): [folder: string, name: string] {
  const at = path.lastIndexOf("/");
  return [path.slice(0, Math.max(0, at)), path.slice(at + 1)];
}

function toPending(path: string, change: RecordedChange | undefined, staged: string | null): PendingChange {
  const before = change?.before ?? null;
  if (staged === null) return { path, before, after: null, staged, entries: change?.entries ?? 1 };
  const stats = lstatSync(staged, { bigint: true });
  const target = stats.isSymbolicLink() ? toName(readlinkSync(staged, { encoding: "buffer" })) : undefined;
  return { path, before, after: toEntry(stats, target).state, staged, entries: countTree(toPathBytes(staged), stats.isDirectory()) };
}

/** Nobody else can change what was moved out of the root, but by a descriptor that he has already. */
function countTree(path: string | Buffer, isFolder: boolean): number {
  if (!isFolder) return 1;
  let count = 1;
  for (const entry of readdirSync(path, { withFileTypes: true, encoding: "buffer" })) {
    count += countTree(Buffer.concat([Buffer.from(path), Buffer.from("/"), entry.name]), entry.isDirectory());
  }
  return count;
}

/** Renames an entry, also a folder that its owner may not write to. */
function move(from: string, to: string, isFolder: boolean): void {
  using _opened = isFolder ? openUp(holdFolder(from)) : undefined;
  renameSync(toPathBytes(from), toPathBytes(to));
}

/** Lets the owner of a folder write to it until the end; what has to be is changed only. */
function openUp(folder: HeldFolder): Disposable {
  const mode = statSync(folder.path).mode & 0o7777;
  const isClosed = (mode & 0o300) !== 0o300 && process.getuid?.() !== 0;
  if (isClosed) chmodSync(folder.path, mode | 0o300);
  return {
    [Symbol.dispose]() {
      if (isClosed) chmodSync(folder.path, mode);
      folder[Symbol.dispose]();
    },
  };
}
