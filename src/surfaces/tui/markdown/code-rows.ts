import { type Line, lineOf, span } from "../text/line.ts";
import { wrap } from "../text/wrap.ts";
import type { Prefix } from "./containers.ts";
import type { CodeColours } from "./highlighter.ts";
import { toLine } from "./run.ts";

/** Of a line of code, at most so many characters are read. */
export const MAX_LINE = 4_000;

/** The rows of a line of code: every space counts. */
export function codeRows(code: string, { colours, prefix, width }: { colours: CodeColours; prefix: Prefix; width: number }): Line[] {
  const cut = code.length >= MAX_LINE;
  const line = [...toLine(colours.next(code)), ...(cut ? lineOf(span("…", "dim")) : [])];
  return wrap(line, prefix.room(width), { hard: true }).map((row) => prefix.before(row, width));
}
