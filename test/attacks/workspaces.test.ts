import { expect } from "vitest";
import { verifies } from "../verifies.ts";
import { runAs, users } from "./tried.ts";

for (const user of Object.keys(users)) {
  verifies(
    "attacks.workspaces",
    `B56: in the temporary folder, by links, worktrees, of many repositories, the home, the root, as ${user}`,
    async () => {
      const refused = (how: string) => ["workspace.missing", 2, `${how} the home folder`, false];
      expect(JSON.parse(await runAs(user, "open-workspaces.ts"))).toEqual({
        // The folder around it is an empty one of the box's own.
        temporary: { told: "cat: ../neighbour: No such file or directory\nneighbour\ntemporary", file: "mine", neighbour: "theirs" },
        // A repository elsewhere is out of reach of git in the box.
        linked: {
          commits: ["inside", expect.stringContaining("fatal: not a git repository") as string],
          known: "inside\nbefore",
          untouched: true,
          unguarded: "inside\nbefore",
        },
        worktree: {
          told: "inside\nbefore",
          held: [expect.stringMatching(/\.git\/hooks\/pre-commit$/) as string, "q1"],
          known: "inside\nbefore",
          hooks: false,
        },
        parent: {
          held: ["a/.git/hooks/pre-commit", "b/c/.git/hooks/pre-commit", "q1"],
          known: ["inside\nbefore", "inside\nbefore"],
          hooks: false,
        },
        // The root, the home, a link to it and two folders around it; a folder in it works.
        wide: [refused("contains"), refused("is"), refused("is"), refused("contains"), refused("contains"), ["opened", 0, "", true]],
      });
    },
  );
}
