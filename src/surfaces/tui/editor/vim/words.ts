import { kindOf, left, unitAt } from "../motions.ts";
import type { Position, Text, Unit } from "../text.ts";

/** What a unit belongs to: blanks, a word, or marks; big words are all that is not blank. */
type Classify = (unit: Unit) => string;

export const word: Classify = kindOf;
export const bigWord: Classify = (unit) => (kindOf(unit) === "blank" ? "blank" : "word");

/** The beginning of the next word; an empty line is one, too. The end of the text when there is none. */
export function nextWord(text: Text, from: Position, classOf: Classify): Position {
  let { line, at } = endOfRun(text, from, classOf);
  for (;;) {
    const units = text[line]!;
    while (at < units.length && classOf(units[at]!) === "blank") at++;
    if (at < units.length || line === text.length - 1) return { line, at };
    line++;
    at = 0;
    if (text[line]!.length === 0) return { line, at };
  }
}

/** Behind the units on the line that are of one class with what is here; here, before a blank. */
export function endOfRun(text: Text, { line, at }: Position, classOf: Classify): Position {
  const units = text[line]!;
  const here = units[at];
  if (here === undefined || classOf(here) === "blank") return { line, at };
  let end = at;
  while (end < units.length && classOf(units[end]!) === classOf(here)) end++;
  return { line, at: end };
}

/** The last unit of the word that ends next. */
export function wordEndUnit(text: Text, from: Position, classOf: Classify): Position {
  let { line, at } = { line: from.line, at: from.at + 1 };
  for (;;) {
    const units = text[line]!;
    while (at < units.length && classOf(units[at]!) === "blank") at++;
    if (at < units.length) return { line, at: endOfRun(text, { line, at }, classOf).at - 1 };
    if (line === text.length - 1) return { line, at: Math.max(0, units.length - 1) };
    line++;
    at = 0;
  }
}

/** The beginning of the word here or before; an empty line is one, too. */
export function previousWord(text: Text, from: Position, classOf: Classify): Position {
  let at = left(text, from);
  while (!isStart(at)) {
    const unit = unitAt(text, at);
    if (text[at.line]!.length === 0 || (unit !== undefined && classOf(unit) !== "blank")) break;
    at = left(text, at);
  }
  const units = text[at.line]!;
  const here = units[at.at];
  if (here === undefined || classOf(here) === "blank") return at;
  let begin = at.at;
  while (begin > 0 && classOf(units[begin - 1]!) === classOf(here)) begin--;
  return { line: at.line, at: begin };
}

function isStart({ line, at }: Position): boolean {
  return line === 0 && at === 0;
}
