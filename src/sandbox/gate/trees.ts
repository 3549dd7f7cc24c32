import { closeSync, constants, fstatSync, lstatSync, openSync, readdirSync, readlinkSync, readSync, type Stats } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { EntryType, PendingChange } from "../change-set.ts";
import { toName, toPathBytes } from "../path-bytes.ts";
import { Pinner } from "../pin.ts";
import { foldName } from "./fold-name.ts";

/** What is larger is not judged by its content but held. */
const MAX_TEXT_BYTES = 4 * 1024 * 1024;

export interface Entry {
  type: EntryType;
  mode: number;
  size: number;
  mtimeNs: bigint;
  /** A named pipe is as harmless as it looks; what else is `other` is not. */
  pipe: boolean;
}

/** A workspace as it is, or as it would be. Paths are relative to the root, and their folders are folders, not links. */
export interface Tree {
  entry(path: string): Entry | null;
  /** Names in a folder by their folded names; empty when it is none. Of several names that fold to one, the last. */
  names(folder: string): ReadonlyMap<string, string>;
  /** Content of a file, as Latin-1 so that every byte counts; null when there is none, undefined when it cannot be judged. */
  text(path: string, maxBytes?: number): string | null | undefined;
  target(path: string): string | null;
}

export interface Trees {
  present: Tree;
  future: Tree;
  /** Whether the content of a path would be another file than now. */
  changes(path: string): boolean;
}

export function openTrees(root: string, pending: readonly PendingChange[]): Trees {
  const byPath = new Map(pending.map((change) => [change.path, change]));
  const children = new Map<string, Set<string>>();
  for (const { path } of pending) {
    const folder = parentOf(path);
    children.set(folder, (children.get(folder) ?? new Set()).add(path));
  }
  const pinner = new Pinner(root);

  /** The change that decides what a path will be. */
  function decider(path: string): PendingChange | undefined {
    for (let at = path; at !== "."; at = parentOf(at)) {
      const change = byPath.get(at);
      if (change !== undefined && (change.staged !== null || change.after === null)) return change;
    }
    return undefined;
  }

  /** Absolute path of what will stand there; null when nothing will. */
  function source(path: string): string | null {
    const change = decider(path);
    if (change === undefined) return join(root, path);
    if (change.staged === null) return null;
    if (change.path === path) return change.staged;
    return change.after?.type === "directory" ? join(change.staged, path.slice(change.path.length + 1)) : null;
  }

  /** What a job has written over already is not what was there before. */
  function isAsBefore(path: string): boolean {
    const before = byPath.get(path)?.before;
    if (!before) return true;
    const now = lookAt(join(root, path));
    return now !== null && now.size === before.size && now.mtimeNs === before.mtimeNs;
  }

  const present: Tree = {
    entry: (path) => lookAt(join(root, path)),
    names: (folder) => foldedNames(listNames(join(root, folder))),
    text: (path, maxBytes = MAX_TEXT_BYTES) => (isAsBefore(path) ? readPinned(pinner, join(root, path), maxBytes) : null),
    target: (path) => readTarget(join(root, path)),
  };
  const future: Tree = {
    entry(path) {
      const from = source(path);
      const found = from === null ? null : lookAt(from);
      const after = byPath.get(path)?.after;
      return found !== null && after ? { ...found, mode: after.mode } : found;
    },
    names(folder) {
      const from = source(folder);
      const names = new Set(from === null ? [] : listNames(from));
      for (const path of children.get(folder) ?? []) {
        if (source(path) === null) names.delete(basename(path));
        else names.add(basename(path));
      }
      return foldedNames(names);
    },
    text(path, maxBytes = MAX_TEXT_BYTES) {
      const from = source(path);
      if (from === null) return null;
      return decider(path) === undefined ? readPinned(pinner, from, maxBytes) : readText(from, maxBytes);
    },
    target(path) {
      const from = source(path);
      return from === null ? null : readTarget(from);
    },
  };
  return { present, future, changes: (path) => decider(path) !== undefined };
}

export function parentOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "." : path.slice(0, slash);
}

export function below(folder: string, name: string): string {
  return folder === "." ? name : `${folder}/${name}`;
}

/** One entry, no link followed at its end; null when there is none. */
function lookAt(path: string): Entry | null {
  try {
    const stats = lstatSync(toPathBytes(path), { throwIfNoEntry: false, bigint: true });
    if (stats === undefined) return null;
    const type = typeOf(stats);
    return { type, mode: Number(stats.mode) & 0o7777, size: Number(stats.size), mtimeNs: stats.mtimeNs, pipe: stats.isFIFO() };
  } catch (error) {
    if (isNothing(error) || isClosed(error)) return null;
    throw error;
  }
}

export function typeOf(entry: Pick<Stats, "isFile" | "isDirectory" | "isSymbolicLink">): EntryType {
  if (entry.isFile()) return "file";
  if (entry.isDirectory()) return "directory";
  return entry.isSymbolicLink() ? "symlink" : "other";
}

function listNames(folder: string): string[] {
  try {
    return readdirSync(toPathBytes(folder), { encoding: "buffer" }).map(toName);
  } catch (error) {
    if (isNothing(error) || isClosed(error)) return [];
    throw error;
  }
}

function foldedNames(names: Iterable<string>): Map<string, string> {
  return new Map(Array.from(names, (name) => [foldName(name), name]));
}

function readTarget(path: string): string | null {
  try {
    return toName(readlinkSync(toPathBytes(path), { encoding: "buffer" }));
  } catch (error) {
    if (isNothing(error)) return null;
    throw error;
  }
}

/** Of the root, where somebody may swap a folder for a link at any moment. */
function readPinned(pinner: Pinner, path: string, maxBytes: number): string | null | undefined {
  try {
    using pin = pinner.pin(dirname(path));
    return readText(join(pin.path, basename(path)), maxBytes);
  } catch (error) {
    if (isNothing(error)) return null;
    return undefined;
  }
}

function readText(path: string, maxBytes: number): string | null | undefined {
  let file: number;
  try {
    file = openSync(toPathBytes(path), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    return isNothing(error) ? null : undefined;
  }
  try {
    const stats = fstatSync(file);
    if (!stats.isFile() || stats.size > maxBytes) return undefined;
    const bytes = Buffer.alloc(stats.size);
    let length = 0;
    for (let read = -1; length < bytes.length && read !== 0; length += read)
      read = readSync(file, bytes, length, bytes.length - length, null);
    return bytes.toString("latin1", 0, length);
  } finally {
    closeSync(file);
  }
}

/** EINVAL: it is no link. */
function isNothing(error: unknown): boolean {
  return ["ENOENT", "ENOTDIR", "EINVAL"].includes((error as NodeJS.ErrnoException).code ?? "");
}

/** New folders like this are held as such. */
function isClosed(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === "EACCES";
}
