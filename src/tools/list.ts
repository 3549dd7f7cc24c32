import * as z from "zod";
import { defineTool } from "../contract/tool.ts";
import { escapeLine } from "../lib/escape.ts";
import { onPath } from "./support/path-errors.ts";
import { refusable } from "./support/refusal.ts";

const MAX_ENTRIES = 500;
const suffixes = { file: "", directory: "/", symlink: "@", other: "?" } as const;

export default defineTool({
  name: "list",
  summary: "List a folder.",
  effect: "read",
  input: z.object({ path: z.string().optional() }),
  touches: ({ path = "." }) => [path],
  title: ({ path = "." }) => `list ${escapeLine(path)}`,
  run: ({ path = "." }, { sandbox: { files } }) =>
    refusable(async () => {
      const entries = await onPath(files, path, () => files.list(path));
      if (entries.length === 0) return { ok: true, text: "[empty]" };
      const names = entries.map(({ name, type }) => escapeLine(name) + suffixes[type]).sort();
      const hidden = names.length - MAX_ENTRIES;
      const shown = names.slice(0, MAX_ENTRIES).join("\n");
      return { ok: true, text: hidden > 0 ? `${shown}\n[${hidden} more; use glob]` : shown };
    }),
});
