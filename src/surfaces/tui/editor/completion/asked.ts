import { kindOf } from "../motions.ts";
import type { Position, Text } from "../text.ts";

/** What the text before the caret asks to be completed. */
export interface Asked {
  what: "mention" | "command";
  /** Where its sign, `@` or `/`, stands. */
  from: Position;
  /** What follows the sign, up to the caret. */
  query: string;
}

/** A command is at the beginning of the prompt; a mention of a file or a symbol anywhere a word can begin. */
export function askedAt(text: Text, caret: Position): Asked | undefined {
  const line = text[caret.line]!;
  let at = caret.at;
  while (at > 0 && typeof line[at - 1] === "string" && kindOf(line[at - 1]!) !== "blank") at--;
  const word = line.slice(at, caret.at) as string[];
  const from = { line: caret.line, at };
  const query = word.slice(1).join("");
  if (word[0] === "@") return { what: "mention", from, query };
  if (word[0] === "/" && caret.line === 0 && at === 0) return { what: "command", from, query };
  return undefined;
}
