import { codeLines } from "./code-lines.ts";

export interface Token {
  /** `word`: names, reserved words and numbers, in upper case; `end`: the period of a sentence; `mark`: `==`, `:`, `(` and `)`. */
  kind: "word" | "literal" | "end" | "mark";
  /** Of a literal: what is between its quotes. */
  text: string;
  /** Of a word: as it was typed. */
  written: string;
  /** From 1. */
  line: number;
}

// A word may hold tags that a COPY replaces: `:PREFIX:-NAME`. What is in no group separates.
const pattern =
  /\s+|(\*>.*)|[XNZBGH]{0,2}(?:"((?:[^"]|"")*)(?:"|$)|'((?:[^']|'')*)(?:'|$))|((?:[\p{L}\p{N}_-]|:[A-Za-z][\p{L}\p{N}_-]*:)+)|(\.)(?=\s|$)|(==|[():])|./giuy;

const pictureWords = new Set(["PIC", "PICTURE"]);

/** Never fails: what is no COBOL separates, and a literal that is not closed ends with its line. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let inPicture = false;
  for (const { text: code, line } of codeLines(text)) {
    pattern.lastIndex = 0;
    while (pattern.lastIndex < code.length) {
      if (inPicture && /\S/.test(code[pattern.lastIndex]!)) {
        const end = pictureEnd(code, pattern.lastIndex);
        const picture = code.slice(pattern.lastIndex, end);
        pattern.lastIndex = end;
        // Its own periods stand between its characters; the one at its end is the sentence's.
        if (picture.toUpperCase() === "IS") continue;
        inPicture = false;
        if (picture.endsWith(".")) tokens.push({ kind: "end", text: ".", written: ".", line });
        continue;
      }
      const match = pattern.exec(code);
      if (match === null) break;
      const [, , double, single, word, end, mark] = match;
      if (word !== undefined) {
        const name = word.toUpperCase();
        tokens.push({ kind: "word", text: name, written: word, line });
        inPicture = pictureWords.has(name);
      } else if (end !== undefined) tokens.push({ kind: "end", text: end, written: end, line });
      else if (mark !== undefined) tokens.push({ kind: "mark", text: mark, written: mark, line });
      else if (double !== undefined) tokens.push({ kind: "literal", text: double, written: double, line });
      else if (single !== undefined) tokens.push({ kind: "literal", text: single, written: single, line });
    }
  }
  return tokens;
}

function pictureEnd(code: string, start: number): number {
  let end = start;
  while (end < code.length && /\S/.test(code[end]!)) end++;
  return end;
}
