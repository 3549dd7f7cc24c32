import {
  type BigIntStats,
  closeSync,
  constants,
  copyFileSync,
  fstatSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readSync,
  rmSync,
  statfsSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { toPathBytes } from "../path-bytes.ts";
import { errorCode } from "../pin.ts";
import { type Entry, type GapReason, type Image, TICK_MS, toEntry } from "./entry.ts";
import { entryOf, type HeldFolder } from "./held-folder.ts";

/** On file systems that can, a copy shares its blocks: by FICLONE on btrfs and xfs, by clonefile on APFS. */
const COPY = constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL;
/** Larger ones are copied beside the event loop, which costs more than a small copy itself. */
const MAX_SMALL_BYTES = 256 * 1024;
/** Of the free space of a disk. */
const MAX_SHARE = 0.5;

export interface ImagesOptions {
  /** Private, and on the file system of what is copied, as is `links`. */
  folder: string;
  /** For second names, by inode number, which stays the file's own as long as the name is there. */
  links: string;
  maxFileBytes: number;
  maxBytes: number;
}

/** `being written`: not now, but perhaps in `TICK_MS`. */
export type Outcome = "kept" | "gone" | "being written" | GapReason;

export interface Images {
  /** How many more bytes fit. */
  room(): number;
  /** Gives an entry its image, and its state as of then. `linked`: by a second name instead of a copy. Never rejects. */
  capture(folder: HeldFolder, name: string, entry: Entry, how: { linked: boolean }): Promise<Outcome>;
  /** The caller has moved the image away. */
  forget(image: Image): void;
  /** Nobody needs the image. Second names stay: to remove one would change the file, and others may count on it. */
  drop(image: Image): void;
}

/** Copies and second names of files of one root. */
export function openImages({ folder, links, maxFileBytes, maxBytes }: ImagesOptions): Images {
  for (const path of [folder, links]) mkdirSync(path, { recursive: true, mode: 0o700 });
  const clones = canClone(folder);
  const window = Buffer.allocUnsafe(MAX_SMALL_BYTES);
  let taken = 0;
  let count = 0;

  function nextPath(): string {
    return join(folder, String(count++));
  }

  async function copy(folder: HeldFolder, name: string, entry: Entry): Promise<Outcome> {
    const file = openSync(toPathBytes(entryOf(folder, name)), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const path = nextPath();
    try {
      const before = fstatSync(file, { bigint: true });
      // A write that has begun may still go on, and a later one may bear the same time.
      if (Number(before.ctimeMs) > Date.now() - TICK_MS) return "being written";
      if (!before.isFile()) return "torn";
      if (before.size > maxFileBytes) return "too large";
      if (taken + Number(before.size) > maxBytes) return "no room";
      const source = process.platform === "linux" ? `/proc/self/fd/${file}` : entryOf(folder, name);
      if (before.size > MAX_SMALL_BYTES) await copyFile(source, path, COPY);
      else if (clones) copyFileSync(source, path, COPY);
      else copySmall(file, path);
      const after = fstatSync(file, { bigint: true });
      if (after.ctimeNs !== before.ctimeNs || after.size !== before.size || lstatSync(path, { bigint: true }).size !== after.size) {
        rmSync(path, { force: true });
        return "being written";
      }
      return settle(entry, after, { path, bytes: Number(after.size), linked: false });
    } catch (error) {
      rmSync(path, { force: true });
      throw error;
    } finally {
      closeSync(file);
    }
  }

  /** Half the time of `copyFile`, which begins with an attempt to clone. What is too long by now is found by its size. */
  function copySmall(file: number, path: string): void {
    const length = readSync(file, window, 0, window.length, 0);
    const copy = openSync(path, "wx", 0o600);
    try {
      if (writeSync(copy, window, 0, length) < length) throw Object.assign(new Error("ENOSPC: a copy was cut short"), { code: "ENOSPC" });
    } finally {
      closeSync(copy);
    }
  }

  function link(folder: HeldFolder, name: string, entry: Entry): "kept" {
    const path = join(links, String(entry.state.ino));
    try {
      linkSync(toPathBytes(entryOf(folder, name)), path);
    } catch (error) {
      if (errorCode(error) !== "EEXIST") throw error;
    }
    const stats = lstatSync(path, { bigint: true });
    if (stats.ino === entry.state.ino) return settle(entry, stats, { path, bytes: 0, linked: true });
    // Another file had come to the name.
    rmSync(path);
    throw Object.assign(new Error(`EAGAIN: '${name}' was replaced`), { code: "EAGAIN" });
  }

  function settle(entry: Entry, stats: BigIntStats, image: Image): "kept" {
    taken += image.bytes;
    Object.assign(entry, { ...toEntry(stats), image, gap: undefined });
    return "kept";
  }

  async function keep(folder: HeldFolder, name: string, entry: Entry, linked: boolean): Promise<Outcome> {
    if (entry.state.type !== "file") return link(folder, name, entry);
    if (linked && tryLink(folder, name, entry)) return "kept";
    try {
      return await copy(folder, name, entry);
    } catch (error) {
      // Its owner may keep what he may not read.
      if (errorCode(error) === "EACCES" && tryLink(folder, name, entry)) return "kept";
      throw error;
    }
  }

  /** Files of others cannot be linked by everyone, and a file only so many times. */
  function tryLink(folder: HeldFolder, name: string, entry: Entry): boolean {
    try {
      link(folder, name, entry);
      return true;
    } catch (error) {
      if (errorCode(error) === "ENOENT") throw error;
      return false;
    }
  }

  return {
    room: () => Math.max(0, Math.min(maxBytes - taken, freeBytes(folder) * MAX_SHARE)),
    async capture(folder, name, entry, { linked }) {
      try {
        return await keep(folder, name, entry, linked);
      } catch (error) {
        if (errorCode(error) === "ENOENT") return "gone";
        return reasons.get(errorCode(error) ?? "") ?? "unreadable";
      }
    },
    forget: ({ bytes }) => void (taken -= bytes),
    drop({ path, bytes, linked }) {
      if (linked) return;
      rmSync(path, { force: true });
      taken -= bytes;
    },
  };
}

const reasons = new Map<string, GapReason>([
  ["ENOSPC", "no room"],
  ["EDQUOT", "no room"],
  ["ELOOP", "torn"],
  ["ENXIO", "torn"],
  ["EISDIR", "torn"],
]);

/** Whether files can share their blocks there: btrfs and xfs, not ext4. */
function canClone(folder: string): boolean {
  const [from, to] = [join(folder, "from"), join(folder, "to")];
  try {
    writeFileSync(from, "x");
    copyFileSync(from, to, constants.COPYFILE_FICLONE_FORCE);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(from, { force: true });
    rmSync(to, { force: true });
  }
}

function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}
