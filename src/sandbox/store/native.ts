/**
 * Calls of the C library that Node does not offer, by the optional package koffi. Loading it takes 10 ms, so it waits for the first use.
 * Without it, times of folders are exact to 240 ns (the precision of a double) and overlay attributes stay on committed files, where they mean nothing.
 */
import { lutimesSync, utimesSync } from "node:fs";
import { createRequire } from "node:module";
import type Koffi from "koffi";
import { toPathBytes } from "../path-bytes.ts";

export interface Native {
  /** Sets when a folder was modified; goes through links, as those of `/proc/self/fd`. */
  setTime(path: string, mtimeNs: bigint): void;
  /** Sets when an entry itself was modified. */
  setOwnTime(path: string, mtimeNs: bigint): void;
  /** Takes overlayfs's own attributes from an entry. Undefined without the C library. */
  stripOverlay: ((path: string) => void) | undefined;
  /** Renames unless something has the new name: 0 or an errno. Undefined without the C library, or with an old one. */
  renameNew: ((from: string, to: string) => number) | undefined;
  /** Makes a pipe or socket with the type and mode of `st_mode`. Undefined without the C library, or with an old one. */
  makeNode: ((path: string, mode: number) => void) | undefined;
}

const AT_FDCWD = -100;
const AT_SYMLINK_NOFOLLOW = 0x100;
const RENAME_NOREPLACE = 1;
/** In the place of nanoseconds: leave this time as it is. */
const UTIME_OMIT = (1n << 30n) - 2n;
const overlayAttributes = ["trusted", "user"].flatMap((space) =>
  ["origin", "opaque", "impure", "redirect", "nlink", "metacopy", "uuid"].map((name) => `${space}.overlay.${name}`),
);

let loaded: Native | undefined;

export function native(): Native {
  return (loaded ??= process.platform === "linux" ? (load() ?? withoutLibrary) : withoutLibrary);
}

type Call = (...values: unknown[]) => number;

function load(): Native | undefined {
  let koffi: typeof Koffi;
  try {
    koffi = createRequire(import.meta.url)("koffi") as typeof Koffi;
  } catch {
    return undefined;
  }
  const library = koffi.load(null);
  const utimensat = library.func("int utimensat(int, const uint8_t *, const int64_t *, int)") as Call;
  const llistxattr = library.func("intptr_t llistxattr(const uint8_t *, void *, size_t)") as Call;
  const lremovexattr = library.func("int lremovexattr(const uint8_t *, const char *)") as Call;
  const renameat2 = optional("int renameat2(int, const uint8_t *, int, const uint8_t *, unsigned int)");

  const mknod = optional("int mknod(const uint8_t *, uint32_t, uint64_t)");

  function optional(signature: string): Call | undefined {
    try {
      return library.func(signature) as Call;
    } catch {
      return undefined;
    }
  }

  function setTime(path: string, mtimeNs: bigint, flags: number): void {
    const times = new BigInt64Array([0n, UTIME_OMIT, mtimeNs / 1_000_000_000n, mtimeNs % 1_000_000_000n]);
    if (utimensat(AT_FDCWD, toCString(path), times, flags) !== 0) throw new Error(`cannot set the time of ${path}: errno ${koffi.errno()}`);
  }

  return {
    setTime: (path, mtimeNs) => setTime(path, mtimeNs, 0),
    setOwnTime: (path, mtimeNs) => setTime(path, mtimeNs, AT_SYMLINK_NOFOLLOW),
    stripOverlay(path) {
      const name = toCString(path);
      if (llistxattr(name, null, 0) <= 0) return;
      for (const attribute of overlayAttributes) lremovexattr(name, attribute);
    },
    renameNew:
      renameat2 &&
      ((from, to) => (renameat2(AT_FDCWD, toCString(from), AT_FDCWD, toCString(to), RENAME_NOREPLACE) === 0 ? 0 : koffi.errno())),
    makeNode:
      mknod &&
      ((path, mode) => {
        if (mknod(toCString(path), mode, 0) !== 0) throw new Error(`cannot make ${path}: errno ${koffi.errno()}`);
      }),
  };
}

function toCString(path: string): Buffer {
  const bytes = toPathBytes(path);
  return Buffer.concat([typeof bytes === "string" ? Buffer.from(bytes) : bytes, Buffer.from([0])]);
}

const withoutLibrary: Native = {
  setTime: (path, mtimeNs) => utimesSync(toPathBytes(path), Date.now() / 1000, Number(mtimeNs) / 1e9),
  setOwnTime: (path, mtimeNs) => lutimesSync(toPathBytes(path), Date.now() / 1000, Number(mtimeNs) / 1e9),
  stripOverlay: undefined,
  renameNew: undefined,
  makeNode: undefined,
};
