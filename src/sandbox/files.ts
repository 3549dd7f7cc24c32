import { randomBytes } from "node:crypto";
import { constants, lstatSync, readlinkSync, type Stats } from "node:fs";
import * as fs from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { FettleError } from "../contract/error.ts";
import type { FileFacts, Files, PathBans } from "../contract/sandbox.ts";
import { isInside } from "../lib/path.ts";
import { toName, toPathBytes } from "./path-bytes.ts";
import { errorCode, outside, Pinner, type Pin } from "./pin.ts";

/** What is read at once when no window is given; a larger file must be read in windows. */
const MAX_WHOLE_BYTES = 64 * 1024 * 1024;
/** As in Linux. */
const MAX_LINKS = 40;

export interface WorkspaceFiles extends Files {
  /** The path of the file that a write to `path` reaches, after links. */
  target(path: string): string;
  /** The path of the entry itself: links on the way are followed, one at the end is not. It need not exist. */
  place(path: string): string;
  /** Absolute path of a folder to work in; `sandbox.outside` when a link leads it out. It need not exist. */
  folder(path: string): string;
  /** Throws what a write to the path would throw: it is no file, the mode is read-only, the folder may not be written to. */
  writable(path: string): Promise<void>;
  /** Throws what a removal of the path would throw for want of permission. */
  removable(path: string): Promise<void>;
}

/** An entry of a folder that is held fast. */
interface Place extends Disposable {
  pin: Pin;
  name: string;
  /** For calls of the file system. */
  path: string | Buffer;
}

/** The workspace's files, without a way out of it. `workspace` must be a real path. Reading what is banned fails with `policy.denied`. */
export function openFiles(workspace: string, { readOnly, bans }: { readOnly: boolean; bans?: PathBans | undefined }): WorkspaceFiles {
  const pinner = new Pinner(workspace);

  function resolvePath(path: string): string {
    const absolute = resolve(workspace, path);
    if (!isInside(absolute, workspace)) throw outside(absolute, workspace);
    return relative(workspace, absolute).split(sep).join("/") || ".";
  }

  /** `follow` goes through links at the end of the path; links before it are always followed. */
  function locate(path: string, { follow, makeFolders = false }: { follow: boolean; makeFolders?: boolean }): Place {
    let at = join(workspace, resolvePath(path));
    for (let links = 0; links <= MAX_LINKS; links++) {
      const [folder, name] = at === workspace ? [at, "."] : [dirname(at), basename(at)];
      const pin = makeFolders ? pinner.make(folder, name) : pinner.pin(folder, name);
      const place = toPlace(pin, name);
      const target = follow ? linkTarget(place) : undefined;
      if (target === undefined) return place;
      place[Symbol.dispose]();
      at = resolve(pin.real, target);
    }
    throw failure("ELOOP", `too many symbolic links: ${path}`);
  }

  function mutable(): void {
    if (readOnly) throw failure("EROFS", "the workspace is read-only in this mode");
  }

  return {
    resolve: resolvePath,

    target(path) {
      try {
        using place = locate(path, { follow: true });
        return resolvePath(join(place.pin.real, place.name));
      } catch (error) {
        if (errorCode(error) === "ENOENT") return resolvePath(path);
        throw error;
      }
    },

    place(path) {
      try {
        using place = locate(path, { follow: false });
        return resolvePath(join(place.pin.real, place.name));
      } catch (error) {
        if (errorCode(error) === "ENOENT") return resolvePath(path);
        throw error;
      }
    },

    folder(path) {
      const absolute = join(workspace, resolvePath(path));
      try {
        using pin = pinner.pin(absolute);
        return pin.real;
      } catch (error) {
        if (errorCode(error) === "ENOENT" || errorCode(error) === "ENOTDIR") return absolute;
        throw error;
      }
    },

    async writable(path) {
      mutable();
      using place = locate(path, { follow: true });
      await inWords(place, async () => {
        const old = await fs.lstat(place.path).catch(() => undefined);
        if (old !== undefined) assertFile(old, path);
        await fs.access(place.pin.path, constants.W_OK);
      });
    },

    async removable(path) {
      mutable();
      using place = locate(path, { follow: false });
      await inWords(place, () => fs.access(place.pin.path, constants.W_OK));
    },

    async facts(path) {
      using place = locate(path, { follow: false });
      return await inWords(place, async () => toFacts(await fs.lstat(place.path)));
    },

    async read(path, window) {
      using place = locate(path, { follow: true });
      const kept = bans?.over(join(place.pin.real, place.name));
      if (kept !== undefined) throw new FettleError("policy.denied", `${path} may not be read: ${kept}`);
      return await inWords(place, async () => {
        await using handle = await fs.open(place.path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
        const stats = await handle.stat();
        assertFile(stats, path);
        if (window === undefined && stats.size > MAX_WHOLE_BYTES) {
          throw failure("EFBIG", `${path} has ${stats.size} bytes, which is too much to read at once; read a part of it`);
        }
        const { offset, maxBytes } = window ?? { offset: 0, maxBytes: MAX_WHOLE_BYTES };
        return await readWindow(handle, offset, Math.min(maxBytes, Math.max(0, stats.size - offset)));
      });
    },

    async write(path, content) {
      mutable();
      using place = locate(path, { follow: true, makeFolders: true });
      await inWords(place, () => replace(place, content, path));
    },

    async remove(path) {
      mutable();
      using place = locate(path, { follow: false });
      await inWords(place, async () => {
        const isFolder = (await fs.lstat(place.path)).isDirectory();
        await (isFolder ? fs.rmdir(place.path) : fs.unlink(place.path));
      });
    },

    async rename(from, to) {
      mutable();
      using source = locate(from, { follow: false });
      using target = locate(to, { follow: false, makeFolders: true });
      await inWords(source, () => inWords(target, () => fs.rename(source.path, target.path)));
    },

    async list(path) {
      using pin = pinner.pin(join(workspace, resolvePath(path)));
      const entries = await fs.readdir(pin.path, { withFileTypes: true, encoding: "buffer" });
      return entries.map((entry) => ({ name: toName(entry.name), type: toType(entry) })).sort((a, b) => (a.name < b.name ? -1 : 1));
    },
  };
}

function toPlace(pin: Pin, name: string): Place {
  return { pin, name, path: toPathBytes(`${pin.path}/${name}`), [Symbol.dispose]: () => pin[Symbol.dispose]() };
}

function linkTarget(place: Place): string | undefined {
  try {
    return toName(readlinkSync(place.path, { encoding: "buffer" }));
  } catch (error) {
    // EINVAL: it is no link. ENOENT: it may be about to be made.
    if (errorCode(error) === "EINVAL" || errorCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

async function readWindow(handle: fs.FileHandle, offset: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(bytes, filled, length - filled, offset + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

/** Writes beside the file and renames over it. Mode and owner stay those of the file, or the owner that of the folder when it is new. */
async function replace(place: Place, content: Uint8Array, path: string): Promise<void> {
  const old = await fs.lstat(place.path).catch(() => undefined);
  if (old !== undefined) assertFile(old, path);
  const temporary = toPathBytes(`${place.pin.path}/.fettle-${randomBytes(8).toString("hex")}`);
  try {
    await using handle = await fs.open(temporary, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW, 0o666);
    await handle.writeFile(content);
    if (process.getuid?.() === 0) {
      const { uid, gid } = old ?? lstatSync(`${place.pin.path}/.`);
      await handle.chown(uid, gid);
    }
    if (old !== undefined) await handle.chmod(old.mode & 0o7777);
    await fs.rename(temporary, place.path);
  } catch (error) {
    await fs.unlink(temporary).catch(() => {}); // The first error is the one to tell.
    throw error;
  }
}

function assertFile(stats: Stats, path: string): void {
  if (stats.isFile()) return;
  if (stats.isDirectory()) throw failure("EISDIR", `${path} is a folder`);
  throw failure("ENOTSUP", `${path} is not a regular file but a ${kind(stats)}`);
}

function kind(stats: Stats): string {
  if (stats.isFIFO()) return "named pipe";
  if (stats.isSocket()) return "socket";
  return stats.isSymbolicLink() ? "symbolic link" : "device";
}

function toFacts(stats: Stats): FileFacts {
  return { type: toType(stats), size: stats.size, mode: stats.mode & 0o7777, mtimeMs: stats.mtimeMs };
}

function toType(entry: Pick<Stats, "isFile" | "isDirectory" | "isSymbolicLink">): FileFacts["type"] {
  if (entry.isFile()) return "file";
  if (entry.isDirectory()) return "directory";
  return entry.isSymbolicLink() ? "symlink" : "other";
}

/** The file system's errors name the pin; people know the folder. */
async function inWords<T>(place: Place, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof Error && errorCode(error) !== undefined) error.message = error.message.replaceAll(place.pin.path, place.pin.real);
    throw error;
  }
}

function failure(code: string, message: string): Error {
  return Object.assign(new Error(`${code}: ${message}`), { code });
}
