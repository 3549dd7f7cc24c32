import { realpathSync } from "node:fs";
import { sha256 } from "../../lib/hash.ts";
import { runGit } from "../../lib/git.ts";
import { createTreeHasher, type Tree } from "../../verify/tree-hash.ts";

/**
 * Other names of a tree, for those who know no Fettle, as long as the workspace still is this tree: `dirHash` of its regular files, and
 * `gitCommit` when exactly this tree has been committed. Empty when the workspace is another tree by now.
 */
export async function treeDigests(workspace: string, tree: string): Promise<Record<string, string>> {
  const real = realPath(workspace);
  if (real === undefined || tree === "") return {};
  const now = await createTreeHasher(real).hash();
  if (now.hash !== tree) return {};
  const commit = await committed(real);
  return { dirHash: dirHash(now), ...(commit !== undefined && { gitCommit: commit }) };
}

/** Hash1 of https://pkg.go.dev/golang.org/x/mod/sumdb/dirhash, in hex. */
function dirHash({ files }: Tree): string {
  const lines = [...files].flatMap(([path, { mode, content }]) =>
    mode === "file" || mode === "executable" ? [`${content}  ${path}\n`] : [],
  );
  return sha256(Buffer.from(lines.join(""), "latin1"));
}

/** The commit that holds all of the workspace as it is, and nothing beside it. */
async function committed(workspace: string): Promise<string | undefined> {
  const git = async (...args: string[]) => (await runGit(args, { workspace, cwd: workspace }))?.toString("utf8");
  const prefix = await git("rev-parse", "--show-prefix");
  const changed = await git("status", "--porcelain", "--untracked-files=all", "--ignore-submodules=all");
  const links = await git("ls-files", "-s");
  // A submodule is another repository, which this one's commit names and does not hold.
  const whole = prefix?.trim() === "" && changed === "" && links !== undefined && !/^160000 /m.test(links);
  const head = whole ? (await git("rev-parse", "--verify", "HEAD"))?.trim() : undefined;
  return head !== undefined && /^[0-9a-f]{40,64}$/.test(head) ? head : undefined;
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
