import { structuredPatch } from "diff";

const CONTEXT_LINES = 1;
const MAX_LINES = 80;
/** Lines that may differ before it is not worth computing how. */
const MAX_EDITS = 2000;

/** The hunks of a unified diff with one line of context, without file headers; empty when only line ends or nothing changed. */
export function compactDiff(before: string, after: string): string {
  const patch = structuredPatch("", "", before, after, "", "", {
    context: CONTEXT_LINES,
    maxEditLength: MAX_EDITS,
    stripTrailingCr: true,
  });
  if (patch === undefined) return "(too many changes to show)";
  const lines = patch.hunks.flatMap((hunk) => [
    `@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@`,
    ...hunk.lines,
  ]);
  if (lines.length <= MAX_LINES) return lines.join("\n");
  return [...lines.slice(0, MAX_LINES), `(${lines.length - MAX_LINES} more lines of diff)`].join("\n");
}
