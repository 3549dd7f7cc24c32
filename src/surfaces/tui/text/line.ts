import { escapeControls } from "../../../lib/escape.ts";
import type { StyleName } from "../theme/style-name.ts";
import { cellsOf, isSimple } from "./cells.ts";

declare const escaped: unique symbol;

/** A run of text in one style, safe to print: only `span` makes one out of text. */
export interface Span {
  readonly [escaped]: true;
  readonly text: string;
  readonly style?: StyleName | readonly StyleName[];
}

/** A line of text as it is meant, of any width: `wrap` and `truncate` fit it to a screen. */
export type Line = readonly Span[];

/**
 * Text from anywhere made a part of a line: control characters become visible escapes, so that nothing a command, a file or a model
 * wrote can steer the terminal; tabs become spaces up to the next multiple of 4 from the beginning of the span; a newline shows as `\n`.
 */
export function span(text: string, style?: StyleName | readonly StyleName[]): Span {
  const safe = isSimple(text) ? text : toSafe(text);
  return (style === undefined ? { text: safe } : { text: safe, style }) as Span;
}

function toSafe(text: string): string {
  return escapeControls(expandTabs(text.toWellFormed())).replaceAll("\n", "\\n");
}

const tabStop = 4;

function expandTabs(text: string): string {
  const [first = "", ...rest] = text.split("\t");
  let cells = cellsOf(first);
  const parts = [first];
  for (const part of rest) {
    const gap = tabStop - (cells % tabStop);
    parts.push(" ".repeat(gap), part);
    cells += gap + cellsOf(part);
  }
  return parts.join("");
}

export function lineOf(...parts: (string | Span)[]): Line {
  return parts.map((part) => (typeof part === "string" ? span(part) : part));
}

/** In cells. */
export function widthOf(line: Line): number {
  let cells = 0;
  for (const { text } of line) cells += cellsOf(text);
  return cells;
}

/** The same span with other text of itself: for what cuts lines into pieces. */
export function pieceOf(whole: Span, start: number, end?: number): Span {
  return { ...whole, text: whole.text.slice(start, end) };
}
