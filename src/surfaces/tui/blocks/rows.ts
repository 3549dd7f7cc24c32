import type { Change, Held } from "../../../contract/event.ts";
import type { TurnTexts } from "../messages/turn.ts";
import { type Line, lineOf, type Span, span, widthOf } from "../text/line.ts";
import { truncate } from "../text/truncate.ts";
import { wrap } from "../text/wrap.ts";
import type { StyleName } from "../theme/style-name.ts";

export interface TextLook {
  width: number;
  indent?: number;
  style?: StyleName;
  /** Rows that one line of the text may fill. */
  mostOfLine?: number;
}

/** A text of one or more lines as rows of `width` cells. */
export function textRows(text: string, { width, indent = 0, style, mostOfLine = 40 }: TextLook): Line[] {
  const before = " ".repeat(Math.min(indent, width >> 1));
  return text
    .split("\n")
    .flatMap((line) =>
      wrap(lineOf(span(withoutExcess(line, width * mostOfLine), style)), width - before.length).map((row) =>
        before === "" ? row : [span(before), ...row],
      ),
    );
}

/** A line with its mark in front; rows after the first begin below the text. */
export function markedRows(mark: Span, parts: readonly (string | Span)[], width: number): Line[] {
  const line = lineOf(mark, " ", ...parts);
  return wrap(line, width, { indent: Math.min(widthOf([mark]) + 1, width >> 1) });
}

/** The first rows, and how many more there are. */
export function firstOf(rows: readonly Line[], most: number, more: (count: number) => string): Line[] {
  if (rows.length <= most) return [...rows];
  return [...rows.slice(0, most - 1), lineOf(span(`  ${more(rows.length - most + 1)}`, "dim"))];
}

/**
 * A line that is one row: what is at its end stays, from the most important, as long as the text keeps half of the width; then the
 * text is cut.
 */
export function oneRow(text: Line, { notes, width }: { notes: readonly Span[]; width: number }): Line {
  const kept: Span[] = [];
  let left = width - Math.min(widthOf(text), width >> 1);
  for (const note of notes) {
    const cells = widthOf([note]) + SEPARATOR.length;
    if (cells > left) break;
    kept.push(span(SEPARATOR, "dim"), note);
    left -= cells;
  }
  return [...truncate(text, width - widthOf(kept)), ...kept];
}

const SEPARATOR = " · ";

/** Nobody reads a line that fills screens: what is far behind its beginning is left out before it is laid out. */
function withoutExcess(line: string, most: number): string {
  return line.length > most ? `${line.slice(0, most)}…` : line;
}

const CHANGE_MARKS = { added: "+", modified: "±", deleted: "-" } as const;
const CHANGE_STYLES = { added: "added", modified: "dim", deleted: "removed" } as const;

interface ListLook {
  most: number;
  width: number;
  texts: TurnTexts;
}

/** One row for each path. */
export function changeRows(changes: readonly Change[], { total, most, width, texts }: ListLook & { total: number }): Line[] {
  const shown = total > most ? changes.slice(0, most - 1) : changes;
  const rows = shown.map(({ change, path, type }) =>
    truncate(lineOf(span(`${CHANGE_MARKS[change]} `, CHANGE_STYLES[change]), `${path}${type === "directory" ? "/" : ""}`), width),
  );
  return total > shown.length ? [...rows, lineOf(span(texts.more(total - shown.length), "dim"))] : rows;
}

/** What was kept out of the workspace, and what a person can do about it. */
export function heldRows(held: readonly Held[], { most, width, texts }: ListLook): Line[] {
  if (held.length === 0) return [];
  const rows = heldReasons(held, { width, tell: texts.heldBack });
  return [...firstOf(rows, most * 2, texts.more), ...wrap(lineOf(span(texts.reviewHeld, "dim")), width)];
}

/** The paths that something did not happen to, and why. */
export function heldReasons(held: readonly Held[], { width, tell }: { width: number; tell(path: string): string }): Line[] {
  return held.flatMap(({ path, reason }) => wrap(lineOf(span(tell(path), "warn"), span(` (${reason})`, "dim")), width, { indent: INDENT }));
}

const INDENT = 2;
