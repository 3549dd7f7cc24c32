import { lstatSync, readlinkSync, type BigIntStats } from "node:fs";
import type { EntryState, EntryType } from "../change-set.ts";
import { toName, toPathBytes } from "../path-bytes.ts";

/** What is at a path now, a link itself and not what it names; null when nothing is. */
export function stateAt(path: string): EntryState | null {
  const stats = statsAt(path);
  return stats === null ? null : toState(stats, path);
}

export function statsAt(path: string): BigIntStats | null {
  try {
    return lstatSync(toPathBytes(path), { bigint: true, throwIfNoEntry: false }) ?? null;
  } catch (error) {
    // A folder on the way is a file by now: nothing is there either.
    if ((error as NodeJS.ErrnoException).code === "ENOTDIR") return null;
    throw error;
  }
}

/** A link without its target is one that was replaced while it was looked at. */
export function toState(stats: BigIntStats, path: string): EntryState {
  const type = toType(stats);
  return {
    type,
    mode: Number(stats.mode & 0o7777n),
    uid: Number(stats.uid),
    gid: Number(stats.gid),
    size: type === "file" ? Number(stats.size) : 0,
    mtimeNs: stats.mtimeNs,
    ino: stats.ino,
    ...(type === "symlink" && targetOf(path)),
  };
}

function targetOf(path: string): Pick<EntryState, "target"> {
  try {
    return { target: toName(readlinkSync(toPathBytes(path), { encoding: "buffer" })) };
  } catch (error) {
    if (["EINVAL", "ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return {};
    throw error;
  }
}

function toType(stats: BigIntStats): EntryType {
  if (stats.isFile()) return "file";
  if (stats.isDirectory()) return "directory";
  return stats.isSymbolicLink() ? "symlink" : "other";
}

/**
 * Whether an entry is as it was left. Inode numbers are not compared: a copy that keeps the time is the same file for whoever made it.
 * Of folders only what is their own is compared; what is in them has times of its own.
 */
export function isSame(a: EntryState | null, b: EntryState | null): boolean {
  if (a === null || b === null) return a === b;
  if (a.type !== b.type || a.mode !== b.mode || a.uid !== b.uid || a.gid !== b.gid) return false;
  return a.type === "directory" || (a.size === b.size && a.mtimeNs === b.mtimeNs && a.target === b.target);
}
