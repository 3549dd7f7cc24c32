/* oxlint-disable no-control-regex -- what control characters do is what this file is about */
import { withoutSequences } from "../../../tools/support/plain-output.ts";
import { type Line, lineOf, span } from "../text/line.ts";
import { truncate } from "../text/truncate.ts";

/** The last lines of what a command printed, one row each, as its own terminal would show them; empty ones are left out. */
export function outputRows(output: string, { most, width }: { most: number; width: number }): Line[] {
  return output
    .split("\n")
    .slice(-MAX_LINES)
    .map((line) => shownLine(line.slice(-MAX_CHARS)))
    .filter((line) => line.trim() !== "")
    .slice(-most)
    .map((line) => truncate(lineOf(span("│ ", "dim"), span(line, "dim")), width));
}

/** Among so many lines, those that are shown are looked for. */
const MAX_LINES = 60;

/** Longer lines are data. */
const MAX_CHARS = 4_000;

/** What is in a line after it was rewritten from its beginning, stepped back in and erased to its end; colours are left out. */
function shownLine(line: string): string {
  let shown = "";
  let column = 0;
  for (const part of line.split(/(\r|\u0008|\u001b\[[0-2]?K)/)) {
    if (part === "\r") column = 0;
    else if (part === "\u0008") column = Math.max(0, column - 1);
    else if (/^\u001b\[0?K$/.test(part)) shown = shown.slice(0, column);
    else if (part === "\u001b[2K") shown = " ".repeat(column);
    else if (part !== "\u001b[1K") {
      const text = withoutSequences(part.replace(begun, ""));
      shown = shown.slice(0, column).padEnd(column) + text + shown.slice(column + text.length);
      column += text.length;
    }
  }
  return shown;
}

/** A sequence of which the end has not come yet. */
const begun = /\u001b(?:\[[0-?]*[ -/]*)?$/;
