/** Links out of the workspace, and workspaces that somebody else has prepared, as root and as an ordinary user: what is achieved with the guard, and without it. */
import { expect } from "vitest";
import { verifies } from "../verifies.ts";
import { tryStories, users } from "./tried.ts";

for (const user of Object.keys(users)) {
  const tried = async (id: string) => (await tryStories(user, "link", id))[id];

  verifies("attacks.paths", `B29: reading, searching and writing tools through links that lead out, as ${user}`, async () => {
    const told = ["hidden canary1", "secret"];
    expect(await tried("B29")).toEqual({ guarded: [], unguarded: [...told, "dangling", "overwritten", "written"] });
  });

  verifies("attacks.paths", `B30: a folder and a link change places while something is written, as ${user}`, async () => {
    expect(await tried("B30")).toEqual({ guarded: [], unguarded: ["read", "overwritten"] });
  });

  verifies("attacks.paths", `B31: hard links from outside, and an undo of what has become a link, as ${user}`, async () => {
    const undone = ["overwritten by a hard link", "overwritten by a folder"];
    expect(await tried("B31")).toEqual({
      // What has become a link to a folder stays as it is, and is told.
      guarded: ["conflict: folder/secret"],
      unguarded: ["linked", "overwritten", "overwritten by one that was there", ...undone],
    });
  });

  verifies("attacks.delivered", `B35: hooks and settings of git that come with a workspace, as ${user}`, async () => {
    const settings = ["core.fsmonitor", "diff.external", "diff.x.textconv", "filter.x.clean", "filter.x.smudge", "filter.y.process"];
    const hooks = ["post-checkout", "post-index-change", "pre-commit"];
    const { B35 } = await tryStories(user, "delivered");
    expect(B35).toEqual({ guarded: [], unguarded: ["alias.st", ...settings, "include.path", ...hooks] });
  });
}
