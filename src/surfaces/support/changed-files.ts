import { FettleError } from "../../contract/error.ts";
import type { SurfaceCall } from "../../contract/surface.ts";
import { escapeLine } from "../../lib/escape.ts";
import { runGit } from "../../lib/git.ts";

/** How `--diff` names what has changed, for commands that are about that. */
export const diffOption = {
  flags: "--diff [base]",
  describe: "what differs from this commit, default HEAD; main... means since this branch has left main",
} as const;

/** The commit that `--diff` names; undefined without it. */
export function diffBase(options: SurfaceCall["options"]): string | undefined {
  const given = options["diff"];
  return given === true ? "HEAD" : typeof given === "string" ? given : undefined;
}

/**
 * Paths of the files of the workspace that are not as they were at a commit, and of new ones that git does not ignore; sorted.
 * Throws `usage.invalid` where there is no git, or no such commit.
 */
export async function changedFiles(base: string, workspace: string, signal: AbortSignal): Promise<string[]> {
  const git = async (...args: string[]) => (await runGit(args, { workspace, cwd: workspace, signal }))?.toString("utf8");
  const commit = await commitOf(base, git);
  // Before the first commit everything is new, also what waits to be committed.
  const differing =
    commit === undefined
      ? ["ls-files", "-z"]
      : ["diff", "--name-only", "--no-renames", "--ignore-submodules=all", "-z", "--relative", commit];
  const outputs = [await git(...differing), await git("ls-files", "--others", "--exclude-standard", "-z")];
  const paths = outputs.flatMap((output) => {
    if (output === undefined)
      throw new FettleError("usage.invalid", `git cannot say what differs from ${escapeLine(base)}.`, { at: "--diff" });
    return output.split("\0").filter((path) => path !== "");
  });
  return [...new Set(paths)].sort();
}

type Git = (...args: string[]) => Promise<string | undefined>;

async function commitOf(base: string, git: Git): Promise<string | undefined> {
  const name = base.replace(/\.\.\.$/, "");
  const commit = (await git("rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`))?.trim();
  const found = name === base || commit === undefined ? commit : (await git("merge-base", commit, "HEAD"))?.trim();
  if (found !== undefined) return found;
  if ((await git("rev-parse", "--git-dir")) === undefined)
    throw new FettleError("usage.invalid", "This is no git repository, so that nothing can be compared.", { at: "--diff" });
  if (base === "HEAD") return undefined;
  throw new FettleError("usage.invalid", `There is no commit ${escapeLine(base)} here.`, {
    at: "--diff",
    hint: "Name a branch, a tag or a commit.",
  });
}
