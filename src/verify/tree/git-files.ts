import { execFile } from "node:child_process";
import { devNull } from "node:os";
import { noiseFolders } from "./noise.ts";
import type { PathBytes } from "./path-bytes.ts";

/**
 * Files below `folder` that git tracks or would track, in no order; links to other repositories and embedded
 * repositories are named as folders. Undefined when git cannot tell, or knows of none here.
 *
 * What is ignored is decided by `.gitignore` files alone: they are part of the tree, so nothing outside of it
 * (`.git/info/exclude`, the user's own configuration) can hide a file from the hash.
 */
export async function listByGit(folder: string, signal?: AbortSignal): Promise<PathBytes[] | undefined> {
  const exclude = noiseFolders.map((name) => `--exclude=${name}/`);
  const args = [...SAFE, "ls-files", "-coz", "--exclude-per-directory=.gitignore", ...exclude];
  const output = await run(folder, args, signal);
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

function run(cwd: string, args: readonly string[], signal?: AbortSignal): Promise<Buffer | undefined> {
  const env = { ...ENVIRONMENT, PATH: process.env["PATH"] };
  return new Promise((resolve, reject) => {
    execFile("git", args, { cwd, env, encoding: "buffer", maxBuffer: 2 ** 30, ...(signal && { signal }) }, (error, stdout) => {
      if (signal?.aborted === true) reject(signal.reason as Error);
      else resolve(error === null ? stdout : undefined);
    });
  });
}
