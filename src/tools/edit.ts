import * as z from "zod";
import { defineTool } from "../contract/tool.ts";
import { escapeLine } from "../lib/escape.ts";
import { sha256 } from "../lib/hash.ts";
import { compactDiff } from "./support/compact-diff.ts";
import { encodeEdited, openEditable, type Editable } from "./support/editable.ts";
import { findLines, showClosest, showLines } from "./support/line-match.ts";
import { splitLines } from "./support/lines.ts";
import { refusable } from "./support/refusal.ts";
import { replaceText } from "./support/replace-text.ts";

export default defineTool({
  name: "edit",
  summary: "Replace text in a file.",
  effect: "write",
  edits: "replace",
  input: z.object({
    path: z.string(),
    old: z.string().describe("Exact text, without line numbers; must occur once unless all"),
    new: z.string(),
    all: z.boolean().optional().describe("Replace every occurrence"),
  }),
  touches: ({ path }) => [path],
  title: ({ path }) => `edit ${escapeLine(path)}`,
  run: (input, context) =>
    refusable(async () => {
      const editable = await openEditable(context, input.path);
      const name = escapeLine(editable.path);
      if (!editable.asSeen) {
        context.seen.set(editable.path, sha256(editable.bytes));
        return { ok: false, text: `${name} changed since you read it; nothing was written.${linesNow(editable, input.old)}` };
      }

      const replaced = replaceText(editable.file.text, { old: input.old, new: input.new, all: input.all ?? false });
      if (!replaced.ok) return { ok: false, text: `${name} was not changed: ${replaced.reason}` };

      const bytes = encodeEdited(editable, replaced.text);
      await context.sandbox.files.write(editable.path, bytes);
      context.seen.set(editable.path, sha256(bytes));
      return {
        ok: true,
        text: [
          `Edited ${name}.`,
          ...(replaced.note === undefined ? [] : [replaced.note]),
          compactDiff(editable.file.text, replaced.text),
        ].join("\n"),
      };
    }),
});

/** The lines the edit was meant for, as they are now, so that it can be sent again. */
function linesNow({ file }: Editable, old: string): string {
  const lines = splitLines(file.text).map(({ text }) => text);
  const wanted = splitLines(old).map(({ text }) => text);
  const place = wanted.length === 0 ? undefined : findLines(lines, wanted).at[0];
  const now = place === undefined ? showClosest(lines, wanted) : showLines(lines, place, wanted.length);
  return now === "" ? " Read it again." : ` The lines are now:\n${now}\nSend the edit again if it still fits.`;
}
