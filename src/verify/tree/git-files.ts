import { execFile } from "node:child_process";
import { delimiter } from "node:path";
import { devNull } from "node:os";
import { findProgram, programFolders } from "../../lib/program.ts";
import { noiseFolders } from "./noise.ts";
import type { PathBytes } from "./path-bytes.ts";

export interface GitListing {
  /** A real path. No git that lies in it is run. */
  workspace: string;
  /** Absolute; the workspace or a folder of it. */
  folder: string;
  signal?: AbortSignal | undefined;
}

/**
 * Files below `folder` that git tracks or would track, in no order; links to other repositories and embedded
 * repositories are named as folders. Undefined when git cannot tell, or knows of none here.
 *
 * What is ignored is decided by `.gitignore` files alone: they are part of the tree, so nothing outside of it
 * (`.git/info/exclude`, the user's own configuration) can hide a file from the hash. For that they count themselves, whatever
 * they say: a new one that hides its whole folder changes the tree.
 */
export async function listByGit({ workspace, folder, signal }: GitListing): Promise<PathBytes[] | undefined> {
  const git = findProgram("git", workspace);
  if (git === undefined) return undefined;
  const exclude = noiseFolders.map((name) => `--exclude=${name}/`);
  const args = [...SAFE, "ls-files", "-coz", "--exclude-per-directory=.gitignore", "--exclude=!.gitignore", ...exclude];
  const env = { ...ENVIRONMENT, PATH: programFolders(workspace).join(delimiter) };
  const output = await run(git, args, { cwd: folder, env, ...(signal && { signal }) });
  if (output === undefined || output.length === 0) return undefined;
  const paths = output.toString("latin1").split("\0");
  return paths.filter((path) => path !== "").map((path) => path.replace(/\/$/, ""));
}

/** The repository is not trusted: nothing that its configuration names is run, and nothing is fetched or written. */
const SAFE = ["-c", "core.fsmonitor=false", "-c", `core.hooksPath=${devNull}`, "-c", "safe.directory=*"];
const ENVIRONMENT = {
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: devNull,
  GIT_OPTIONAL_LOCKS: "0",
  GIT_NO_LAZY_FETCH: "1",
  GIT_TERMINAL_PROMPT: "0",
  LC_ALL: "C",
};

interface RunOptions {
  cwd: string;
  env: Record<string, string>;
  signal?: AbortSignal;
}

function run(git: string, args: readonly string[], options: RunOptions): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    execFile(git, args, { ...options, encoding: "buffer", maxBuffer: 2 ** 30 }, (error, stdout) => {
      if (options.signal?.aborted === true) reject(options.signal.reason as Error);
      else resolve(error === null ? stdout : undefined);
    });
  });
}
