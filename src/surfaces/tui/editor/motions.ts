/** Places in a text, seen from another. All are pure; at the border of the text they stay where they are. */
import { endOf, type Position, type Text, type TextLine, type Unit } from "./text.ts";

export type Motion = (text: Text, from: Position) => Position;

export const left: Motion = (text, { line, at }) => {
  if (at > 0) return { line, at: at - 1 };
  return line > 0 ? { line: line - 1, at: text[line - 1]!.length } : { line, at };
};

export const right: Motion = (text, { line, at }) => {
  if (at < text[line]!.length) return { line, at: at + 1 };
  return line < text.length - 1 ? { line: line + 1, at: 0 } : { line, at };
};

export const lineStart: Motion = (_text, { line }) => ({ line, at: 0 });
export const lineEnd: Motion = (text, { line }) => ({ line, at: text[line]!.length });
export const textStart: Motion = () => ({ line: 0, at: 0 });
export const textEnd: Motion = (text) => endOf(text);

/** The first unit of the line that is not blank; behind them when all are. */
export const firstNonBlank: Motion = (text, { line }) => {
  const at = text[line]!.findIndex((unit) => kindOf(unit) !== "blank");
  return { line, at: at === -1 ? text[line]!.length : at };
};

/** Behind the end of the next word; newlines divide words. */
export const wordEnd: Motion = (text, from) =>
  forward(
    text,
    forward(text, from, (unit) => !isWord(unit)),
    isWord,
  );
/** Before the word that ends here or earlier. */
export const wordStart: Motion = (text, from) =>
  back(
    text,
    back(text, from, (unit) => !isWord(unit)),
    isWord,
  );
/** Before what blanks divide. */
export const bigWordStart: Motion = (text, from) => back(text, back(text, from, isBlank), (unit) => !isBlank(unit));

function forward(text: Text, from: Position, over: (unit: Unit) => boolean): Position {
  let at = from;
  for (let unit = unitAt(text, at); unit !== undefined && over(unit); unit = unitAt(text, at)) at = right(text, at);
  return at;
}

function back(text: Text, from: Position, over: (unit: Unit) => boolean): Position {
  let at = from;
  for (let before = left(text, at); before !== at; before = left(text, at)) {
    // `left` makes a new object even at the start of the text.
    if ((before.line === at.line && before.at === at.at) || !over(unitAt(text, before)!)) break;
    at = before;
  }
  return at;
}

/** What the caret stands before: a unit, a newline, or nothing at the end of the text. */
export function unitAt(text: Text, { line, at }: Position): Unit | undefined {
  return text[line]![at] ?? (line < text.length - 1 ? "\n" : undefined);
}

/** A chip is a word of its own kind. */
export function kindOf(unit: Unit): "blank" | "word" | "mark" | "chip" {
  if (typeof unit !== "string") return "chip";
  if (/^\s/u.test(unit)) return "blank";
  return /^[\p{L}\p{N}\p{M}_]/u.test(unit) ? "word" : "mark";
}

function isWord(unit: Unit): boolean {
  const kind = kindOf(unit);
  return kind === "word" || kind === "chip";
}

export function isBlank(unit: Unit): boolean {
  return kindOf(unit) === "blank";
}

/** Where `wanted` comes next on the line, or came last; its `count`th, or none. */
export function findOnLine(
  line: TextLine,
  from: number,
  { wanted, direction, count }: { wanted: Unit; direction: 1 | -1; count: number },
): number | undefined {
  let left = count;
  for (let at = from + direction; at >= 0 && at < line.length; at += direction) if (line[at] === wanted && --left === 0) return at;
  return undefined;
}
