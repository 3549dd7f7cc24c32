import type { BigIntStats } from "node:fs";
import type { EntryState, EntryType } from "../change-set.ts";

/** Why what was there could not be brought back, or a folder's content is not known. */
export type GapReason =
  /** Larger than a copy may be. */
  | "too large"
  /** The copies together are as large as they may be, or the disk is. */
  | "no room"
  /** The harness may not read it. */
  | "unreadable"
  /** It was being written to while it was copied, each time. */
  | "torn"
  /** In a folder of dependencies, which are kept by hard links, and written to in place. */
  | "written in place"
  /** Deeper than folders are followed. */
  | "too deep"
  /** Below a mount point. */
  | "other file system";

export interface Gap {
  path: string;
  reason: GapReason;
}

/** A copy of what was there, in the snapshot's own folder. */
export interface Image {
  path: string;
  /** What it takes of the room for copies. */
  bytes: number;
  /** A second name of the file itself. */
  linked: boolean;
}

/** One entry of the index. */
export interface Entry {
  state: EntryState;
  /** Changes with content, mode, owner and names, and can be set by nobody. */
  ctimeNs: bigint;
  links: number;
  /** Of a folder, by name. Undefined when it could not be looked into. */
  children?: Map<string, Entry>;
  image?: Image;
  gap?: GapReason;
}

/** Kernels before 6.13 stamp entries with the time of the last tick, up to 10 ms ago: a change may bear the same time as one before it. */
export const TICK_MS = 20;

const typeBits = 0o170000n;
const types = new Map<bigint, EntryType>([
  [0o100000n, "file"],
  [0o040000n, "directory"],
  [0o120000n, "symlink"],
]);

export function toEntry(stats: BigIntStats, target?: string): Entry {
  const { mode, uid, gid, size, mtimeNs, ino, ctimeNs, nlink } = stats;
  const type = types.get(mode & typeBits) ?? "other";
  return {
    state: {
      type,
      mode: Number(mode & 0o7777n),
      uid: Number(uid),
      gid: Number(gid),
      size: type === "file" ? Number(size) : 0,
      mtimeNs,
      ino,
      ...(target !== undefined && { target }),
    },
    ctimeNs,
    links: Number(nlink),
  };
}

/** True when nothing can have happened to the entry since: its inode's times, which nobody can set back, are the same. */
export function isUntouched(entry: Entry, stats: BigIntStats): boolean {
  const { state, ctimeNs } = entry;
  if (ctimeNs !== stats.ctimeNs || state.ino !== stats.ino || state.mtimeNs !== stats.mtimeNs) return false;
  return (state.type === "file" ? BigInt(state.size) : 0n) === (state.type === "file" ? stats.size : 0n);
}

/** What an undo has to bring back is the same, content aside. */
export function isSameState(a: EntryState, b: EntryState): boolean {
  return (
    a.type === b.type &&
    a.mode === b.mode &&
    a.uid === b.uid &&
    a.gid === b.gid &&
    a.size === b.size &&
    a.mtimeNs === b.mtimeNs &&
    a.target === b.target
  );
}

export function countEntries({ children }: Entry): number {
  let count = 1;
  for (const child of children?.values() ?? []) count += countEntries(child);
  return count;
}
