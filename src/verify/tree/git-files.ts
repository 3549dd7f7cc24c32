import { runGit } from "../../lib/git.ts";
import { noiseFolders } from "../../lib/noise-folders.ts";
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
  const exclude = noiseFolders.map((name) => `--exclude=${name}/`);
  const args = ["ls-files", "-coz", "--exclude-per-directory=.gitignore", "--exclude=!.gitignore", ...exclude];
  const output = await runGit(args, { workspace, cwd: folder, signal, namesOnly: true });
  if (output === undefined || output.length === 0) return undefined;
  const paths = output.toString("latin1").split("\0");
  return paths.filter((path) => path !== "").map((path) => path.replace(/\/$/, ""));
}
