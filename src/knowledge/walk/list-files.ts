import { join } from "node:path";
import { runGit } from "../../lib/git.ts";
import { type FoundFile, statOf } from "./file-facts.ts";
import { globalExcludes } from "./global-excludes.ts";
import { isNoise, isWalked, walkFolder } from "./walk-folder.ts";

export interface ListOptions {
  /** Absolute and real. */
  workspace: string;
  maxFiles: number;
  signal?: AbortSignal | undefined;
}

export interface Listing {
  files: FoundFile[];
  /** There are more than `maxFiles`. */
  cut: boolean;
}

/**
 * The regular files of a workspace that git does not ignore (by `.gitignore` files, `.git/info/exclude`, or the person's own list), sorted
 * by nothing; in a folder that git does not know, those that its `.gitignore` files do not hide. What tools install is left out even when
 * it is tracked. Links are not followed. Git's own listing is taken where there is one: a walk is faster by the start of two processes, but does
 * not know what is tracked though a rule hides it.
 */
export async function listFiles(options: ListOptions): Promise<Listing> {
  const paths = await gitPaths(options, { folder: "" });
  return keep(paths ?? walkFolder(options.workspace), options);
}

/**
 * The same for some paths, files or folders, that may have changed: those of them, and below them, that the whole listing would have.
 * Git is only asked about folders, and in a part of a repository: a file that is new to both is hidden by nothing but rules.
 */
export async function listSome(options: ListOptions, paths: readonly string[]): Promise<Listing> {
  const { workspace } = options;
  const isFolder = (path: string) => statOf(join(workspace, path))?.isDirectory() === true;
  const there = paths.filter((path) => !isNoise(path) && statOf(join(workspace, path)) !== undefined);
  const isTop = statOf(join(workspace, ".git"))?.isDirectory() === true;
  const forGit = isTop ? there.filter(isFolder) : there;
  const listed = forGit.length === 0 ? undefined : await gitPaths(options, { folder: "", below: forGit });
  if (listed !== undefined && !isTop && listed.length === 0 && (await gitPaths(options, { folder: "" })) !== undefined) return nothing();
  const known = listed === undefined || listed.length === 0 ? [] : forGit;
  const walked = there
    .filter((path) => !known.includes(path))
    .flatMap((path) => (!isWalked(workspace, path, isFolder(path)) ? [] : isFolder(path) ? [...walkFolder(workspace, path)] : [path]));
  return keep([...(listed ?? []), ...walked], options);
}

const nothing = (): Listing => ({ files: [], cut: false });

/** Repositories within repositories. */
const MAX_DEPTH = 8;

interface GitOptions {
  /** Of the workspace, empty or with `/` at the end. */
  folder: string;
  below?: readonly string[];
  depth?: number;
}

/** Undefined when git cannot tell, or knows of nothing here. */
async function gitPaths(options: ListOptions, { folder, below = [], depth = 0 }: GitOptions): Promise<string[] | undefined> {
  const { workspace, signal } = options;
  const args = [
    "-c",
    `core.excludesFile=${globalExcludes()}`,
    "ls-files",
    "-z",
    "--cached",
    "--others",
    "--exclude-standard",
    "--deduplicate",
  ];
  const output = await runGit([...args, ...(below.length > 0 ? ["--", ...below] : [])], {
    workspace,
    cwd: join(workspace, folder),
    signal,
  });
  if (output === undefined || (output.length === 0 && below.length === 0)) return undefined;
  const paths: string[] = [];
  for (const name of output.toString().split("\0")) {
    if (name === "") continue;
    const path = folder + name;
    // Another repository is named as a folder when it is not tracked.
    if (path.endsWith("/")) paths.push(...(await nested(options, { folder: path, depth })));
    else paths.push(path);
  }
  return paths;
}

async function nested(options: ListOptions, { folder, depth }: { folder: string; depth: number }): Promise<Iterable<string>> {
  if (isNoise(folder.slice(0, -1)) || depth >= MAX_DEPTH) return [];
  return (await gitPaths(options, { folder, depth: depth + 1 })) ?? walkFolder(options.workspace, folder.slice(0, -1));
}

async function keep(paths: Iterable<string>, options: ListOptions): Promise<Listing> {
  const files: FoundFile[] = [];
  for (const path of paths) {
    if (isNoise(path)) continue;
    const facts = statOf(join(options.workspace, path));
    if (facts?.isFile() === true) {
      if (files.length >= options.maxFiles) return { files, cut: true };
      files.push({ path, size: facts.size, mtimeMs: facts.mtimeMs });
    } else if (facts?.isDirectory() === true) {
      // A submodule: git tracks the folder as one thing.
      const rest = options.maxFiles - files.length;
      const inside = await keep(await nested(options, { folder: `${path}/`, depth: 1 }), { ...options, maxFiles: rest });
      files.push(...inside.files);
      if (inside.cut) return { files, cut: true };
    }
    options.signal?.throwIfAborted();
  }
  return { files, cut: false };
}
