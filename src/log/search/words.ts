import { splitName } from "../../lib/word-parts.ts";

/** What a person looks for. */
export interface Wanted {
  /** For FTS5: the conditions of which each must hold. */
  conditions: readonly string[];
  /** In lower case, for finding the place in a text again: the words of each condition. */
  phrases: readonly (readonly string[])[];
}

/** Shorter words are looked for as they are; longer ones as beginnings, too. */
const MIN_PREFIX = 3;
const MAX_WORDS = 32;

/**
 * Words as people type them: each must occur, as a whole word, as the beginning of one, or as a part of a compound name. What stands
 * between quotes must occur like that, and signs between letters part words: `src/a.ts` is three that follow each other.
 */
export function toWanted(text: string): Wanted {
  const conditions: string[] = [];
  const phrases: string[][] = [];
  for (const [, quoted, bare = ""] of text.matchAll(/"([^"]*)"|(\S+)/g)) {
    const words = tokens(quoted ?? bare);
    if (words.length === 0 || conditions.length === MAX_WORDS) continue;
    conditions.push(toCondition(words, quoted === undefined));
    phrases.push(words.map((word) => word.toLowerCase()));
  }
  return { conditions, phrases };
}

function toCondition(words: readonly string[], isBare: boolean): string {
  const last = words.at(-1)!;
  const whole = `"${words.join(" ")}"${isBare && last.length >= MIN_PREFIX ? "*" : ""}`;
  const parts = words.flatMap(splitName);
  if (!isBare || parts.length <= words.length) return `{text parts}: ${whole}`;
  return `({text parts}: ${whole} OR {text parts}: "${parts.join(" ")}")`;
}

/** As the index parts a text into words: letters, digits and marks of any script. */
function tokens(text: string): string[] {
  return text.match(/[\p{L}\p{N}\p{M}\p{Co}]+/gu) ?? [];
}
