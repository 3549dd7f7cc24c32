import { chmodSync, lchownSync, lstatSync, mkdirSync, rmSync, type Stats } from "node:fs";
import { dirname, join } from "node:path";
import type { FileFacts, Files } from "../contract/sandbox.ts";
import { openFiles, type WorkspaceFiles } from "./files.ts";
import { toPathBytes } from "./path-bytes.ts";
import { errorCode } from "./pin.ts";

export interface StagedFiles {
  files: WorkspaceFiles;
  /** Paths, relative to the workspace, that were there and are to go. */
  removed(): string[];
  /** Whether anything was written or removed. */
  touched(): boolean;
}

/**
 * The workspace's files as one transaction sees them: what it writes lies in a private folder, laid out like the workspace,
 * until the transaction is committed. `upper` makes that folder at the first write.
 */
export function stageFiles(lower: WorkspaceFiles, { workspace, upper }: { workspace: string; upper(): string }): StagedFiles {
  const gone = new Set<string>();
  let staged: { root: string; files: WorkspaceFiles } | undefined;

  function stage(): { root: string; files: WorkspaceFiles } {
    if (staged !== undefined) return staged;
    const root = upper();
    return (staged = { root, files: openFiles(root, { readOnly: false }) });
  }

  /** Gone itself, or in a folder that is. */
  function isGone(path: string): boolean {
    return gone.has(path) || (path.includes("/") && isGone(dirname(path)));
  }

  function stagedStats(path: string): Stats | undefined {
    return staged === undefined ? undefined : statsOf(join(staged.root, path));
  }

  /** Where reads of a path go. */
  function sideOf(path: string): WorkspaceFiles {
    if (stagedStats(path) !== undefined) return stage().files;
    if (isGone(path)) throw Object.assign(new Error(`ENOENT: no such file or directory, '${path}'`), { code: "ENOENT" });
    return lower;
  }

  /** The folders on the way, with the modes and owners of those they stand for. */
  function makeFolders(folder: string): void {
    if (folder === "." || stagedStats(folder) !== undefined) return;
    makeFolders(dirname(folder));
    const copy = join(stage().root, folder);
    mkdirSync(toPathBytes(copy));
    const old = isGone(folder) ? undefined : statsOf(join(workspace, folder));
    if (old?.isDirectory() === true) adopt(copy, old);
    else adoptOwner(copy, statsOf(join(workspace, nearestFolder(folder))));
  }

  /** The nearest folder above that is there already. */
  function nearestFolder(path: string): string {
    const folder = dirname(path);
    return folder === "." || statsOf(join(workspace, folder))?.isDirectory() === true ? folder : nearestFolder(folder);
  }

  async function write(path: string, content: Uint8Array): Promise<void> {
    const target = lower.target(path);
    const old = isGone(target) ? undefined : statsOf(join(workspace, target));
    // The same refusals as for a write in place: a folder, a pipe, a folder that may not be written to.
    await lower.writable(old === undefined ? join(nearestFolder(target), ".new") : target);
    makeFolders(dirname(target));
    await stage().files.write(target, content);
    if (old !== undefined) adopt(join(stage().root, target), old);
    gone.delete(target);
  }

  const files: WorkspaceFiles = {
    resolve: (path) => lower.resolve(path),
    target: (path) => lower.target(path),
    place: (path) => lower.place(path),
    folder: (path) => lower.folder(path),
    writable: (path) => lower.writable(path),
    removable: (path) => lower.removable(path),

    async facts(path) {
      const place = lower.place(path);
      return await sideOf(place).facts(place);
    },

    async read(path, window) {
      const target = lower.target(path);
      return await sideOf(target).read(target, window);
    },

    write,

    async remove(path) {
      const place = lower.place(path);
      const here = stagedStats(place);
      const there = isGone(place) ? undefined : statsOf(join(workspace, place));
      if (here === undefined && there === undefined) return await lower.remove(place);
      if ((here ?? there)?.isDirectory() === true && (await files.list(place)).length > 0) throw notEmpty(place);
      await lower.removable(place);
      if (here !== undefined) rmSync(toPathBytes(join(stage().root, place)), { recursive: true });
      if (there !== undefined) gone.add(place);
      stage();
    },

    async rename(from, to) {
      const place = lower.place(from);
      const { type, mode } = await files.facts(place);
      if (type !== "file")
        throw Object.assign(new Error(`EISDIR: only files are renamed here, '${from}' is a ${type}`), { code: "EISDIR" });
      const content = await files.read(place);
      const target = lower.place(to);
      await write(target, content);
      chmodSync(toPathBytes(join(stage().root, target)), mode);
      await files.remove(place);
    },

    async list(path) {
      const target = lower.target(path);
      const here = stagedStats(target)?.isDirectory() === true ? await stage().files.list(target) : undefined;
      const there = isGone(target) ? undefined : await listOf(lower, target, here !== undefined);
      const entries = new Map<string, FileFacts["type"]>();
      for (const { name, type } of there ?? []) if (!isGone(target === "." ? name : `${target}/${name}`)) entries.set(name, type);
      for (const { name, type } of here ?? []) entries.set(name, type);
      if (here === undefined && there === undefined) sideOf(target);
      return [...entries].map(([name, type]) => ({ name, type })).sort((a, b) => (a.name < b.name ? -1 : 1));
    },
  };

  return { files, removed: () => [...gone], touched: () => staged !== undefined };
}

/** A folder that is new in the transaction has no counterpart, which is no error. */
async function listOf(lower: Files, path: string, mayBeMissing: boolean): Promise<Awaited<ReturnType<Files["list"]>>> {
  try {
    return await lower.list(path);
  } catch (error) {
    if (mayBeMissing && errorCode(error) === "ENOENT") return [];
    throw error;
  }
}

function adopt(path: string, { mode, uid, gid }: Stats): void {
  if (process.getuid?.() === 0) lchownSync(toPathBytes(path), uid, gid);
  chmodSync(toPathBytes(path), mode & 0o7777);
}

function adoptOwner(path: string, of: Stats | undefined): void {
  if (process.getuid?.() === 0 && of !== undefined) lchownSync(toPathBytes(path), of.uid, of.gid);
}

function statsOf(path: string): Stats | undefined {
  return lstatSync(toPathBytes(path), { throwIfNoEntry: false });
}

function notEmpty(path: string): Error {
  return Object.assign(new Error(`ENOTEMPTY: the folder ${path} is not empty`), { code: "ENOTEMPTY" });
}
