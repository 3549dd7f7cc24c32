import { adaptIndentation, indentUnit } from "./indentation.ts";
import { findLines, showClosest, type LineMatches } from "./line-match.ts";
import { joinLines, replaceLines, splitLines } from "./lines.ts";
import type { Hunk } from "./patch-grammar.ts";
import { Refusal } from "./refusal.ts";

export interface Patched {
  text: string;
  /** Line numbers, in the old text, of the places that matched only up to white space. */
  adapted: number[];
}

/** Applies hunks in the order of the text. Throws a `Refusal` when one of them has no place or several. */
export function applyHunks(text: string, hunks: readonly Hunk[]): Patched {
  const lines = splitLines(text);
  const texts = lines.map((line) => line.text);
  const fileUnit = indentUnit(texts);
  const adapted: number[] = [];
  let result = lines;
  let shift = 0;
  let from = 0;
  for (const [index, hunk] of hunks.entries()) {
    const place = findPlace(texts, { hunk, from, label: hunks.length === 1 ? "The hunk" : `Hunk ${index + 1}` });
    const found = texts.slice(place.at, place.at + hunk.old.length);
    if (!place.exact) adapted.push(place.at + 1);
    const by = place.exact ? hunk.new : adaptIndentation({ old: hunk.old, found, replacement: hunk.new, fileUnit });
    result = replaceLines(result, { from: place.at + shift, to: place.at + shift + found.length, by });
    shift += by.length - found.length;
    from = place.at + found.length;
  }
  return { text: joinLines(result), adapted };
}

interface Search {
  hunk: Hunk;
  /** Index of the first line after the previous hunk. */
  from: number;
  /** What to call the hunk in messages. */
  label: string;
}

function findPlace(texts: readonly string[], { hunk, from, label }: Search): { at: number; exact: boolean } {
  const start = passAnchors(texts, { hunk, from, label });
  if (hunk.old.length === 0) return { at: hunk.anchors.length > 0 && !hunk.atEnd ? start : texts.length, exact: true };

  const places = atEndIfAsked(texts, hunk, findLines(texts.slice(start), hunk.old), start);
  const [first] = places.at;
  if (first === undefined) throw new Refusal(notFound(texts, { hunk, from, label }, start));
  // An anchor says "the next one"; without an anchor there must be only one.
  if (places.at.length > 1 && hunk.anchors.length === 0) {
    const numbers = places.at.slice(0, 10).map((at) => at + 1);
    throw new Refusal(
      `${label} fits ${places.at.length} places, at lines ${numbers.join(", ")}. Add lines of context, or an anchor (@@ LINE).`,
    );
  }
  return { at: first, exact: places.exact };
}

/** Index of the line after the last anchor. */
function passAnchors(texts: readonly string[], { hunk, from, label }: Search): number {
  let start = from;
  for (const anchor of hunk.anchors) {
    const [at] = findLines(texts.slice(start), [anchor]).at;
    if (at === undefined) throw new Refusal(`${label}: no line \`${anchor}\` after line ${start}.${closest(texts, [anchor])}`);
    start += at + 1;
  }
  return start;
}

function atEndIfAsked(texts: readonly string[], hunk: Hunk, found: LineMatches, start: number): LineMatches {
  const at = found.at.map((index) => index + start);
  return { at: hunk.atEnd ? at.filter((index) => index + hunk.old.length === texts.length) : at, exact: found.exact };
}

function notFound(texts: readonly string[], { hunk, from, label }: Search, start: number): string {
  const [earlier] = findLines(texts, hunk.old).at;
  if (earlier !== undefined && earlier < start)
    return `${label} fits line ${earlier + 1}, but ${earlier < from ? "an earlier hunk" : "its anchor"} comes after that. Give hunks in the order of the file.`;
  if (earlier !== undefined) return `${label} fits line ${earlier + 1}, which is not the end of the file.`;
  return `${label} does not fit: its context and removed lines do not stand in the file.${closest(texts, hunk.old)}`;
}

function closest(texts: readonly string[], wanted: readonly string[]): string {
  const shown = showClosest(texts, wanted);
  return shown === "" ? "" : ` The closest lines are:\n${shown}`;
}
