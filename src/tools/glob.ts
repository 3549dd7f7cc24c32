import * as z from "zod";
import { defineTool } from "../contract/tool.ts";
import { escapeLine } from "../lib/escape.ts";
import { leftOutOf } from "./support/left-out.ts";
import { listedFiles } from "./support/listed-files.ts";
import { pathPattern } from "./support/path-pattern.ts";
import { refusable, Refusal } from "./support/refusal.ts";
import { searchRoot } from "./support/search-root.ts";

const MAX_PATHS = 200;

export default defineTool({
  name: "glob",
  summary: "Find files by name, newest first; skips git-ignored files.",
  effect: "read",
  input: z.object({
    pattern: z.string().describe("**/*.test.ts"),
    path: z.string().optional().describe("Folder"),
  }),
  touches: ({ path = "." }) => [path],
  title: ({ pattern }) => escapeLine(`glob ${pattern}`),
  run: ({ pattern, path = "." }, context) =>
    refusable(async () => {
      const root = await searchRoot(context, path);
      if (root.type === "file") throw new Refusal(`${escapeLine(path)} is a file, not a folder.`);
      const matches = pathPattern(pattern, root.path);
      const { shows, tell } = leftOutOf(context, root.path);
      const paths = await listedFiles(context, { from: root.path, wanted: (found) => matches(found) && shows(found) });
      if (paths.length === 0) return { ok: true, text: tell("No files.") };
      const shown = paths.slice(0, MAX_PATHS).map(escapeLine).join("\n");
      return { ok: true, text: tell(paths.length > MAX_PATHS ? `${shown}\n[${paths.length - MAX_PATHS} older files]` : shown) };
    }),
});
