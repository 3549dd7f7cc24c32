import * as z from "zod";
import { defineTool, type ToolContext } from "../contract/tool.ts";
import { escapeControls, escapeLine } from "../lib/escape.ts";
import type { FoundLine, Search } from "./support/found-line.ts";
import { leftOutOf } from "./support/left-out.ts";
import { pathPattern } from "./support/path-pattern.ts";
import { refusable } from "./support/refusal.ts";
import { searchPlainly } from "./support/search-plain.ts";
import { searchRoot } from "./support/search-root.ts";
import { searchWithRipgrep } from "./support/search-ripgrep.ts";
import { shorten } from "./support/window.ts";

const MAX_LINES = 300;
const MAX_LINE_CHARS = 300;

export default defineTool({
  name: "grep",
  summary: "Search file contents with a regular expression; skips git-ignored files.",
  effect: "read",
  input: z.object({
    pattern: z.string(),
    path: z.string().optional().describe("File or folder"),
    glob: z.string().optional().describe("Only files like this: *.ts"),
    context: z.int().min(0).max(20).optional().describe("Lines around each match"),
    ignoreCase: z.boolean().optional(),
    filesOnly: z.boolean().optional(),
  }),
  touches: ({ path = "." }) => [path],
  title: ({ pattern, path }) => escapeLine(`grep ${pattern}${path === undefined ? "" : ` in ${path}`}`),
  run: (input, context) =>
    refusable(async () => {
      const { filesOnly = false } = input;
      const root = await searchRoot(context, input.path ?? ".");
      const found: FoundLine[] = [];
      const named = input.glob === undefined ? () => true : pathPattern(input.glob, root.type === "directory" ? root.path : ".");
      const { shows, tell } = leftOutOf(context, root.path);
      await search(context, {
        pattern: input.pattern,
        ignoreCase: input.ignoreCase ?? false,
        context: filesOnly ? 0 : (input.context ?? 0),
        firstOnly: filesOnly,
        root,
        wanted: (path) => named(path) && shows(path),
        signal: context.signal,
        onLine: (line) => found.push(line) <= MAX_LINES,
      });
      if (found.length === 0) return { ok: true, text: tell("No matches.") };
      const shown = found.slice(0, MAX_LINES);
      const text = filesOnly ? shown.map(({ path }) => escapeLine(path)).join("\n") : format(shown);
      return { ok: true, text: tell(found.length > MAX_LINES ? `${text}\n[more matches; narrow the search with path or glob]` : text) };
    }),
});

async function search({ sandbox }: ToolContext, search: Search): Promise<void> {
  if (await searchWithRipgrep(sandbox, search)) return;
  await searchPlainly(sandbox.files, search);
}

/** Lines under the name of their file: `12:` before one that matches, `12-` before one around it, a blank line between files. */
function format(found: readonly FoundLine[]): string {
  return found
    .map(({ path, line, text, matches }, index) => {
      const previous = found[index - 1];
      const heading =
        previous?.path === path
          ? previous.line + 1 < line && hasContext(found)
            ? "--\n"
            : ""
          : `${index === 0 ? "" : "\n"}${escapeLine(path)}\n`;
      return `${heading}${line}${matches ? ":" : "-"}${escapeControls(shorten(text, MAX_LINE_CHARS))}`;
    })
    .join("\n");
}

function hasContext(found: readonly FoundLine[]): boolean {
  return found.some(({ matches }) => !matches);
}
