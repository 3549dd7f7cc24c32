import { adaptIndentation, indentUnit } from "./indentation.ts";
import { findLines, showClosest } from "./line-match.ts";
import { joinLines, lineEndAt, replaceLines, splitLines, type Line } from "./lines.ts";

export interface Replacement {
  old: string;
  new: string;
  /** Replace every place instead of demanding that there is one. */
  all: boolean;
}

export type Replaced = { ok: true; text: string; /** What was adapted, for the model. */ note?: string } | { ok: false; reason: string };

const SHOWN_PLACES = 10;

/**
 * Replaces `old` by `new`. `old` matches with either kind of line end, and `new` gets the kind used where it goes.
 * Where `old` stands nowhere exactly but one place has the same lines up to indentation and trailing space,
 * that place is replaced, in the file's indentation.
 */
export function replaceText(text: string, replacement: Replacement): Replaced {
  const old = unixLines(replacement.old);
  const by = unixLines(replacement.new);
  if (old === "") return { ok: false, reason: "`old` is empty. To make or replace a whole file, use write." };
  if (old === by) return { ok: false, reason: "`old` and `new` are the same." };

  const lines = splitLines(text);
  const unixText = unixLines(text);
  const places = placesOf(unixText, old);
  if (places.length === 0) return replaceTolerantly(lines, old, by);
  if (places.length > 1 && !replacement.all) {
    const numbers = listNumbers(places.slice(0, SHOWN_PLACES + 1).map((place) => unixText.slice(0, place).split("\n").length));
    return {
      ok: false,
      reason: `\`old\` stands in ${places.length} places: lines ${numbers}. Give more of the lines around it, or set all.`,
    };
  }
  return { ok: true, text: replaceExactly({ text, lines, length: old.length, by }, withoutOverlap(places, old.length)) };
}

function unixLines(text: string): string {
  return text.replaceAll("\r\n", "\n");
}

/** Every index at which `wanted` begins, overlapping ones too. */
function placesOf(text: string, wanted: string): number[] {
  const places: number[] = [];
  for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + 1)) places.push(at);
  return places;
}

function withoutOverlap(places: readonly number[], length: number): number[] {
  let end = 0;
  return places.filter((place) => {
    if (place < end) return false;
    end = place + length;
    return true;
  });
}

/** `places` are offsets in the text with plain newlines; they are found again in the text as it is. */
function replaceExactly(
  { text, lines, length, by }: { text: string; lines: readonly Line[]; length: number; by: string },
  places: readonly number[],
): string {
  const locate = locator(lines);
  let result = "";
  let done = 0;
  for (const place of places) {
    const start = locate(place);
    const end = locate(place + length);
    result += text.slice(done, start.offset) + by.replaceAll("\n", lineEndAt(lines, start.line));
    done = end.offset;
  }
  return result + text.slice(done);
}

/** Turns ascending offsets in the text with plain newlines into offsets in the text as it is. */
function locator(lines: readonly Line[]): (unixOffset: number) => { offset: number; line: number } {
  let line = 0;
  let unixStart = 0;
  let start = 0;
  return (unixOffset) => {
    while (line < lines.length && unixOffset > unixStart + lines[line]!.text.length) {
      unixStart += lines[line]!.text.length + 1;
      start += lines[line]!.text.length + lines[line]!.end.length;
      line++;
    }
    return { offset: start + unixOffset - unixStart, line };
  };
}

function replaceTolerantly(lines: readonly Line[], old: string, by: string): Replaced {
  const texts = lines.map(({ text }) => text);
  const wanted = wholeLines(old);
  const { at, exact } = findLines(texts, wanted);
  if (at.length === 0) return { ok: false, reason: notFound(texts, wanted) };
  if (at.length > 1) {
    const numbers = listNumbers(at.map((index) => index + 1));
    return {
      ok: false,
      reason: `\`old\` does not stand in the file exactly. Ignoring indentation it would match ${at.length} places, at lines ${numbers}.`,
    };
  }
  const from = at[0]!;
  const to = from + wanted.length;
  const replacement = by === "" && old.endsWith("\n") ? [] : wholeLines(by);
  const found = texts.slice(from, to);
  const adapted = exact ? replacement : adaptIndentation({ old: wanted, found, replacement, fileUnit: indentUnit(texts) });
  const text = joinLines(replaceLines(lines, { from, to, by: adapted }));
  if (exact) return { ok: true, text };
  return { ok: true, text, note: `\`old\` matched line ${from + 1} only up to white space; \`new\` was given the file's indentation.` };
}

function notFound(lines: readonly string[], wanted: readonly string[]): string {
  const closest = showClosest(lines, wanted);
  return `\`old\` does not stand in the file.${closest === "" ? "" : ` The closest lines are:\n${closest}`}`;
}

function listNumbers(numbers: readonly number[]): string {
  return numbers.slice(0, SHOWN_PLACES).join(", ") + (numbers.length > SHOWN_PLACES ? " …" : "");
}

function wholeLines(text: string): string[] {
  return (text.endsWith("\n") ? text.slice(0, -1) : text).split("\n");
}
