/** The piece of a text in which something was found. */
export interface Excerpt {
  text: string;
  /** What was looked for, in `text`: from, to; in order, apart. */
  marks: [from: number, to: number][];
}

const MAX_CHARS = 240;
/** Before the first place. */
const LEAD_CHARS = 60;
/** Places of one phrase that are looked at. */
const MAX_PLACES = 200;

/** The stretch that holds most of the phrases, the first of those that hold as many; the beginning where none is found letter by letter. */
export function excerptOf(text: string, phrases: readonly (readonly string[])[]): Excerpt {
  const places = phrases.flatMap((words, phrase) => placesOf(text, words).map((place) => ({ ...place, phrase })));
  places.sort((a, b) => a.from - b.from || b.to - a.to);
  let best = { from: 0, count: 0 };
  for (const [index, { from }] of places.entries()) {
    const near = new Set<number>();
    for (let at = index; at < places.length && places[at]!.to <= from + MAX_CHARS - LEAD_CHARS; at++) near.add(places[at]!.phrase);
    if (near.size > best.count) best = { from, count: near.size };
  }
  const start = wordStart(text, Math.max(0, best.from - LEAD_CHARS), best.from);
  const cut = text.slice(start, start + MAX_CHARS);
  const end = start + (cut.isWellFormed() ? cut.length : cut.length - 1);
  const marks = apart(places.filter(({ from, to }) => from >= start && to <= end));
  return { text: text.slice(start, end), marks: marks.map(({ from, to }) => [from - start, to - start]) };
}

interface Place {
  from: number;
  to: number;
}

/** Where the words follow each other, with anything but letters and digits between them. */
function placesOf(text: string, words: readonly string[]): Place[] {
  const pattern = words.map((word) => word.replaceAll(/[^\p{L}\p{N}\p{M}]/gu, "\\$&")).join("[^\\p{L}\\p{N}]+");
  const found = text.matchAll(new RegExp(pattern, "giu")).take(MAX_PLACES);
  return found.map(({ index, 0: match }) => ({ from: index, to: index + match.length })).toArray();
}

/** Not in the middle of a word, and not of a character. */
function wordStart(text: string, from: number, upTo: number): number {
  if (from === 0) return 0;
  const space = text.slice(from, upTo).search(/\s/);
  return space < 0 ? upTo : from + space + 1;
}

/** Of places that overlap, the first. */
function apart(places: readonly Place[]): Place[] {
  const kept: Place[] = [];
  for (const place of places) if (place.from >= (kept.at(-1)?.to ?? 0)) kept.push(place);
  return kept;
}
