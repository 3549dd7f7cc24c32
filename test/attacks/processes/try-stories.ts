/** Tries the stories of a group, or the one whose id is named besides, as whoever runs this, and prints a line of JSON for each: id, attack, user and what was achieved. */
import type { Story } from "../story.ts";

const groups: Readonly<Record<string, () => Promise<{ stories: readonly Story[] }>>> = {
  box: () => import("../box-stories.ts"),
  delivered: () => import("../delivered-stories.ts"),
  host: () => import("../host-stories.ts"),
  instruction: () => import("../instruction-stories.ts"),
  link: () => import("../link-stories.ts"),
  nesting: () => import("../nesting-stories.ts"),
  secret: () => import("../secret-stories.ts"),
  surface: () => import("../surface-stories.ts"),
  "temporary-file": () => import("../temporary-file-stories.ts"),
};

const [group = "", only] = process.argv.slice(2);
const load = groups[group];
if (load === undefined) throw new Error(`There is no group ${group}; there are ${Object.keys(groups).join(", ")}.`);
const { stories } = await load();
for (const { id, attack, tries } of stories.filter((story) => only === undefined || story.id === only)) {
  process.stdout.write(`${JSON.stringify({ id, attack, user: process.getuid?.(), ...(await tries()) })}\n`);
}
