/**
 * The text of the editor, immutable: lines of units, where a unit is one grapheme or one chip. A position between two units is the
 * only place a caret can be. Every function returns a new text that shares all lines it did not touch.
 */
import { graphemesOf } from "../text/cells.ts";
import type { Chip } from "./chip.ts";

export type Unit = string | Chip;
/** A line without its newline. */
export type TextLine = readonly Unit[];
/** At least one line; between two of them is a newline. */
export type Text = readonly TextLine[];

/** Before unit `at` of `line`; after the last when `at` is the line's length. */
export interface Position {
  readonly line: number;
  readonly at: number;
}

export const emptyText: Text = [[]];
export const start: Position = { line: 0, at: 0 };

/** Any kind of newline divides lines. */
export function toText(text: string): Text {
  return text.split(newline).map((line) => [...graphemesOf(line)]);
}

const newline = /\r\n|\r|\n/;

/** The characters of a text; `show` says what stands for a chip. */
export function fromText(text: Text, show: (chip: Chip) => string): string {
  return text.map((line) => line.map((unit) => (typeof unit === "string" ? unit : show(unit))).join("")).join("\n");
}

export function isEmpty(text: Text): boolean {
  return text.length === 1 && text[0]!.length === 0;
}

export function endOf(text: Text): Position {
  return { line: text.length - 1, at: text.at(-1)!.length };
}

/** Negative when `a` is before `b`, 0 when they are the same place. */
export function compare(a: Position, b: Position): number {
  return a.line - b.line || a.at - b.at;
}

/** The units from one position to a later one. */
export function slice(text: Text, from: Position, to: Position): Text {
  if (from.line === to.line) return [text[from.line]!.slice(from.at, to.at)];
  return [text[from.line]!.slice(from.at), ...text.slice(from.line + 1, to.line), text[to.line]!.slice(0, to.at)];
}

/**
 * Puts `inserted` in the place of what is between two positions. `end` is after what was inserted; where its last grapheme joins with
 * what follows it (a letter before a combining mark), after both.
 */
export function replace(text: Text, from: Position, to: Position, inserted: Text): { text: Text; end: Position } {
  const before = join(text[from.line]!.slice(0, from.at), inserted[0]!);
  const after = text[to.line]!.slice(to.at);
  const last = inserted.length === 1 ? before : inserted.at(-1)!;
  const lines = [...(inserted.length === 1 ? [] : [before, ...inserted.slice(1, -1)]), join(last, after)];
  return {
    text: text.length === 1 ? lines : [...text.slice(0, from.line), ...lines, ...text.slice(to.line + 1)],
    end: { line: from.line + inserted.length - 1, at: last.length },
  };
}

/**
 * Joins two lines. Where they meet, graphemes may become one (an accent, a joined emoji) or be paired differently (flags): from the last
 * unit of `left` on they are divided again, until a border of `right` comes out as it was: from there on nothing can differ.
 */
function join(left: TextLine, right: TextLine): TextLine {
  if (left.length === 0) return right;
  if (right.length === 0) return left;
  const seam = left.at(-1);
  const next = right[0];
  if (typeof seam !== "string" || typeof next !== "string" || (isSimple(seam) && isSimple(next))) return left.concat(right);

  const textual = right.findIndex((unit) => typeof unit !== "string");
  const limit = textual === -1 ? right.length : textual;
  for (let count = Math.min(2, limit); ; count = Math.min(count * 2, limit)) {
    const taken = right.slice(0, count) as string[];
    const mended = [...graphemesOf(seam + taken.join(""))];
    const kept = commonBorder(mended, seam.length, taken);
    if (kept !== undefined) return left.slice(0, -1).concat(mended.slice(0, kept.mended), right.slice(kept.right));
    if (count === limit) return left.slice(0, -1).concat(mended, right.slice(count));
  }
}

/** A grapheme that stays itself whatever such a one comes before or after it. */
function isSimple(grapheme: string): boolean {
  return grapheme.length === 1 && grapheme >= " " && grapheme <= "~";
}

/** How many of `mended` and of `right` are before the first border that both have, the end of the window apart. */
function commonBorder(
  mended: readonly string[],
  seamChars: number,
  right: readonly string[],
): { mended: number; right: number } | undefined {
  let border = seamChars;
  let end = 0;
  let count = 0;
  for (const [index, grapheme] of right.entries()) {
    while (end < border) end += mended[count++]!.length;
    if (end === border) return { mended: count, right: index };
    border += grapheme.length;
  }
  return undefined;
}
