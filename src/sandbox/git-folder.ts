import { readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/**
 * The repository that a linked worktree belongs to: commits of the worktree write there, too. Undefined for every other workspace.
 * The repository must know the worktree: a `.git` file alone, which anybody can put into a folder, opens nothing.
 * https://git-scm.com/docs/gitrepository-layout
 */
export function linkedRepository(workspace: string): string | undefined {
  try {
    const dotGit = join(workspace, ".git");
    if (!statSync(dotGit).isFile()) return undefined;
    const admin = realpathSync(resolve(workspace, /^gitdir: (.+)$/m.exec(readFileSync(dotGit, "utf8"))?.[1] ?? ""));
    const back = resolve(admin, readFileSync(join(admin, "gitdir"), "utf8").trim());
    if (realpathSync(dirname(back)) !== workspace) return undefined;
    return realpathSync(resolve(admin, readFileSync(join(admin, "commondir"), "utf8").trim()));
  } catch {
    return undefined;
  }
}
