import type { Entry } from "../../contract/model.ts";
import { sizeOfEntry } from "../../models/tokens.ts";
import { shortenResults } from "./shorten-results.ts";

export interface Cut {
  /** Index of the first entry that stays; at least 1. */
  kept: number;
  /** Longest text of a result that stays. */
  resultChars: number;
}

/** Head and tail of less than this say nothing. */
const MIN_RESULT_CHARS = 400;

/**
 * Where the conversation is cut so that what stays has about `keptChars` at most: between entries, never between calls and their results. What was
 * said last always stays; its results are shortened where they are too long. `summarised`: there is a summary of so many entries, of which none
 * needs to stay. Undefined when there is nothing to cut.
 */
export function planCut(
  entries: readonly Entry[],
  { keptChars, summarised = 0 }: { keptChars: number; summarised?: number },
): Cut | undefined {
  const boundaries = boundariesOf(entries);
  const lastReply = entries.findLastIndex(({ type }) => type === "output");
  const last = lastReply > 0 ? lastReply : boundaries.at(-1);
  if (last === undefined) return undefined;
  const resultChars = shorteningOf(entries.slice(last), keptChars);
  const sizeFrom = (kept: number) => entries.slice(kept).reduce((size, entry) => size + sizeOfEntry(shortenResults(entry, resultChars)), 0);
  const fitting = boundaries.find((kept) => kept >= Math.min(summarised, last) && kept <= last && sizeFrom(kept) <= keptChars) ?? last;
  return { kept: fitting, resultChars };
}

/** Indexes of the entries that a conversation can begin with, but for the first one. */
function boundariesOf(entries: readonly Entry[]): number[] {
  return entries.flatMap(({ type }, index) => (index === 0 || type === "results" ? [] : [index]));
}

/** A quarter of the room for one text, and less where the last entries have many. */
function shorteningOf(last: readonly Entry[], keptChars: number): number {
  let chars = Math.max(MIN_RESULT_CHARS, Math.floor(keptChars / 4));
  const size = () => last.reduce((sum, entry) => sum + sizeOfEntry(shortenResults(entry, chars)), 0);
  while (chars > MIN_RESULT_CHARS && size() > keptChars) chars = Math.max(MIN_RESULT_CHARS, Math.floor(chars / 2));
  return chars;
}
