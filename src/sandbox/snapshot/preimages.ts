import { chmodSync, copyFileSync, constants, lchownSync, linkSync, lstatSync, mkdirSync, renameSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import type { EntryState } from "../change-set.ts";
import { toPathBytes } from "../path-bytes.ts";
import type { Entry, Gap, GapReason } from "./entry.ts";
import type { Images } from "./images.ts";
import type { SetMtime } from "./mtime.ts";

/** Makes again what was there, from its image, with mode, owner and time. */
export interface Preimages {
  /** Path of what was made, or null when nothing could be. What is missing in a folder, or all of it, goes to `gaps`. */
  make(entry: Entry, path: string, gaps: Gap[]): string | null;
}

export interface PreimagesOptions {
  /** Empty; one per comparison. */
  folder: string;
  /** Are used up. */
  images: Images;
  setMtime: SetMtime;
}

export function openPreimages({ folder, images, setMtime }: PreimagesOptions): Preimages {
  const made = new Map<bigint, string>();
  let count = 0;

  function makeAny(entry: Entry, path: string, target: string, gaps: Gap[]): boolean {
    if (entry.state.type === "directory") return makeFolder(entry, path, target, gaps);
    const gap = entry.state.type === "symlink" ? makeLink(entry, target) : makeFile(entry, target);
    if (gap !== undefined) gaps.push({ path, reason: gap });
    else adopt(target, entry.state);
    return gap === undefined;
  }

  function makeFolder(entry: Entry, path: string, target: string, gaps: Gap[]): true {
    mkdirSync(toPathBytes(target), { mode: 0o700 });
    if (entry.children === undefined) gaps.push({ path, reason: entry.gap ?? "unreadable" });
    for (const [name, child] of entry.children ?? []) makeAny(child, `${path}/${name}`, join(target, name), gaps);
    adopt(target, entry.state);
    return true;
  }

  function makeLink({ state }: Entry, target: string): GapReason | undefined {
    if (state.target === undefined) return "torn";
    symlinkSync(toPathBytes(state.target), toPathBytes(target));
    return undefined;
  }

  function makeFile(entry: Entry, target: string): GapReason | undefined {
    const { state, image, links } = entry;
    if (image === undefined) return entry.gap ?? "torn";
    const twin = links > 1 ? made.get(state.ino) : undefined;
    if (twin !== undefined) {
      // They were one file, and an undo of both makes them one again.
      linkSync(toPathBytes(twin), toPathBytes(target));
      images.drop(image);
      return undefined;
    }
    if (image.linked) {
      const gap = copyLinked(entry, image.path, target);
      if (gap !== undefined) return gap;
    } else {
      renameSync(image.path, toPathBytes(target));
      images.forget(image);
    }
    if (links > 1) made.set(state.ino, target);
    return undefined;
  }

  function adopt(path: string, { type, mode, uid, gid, mtimeNs }: EntryState): void {
    if (process.getuid?.() === 0) lchownSync(toPathBytes(path), uid, gid);
    // After the owner, whose change takes away set-uid.
    if (type !== "symlink") chmodSync(toPathBytes(path), mode);
    setMtime(path, mtimeNs);
  }

  return {
    make(entry, path, gaps) {
      const target = join(folder, String(count++));
      return makeAny(entry, path, target, gaps) ? target : null;
    },
  };
}

/** Nobody else may have a name of what is kept, or he could write to it. */
function copyLinked({ state }: Entry, image: string, target: string): GapReason | undefined {
  const stats = lstatSync(image, { bigint: true, throwIfNoEntry: false });
  if (stats === undefined) return "unreadable";
  if (state.type === "file" && (stats.mtimeNs !== state.mtimeNs || stats.size !== BigInt(state.size))) return "written in place";
  if (state.type !== "file" || stats.nlink === 1n) linkSync(image, toPathBytes(target));
  else copyFileSync(image, toPathBytes(target), constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
  return undefined;
}
