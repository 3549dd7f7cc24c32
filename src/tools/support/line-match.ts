import { nearestLine } from "./nearest-line.ts";
import { numberLines } from "./lines.ts";

/** Where the lines `wanted` stand in `lines`, and whether they stand there exactly or only up to indentation and trailing space. */
export interface LineMatches {
  /** Indexes of the first line of each place, ascending. */
  at: number[];
  exact: boolean;
}

/** Exact places if there are any, else those that match when white space around each line is ignored. */
export function findLines(lines: readonly string[], wanted: readonly string[]): LineMatches {
  const exact = placesOf(lines, wanted);
  if (exact.length > 0 || wanted.every((line) => line.trim() === "")) return { at: exact, exact: true };
  const trimmed = (texts: readonly string[]) => texts.map((text) => text.trim());
  return { at: placesOf(trimmed(lines), trimmed(wanted)), exact: false };
}

/** The lines that look most like `wanted`, numbered, for an error message; empty when nothing does. */
export function showClosest(lines: readonly string[], wanted: readonly string[]): string {
  const start = mostVotes(lines, wanted) ?? closestByLetters(lines, wanted);
  return start === undefined ? "" : showLines(lines, start, wanted.length);
}

const SHOWN_LINES = 12;

/** `count` lines from index `start` with one more on each side, numbered; at most twelve. */
export function showLines(lines: readonly string[], start: number, count: number): string {
  const from = Math.max(0, start - 1);
  const to = Math.min(lines.length, Math.max(start + count + 1, from + 1), from + SHOWN_LINES);
  return numberLines(lines.slice(from, to), from + 1);
}

function placesOf(lines: readonly string[], wanted: readonly string[]): number[] {
  const places: number[] = [];
  for (let start = lines.indexOf(wanted[0]!); start !== -1; start = lines.indexOf(wanted[0]!, start + 1)) {
    if (wanted.every((line, index) => lines[start + index] === line)) places.push(start);
  }
  return places;
}

/** Each line that occurs in both texts votes for the start it implies. */
function mostVotes(lines: readonly string[], wanted: readonly string[]): number | undefined {
  const offsets = new Map<string, number[]>();
  for (const [offset, line] of wanted.entries()) {
    const key = line.trim();
    if (/\w/.test(key)) offsets.set(key, [...(offsets.get(key) ?? []), offset]);
  }
  const votes = new Map<number, number>();
  for (const [index, line] of lines.entries()) {
    for (const offset of offsets.get(line.trim()) ?? []) votes.set(index - offset, (votes.get(index - offset) ?? 0) + 1);
  }
  let best: number | undefined;
  for (const [start, count] of votes) if (best === undefined || count > votes.get(best)!) best = start;
  return best === undefined ? undefined : Math.max(0, best);
}

function closestByLetters(lines: readonly string[], wanted: readonly string[]): number | undefined {
  const telling = wanted.reduce((longest, line) => (line.trim().length > longest.trim().length ? line : longest), "");
  const found = telling === "" ? undefined : nearestLine(telling, lines);
  return found === undefined ? undefined : Math.max(0, found - wanted.indexOf(telling));
}
