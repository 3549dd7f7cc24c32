import { resultLimits } from "./cut.ts";
import { numberLines } from "./lines.ts";

/** Room left for what stands below the lines. */
const NOTES_BYTES = 1024;
const NOTES_LINES = 10;
const MAX_LINE_CHARS = 2000;

export interface WindowOptions {
  /** Number of the first line or page, from 1. */
  offset: number;
  limit?: number | undefined;
}

/** Numbered lines from `offset`, as many as a result can show, and a note on what comes after them. */
export function showWindow(lines: readonly string[], { offset, limit = resultLimits.maxLines }: WindowOptions): string {
  if (lines.length === 0) return "[empty]";
  if (offset > lines.length) return `[there are only ${lines.length} lines]`;
  const shown = fitting(lines.slice(offset - 1, offset - 1 + limit), offset);
  const last = offset + shown.length - 1;
  const note = last < lines.length ? `\n[lines ${offset}–${last} of ${lines.length}; go on with offset ${last + 1}]` : "";
  return numberLines(shown, offset) + note;
}

/** As many of the lines as fit in a result with their numbers; at least one, and long ones cut. */
export function fitting(lines: readonly string[], first: number): string[] {
  const shown: string[] = [];
  let bytes = NOTES_BYTES;
  for (const line of lines.slice(0, resultLimits.maxLines - NOTES_LINES)) {
    const short = shorten(line);
    bytes += Buffer.byteLength(short) + String(first + shown.length).length + 2;
    if (bytes > resultLimits.maxBytes && shown.length > 0) break;
    shown.push(short);
  }
  return shown;
}

/** A long line cut, with a note on how much is missing. */
export function shorten(line: string, maxChars = MAX_LINE_CHARS): string {
  if (line.length <= maxChars) return line;
  const kept = line.slice(0, maxChars);
  const whole = kept.isWellFormed() ? kept : kept.slice(0, -1);
  return `${whole} [${line.length - whole.length} more characters in this line]`;
}
