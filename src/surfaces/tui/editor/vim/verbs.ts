import { findOnLine, firstNonBlank } from "../motions.ts";
import type { Position, Text } from "../text.ts";
import type { VimCommand } from "./command.ts";
import { bigWord, endOfRun, nextWord, previousWord, word, wordEndUnit } from "./words.ts";

/** What a verb leads to. An operator takes what is up to there, with that unit when `inclusive`, or all lines that are touched. */
export interface Reach {
  to: Position;
  kind: "exclusive" | "inclusive" | "lines";
}

/** The last search on a line, for `;` and `,`. */
export interface LineSearch {
  verb: string;
  target: string;
}

export interface Reaching extends VimCommand {
  /** For `;` and `,`. */
  last: LineSearch | undefined;
}

/** Undefined when there is no such place, or the verb leads nowhere. */
export function reach(text: Text, from: Position, { verb, count: given, operator, target, last }: Reaching): Reach | undefined {
  const count = given ?? 1;
  const { line, at } = from;
  const exclusive = (to: Position): Reach => ({ to, kind: "exclusive" });
  switch (verb) {
    case "h":
      return exclusive({ line, at: Math.max(0, at - count) });
    case "l":
      return exclusive({ line, at: Math.min(text[line]!.length, at + count) });
    case "0":
      return exclusive({ line, at: 0 });
    case "^":
      return exclusive(firstNonBlank(text, from));
    case "$": {
      const below = lines(text, from, count - 1);
      return below && { to: { line: below.to.line, at: Math.max(0, text[below.to.line]!.length - 1) }, kind: "inclusive" };
    }
    case "w":
    case "W":
      return exclusive(words(text, from, { classOf: verb === "w" ? word : bigWord, count, operator }));
    case "b":
    case "B":
      if (line === 0 && at === 0) return undefined;
      return exclusive(repeat(count, from, (place) => previousWord(text, place, verb === "b" ? word : bigWord)));
    case "e":
    case "E":
      return { to: repeat(count, from, (place) => wordEndUnit(text, place, verb === "e" ? word : bigWord)), kind: "inclusive" };
    case "j":
      return lines(text, from, count);
    case "k":
      return lines(text, from, -count);
    case "gg":
    case "G": {
      const wanted = given ?? (verb === "gg" ? 1 : text.length);
      return { to: firstNonBlank(text, { line: Math.min(text.length, wanted) - 1, at: 0 }), kind: "lines" };
    }
    case "d":
    case "c":
    case "y":
      return lines(text, from, count - 1);
    case "f":
    case "t":
    case "F":
    case "T":
      return onLine(text, from, { verb, target: target!, count });
    case ";":
      return last && onLine(text, from, { ...last, count, again: true });
    case ",":
      return last && onLine(text, from, { ...last, verb: turned(last.verb), count, again: true });
    default:
      return undefined;
  }
}

/**
 * As far as `w` goes. An operator does not go beyond the newline behind the last word, and with blanks behind that not beyond the line;
 * `c` stops at the end of the word.
 */
function words(
  text: Text,
  from: Position,
  { classOf, count, operator }: { classOf: typeof word; count: number; operator: VimCommand["operator"] },
): Position {
  const last = repeat(count - 1, from, (place) => nextWord(text, place, classOf));
  const run = endOfRun(text, last, classOf);
  if (operator === "c" && run.at > last.at) return run;
  const length = text[last.line]!.length;
  if (operator !== undefined && run.at === length && length > 0 && last.line < text.length - 1) return { line: last.line + 1, at: 0 };
  const next = nextWord(text, last, classOf);
  if (operator === undefined || next.line === last.line || length === 0) return next;
  return { line: last.line, at: length };
}

/** As many lines down or up as there are; none is none only when at least one was wanted. */
function lines(text: Text, { line, at }: Position, count: number): Reach | undefined {
  const to = Math.max(0, Math.min(text.length - 1, line + count));
  if (to === line && count !== 0) return undefined;
  return { to: { line: to, at: Math.min(at, text[to]!.length) }, kind: "lines" };
}

function onLine(
  text: Text,
  { line, at }: Position,
  { verb, target, count, again = false }: LineSearch & { count: number; again?: boolean },
): Reach | undefined {
  const direction = verb === "f" || verb === "t" ? 1 : -1;
  const before = verb === "t" || verb === "T" ? direction : 0;
  // Said again, `t` goes on from the character it stands before.
  const start = again ? at + before : at;
  const found = findOnLine(text[line]!, start, { wanted: target, direction, count });
  return found === undefined ? undefined : { to: { line, at: found - before }, kind: direction === 1 ? "inclusive" : "exclusive" };
}

function turned(verb: string): string {
  return verb === verb.toLowerCase() ? verb.toUpperCase() : verb.toLowerCase();
}

function repeat(count: number, from: Position, step: (place: Position) => Position): Position {
  let place = from;
  for (let left = count; left > 0; left--) {
    const next = step(place);
    if (next.line === place.line && next.at === place.at) break;
    place = next;
  }
  return place;
}
