import {
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  linkSync,
  lchownSync,
  mkdirSync,
  openSync,
  readSync,
  symlinkSync,
  unlinkSync,
  type BigIntStats,
} from "node:fs";
import { toPathBytes } from "../path-bytes.ts";
import type { PendingChange } from "../change-set.ts";
import { native } from "./native.ts";
import type { Site } from "./site.ts";
import { stateAt, statsAt, toState } from "./state.ts";
import type { CollectOptions, StoreLayer } from "./store.ts";
import { measureTree, namesIn } from "./tree.ts";

/**
 * What a layer would change, by walking its upper folder; the costs grow with what was touched and not with the root.
 * A folder that goes is walked once, for its size and for the latest change in it.
 */
export function collect(site: Site, layer: StoreLayer, { merged, removed = [] }: CollectOptions): PendingChange[] {
  const changes: PendingChange[] = [];
  const store = site.insideRoot ? site.folder.slice(site.root.length + 1) : undefined;
  const sides = { upper: layer.upper, lower: site.root, merged };
  const top = statsAt(layer.upper);
  const lower = stateAt(site.root);
  if (top !== null && lower !== null) {
    const upper = toState(top, layer.upper);
    const isTouched = upper.mtimeNs !== layer.upperMtimeNs;
    const after = { ...lower, mode: upper.mode, uid: upper.uid, gid: upper.gid, ...(isTouched && { mtimeNs: upper.mtimeNs }) };
    if (isTouched || after.mode !== lower.mode || after.uid !== lower.uid || after.gid !== lower.gid)
      changes.push(metaChange(".", lower, after));
  }
  collectFolder(".");
  for (const path of removed) {
    const before = stateAt(at(site.root, path));
    if (before !== null && statsAt(at(layer.upper, path)) === null) changes.push(deletion(at(site.root, path), path, before));
  }
  return changes;

  function collectFolder(folder: string): void {
    for (const name of namesIn(at(layer.upper, folder)).sort()) {
      const path = folder === "." ? name : `${folder}/${name}`;
      if (path !== store) collectEntry(path);
    }
  }

  function collectEntry(path: string): void {
    const [upperAt, lowerAt] = [at(sides.upper, path), at(sides.lower, path)];
    const stats = statsAt(upperAt);
    if (stats === null) return;
    const before = stateAt(lowerAt);
    if (isWhiteout(stats)) {
      if (before !== null) changes.push(deletion(lowerAt, path, before));
      return;
    }
    const after = toState(stats, upperAt);
    if (after.type !== "directory") {
      if (before === null || !isUntouched(upperAt, after, lowerAt, before))
        changes.push({ path, before, after, staged: upperAt, entries: 1, ...goes(lowerAt, before) });
      return;
    }
    if (before?.type === "directory" && !isReplaced(path, stats, before.ino)) {
      const isOther =
        after.mtimeNs !== before.mtimeNs || after.mode !== before.mode || after.uid !== before.uid || after.gid !== before.gid;
      if (isOther) changes.push(metaChange(path, before, after));
      collectFolder(path);
      return;
    }
    if (merged !== undefined) fill(upperAt, at(merged, path), stats);
    changes.push({ path, before, after, staged: upperAt, entries: measureTree(upperAt).entries, ...goes(lowerAt, before) });
  }

  /** Whether a folder stands in the place of another one, instead of upon it. Then the merged view shows none of what only the other one has. */
  function isReplaced(path: string, upper: BigIntStats, lowerIno: bigint): boolean {
    if (merged === undefined) return false;
    const mergedAt = at(merged, path);
    // Layers on one file system show a folder under the inode number that it has in the lowest one.
    if (statsAt(mergedAt)?.ino === lowerIno) return false;
    const own = new Set(namesIn(at(sides.upper, path)));
    const hidden = namesIn(at(sides.lower, path)).filter((name) => !own.has(name));
    if (hidden.length > 0) return hidden.every((name) => statsAt(`${mergedAt}/${name}`) === null);
    return statsAt(mergedAt)?.ino === upper.ino;
  }
}

function at(side: string, path: string): string {
  return path === "." ? side : `${side}/${path}`;
}

function metaChange(path: string, before: PendingChange["before"], after: PendingChange["after"]): PendingChange {
  return { path, before, after, staged: null, entries: 1 };
}

function deletion(lowerAt: string, path: string, before: NonNullable<PendingChange["before"]>): PendingChange {
  if (before.type !== "directory") return { path, before, after: null, staged: null, entries: 1 };
  const { entries, changedNs, bytes } = measureTree(lowerAt);
  return { path, before, after: null, staged: null, entries, gone: { changedNs, bytes } };
}

function goes(lowerAt: string, before: PendingChange["before"]): Pick<PendingChange, "gone"> {
  if (before?.type !== "directory") return {};
  const { changedNs, bytes } = measureTree(lowerAt);
  return { gone: { changedNs, bytes } };
}

function isWhiteout(stats: BigIntStats): boolean {
  return stats.isCharacterDevice() && stats.rdev === 0n;
}

/** A file that was only opened for writing is copied up all the same. Equal size and time are no proof: archives set times. */
function isUntouched(
  upperAt: string,
  upper: NonNullable<PendingChange["after"]>,
  lowerAt: string,
  lower: NonNullable<PendingChange["before"]>,
): boolean {
  if (upper.type !== lower.type || upper.mode !== lower.mode || upper.uid !== lower.uid || upper.gid !== lower.gid) return false;
  if (upper.mtimeNs !== lower.mtimeNs || upper.size !== lower.size || upper.target !== lower.target) return false;
  return upper.type !== "file" || hasSameContent(upperAt, lowerAt);
}

const WINDOW_BYTES = 256 * 1024;

function hasSameContent(a: string, b: string): boolean {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const files: number[] = [];
  try {
    for (const path of [a, b]) files.push(openSync(toPathBytes(path), flags));
    const [one, other] = [Buffer.allocUnsafe(WINDOW_BYTES), Buffer.allocUnsafe(WINDOW_BYTES)];
    for (let position = 0; ;) {
      const read = readSync(files[0] ?? -1, one, 0, WINDOW_BYTES, position);
      if (read !== readSync(files[1] ?? -1, other, 0, WINDOW_BYTES, position)) return false;
      if (read === 0) return true;
      if (one.compare(other, 0, read, 0, read) !== 0) return false;
      position += read;
    }
  } catch {
    // Not readable: better one change too many.
    return false;
  } finally {
    for (const file of files) closeSync(file);
  }
}

/**
 * With `redirect_dir` a renamed folder has in the upper one only what was changed in it, and takes the rest from where it was.
 * Here it gets everything that the merged view shows, so that it can be judged and renamed as any other. Also rids it of whiteouts.
 */
function fill(upperAt: string, mergedAt: string, upper: BigIntStats, twins = new Map<string, string>()): void {
  const names = namesIn(upperAt);
  const own = new Set(names);
  // A folder of this layer alone has the same inode number in the merged view.
  const shown = statsAt(mergedAt)?.ino === upper.ino ? [] : namesIn(mergedAt).filter((name) => !own.has(name));
  for (const name of names) {
    const stats = statsAt(`${upperAt}/${name}`);
    if (stats === null) continue;
    if (isWhiteout(stats)) unlinkSync(toPathBytes(`${upperAt}/${name}`));
    else if (stats.isDirectory()) fill(`${upperAt}/${name}`, `${mergedAt}/${name}`, stats, twins);
  }
  for (const name of shown) copyTree(`${mergedAt}/${name}`, `${upperAt}/${name}`, twins);
  if (shown.length > 0) native().setOwnTime(upperAt, upper.mtimeNs);
}

/** `twins`: by inode, where a file of several names was copied to first. */
function copyTree(from: string, to: string, twins: Map<string, string>): void {
  const stats = statsAt(from);
  if (stats === null) return;
  const target = toPathBytes(to);
  if (stats.isDirectory()) {
    mkdirSync(target);
    for (const name of namesIn(from)) copyTree(`${from}/${name}`, `${to}/${name}`, twins);
  } else if (stats.isSymbolicLink()) {
    symlinkSync(toPathBytes(toState(stats, from).target ?? ""), target);
  } else if (stats.isFile()) {
    const key = `${stats.dev}:${stats.ino}`;
    const twin = twins.get(key);
    if (twin !== undefined) return linkSync(toPathBytes(twin), target);
    if (stats.nlink > 1n) twins.set(key, to);
    copyFileSync(toPathBytes(from), target, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
  } else {
    // Devices are not for commands to make.
    const { makeNode } = native();
    if (makeNode === undefined || !(stats.isFIFO() || stats.isSocket())) return;
    makeNode(to, Number(stats.mode));
  }
  if (process.getuid?.() === 0) lchownSync(target, Number(stats.uid), Number(stats.gid));
  if (!stats.isSymbolicLink()) chmodSync(target, Number(stats.mode & 0o7777n));
  native().setOwnTime(to, stats.mtimeNs);
}
