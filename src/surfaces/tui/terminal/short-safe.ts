import { escapeLine } from "../../../lib/escape.ts";

const MAX_CHARS = 120;

/** The beginning of a text as it may stand in a control sequence, for a title or a notification. */
export function shortSafe(text: string): string {
  return escapeLine(text.slice(0, MAX_CHARS).toWellFormed());
}
