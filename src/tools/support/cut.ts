import { joinRows, type Row, rowsOf } from "./rows.ts";

/** How much of a result a model gets to see at once. */
export const resultLimits = { maxBytes: 32 * 1024, maxLines: 1500 } as const;

export interface Cut {
  text: string;
  /** Rows that are missing in whole or in part; 0 when nothing was cut. */
  omittedLines: number;
}

/** Numbers of the rows that were left out, from 1, of how many. */
export interface LeftOut {
  first: number;
  last: number;
  total: number;
}

/**
 * Keeps the head and the tail of a long text, half of the limits each, and says in a line between them what was left out. Cuts between rows:
 * lines, or pieces of lines that are very long; where not even one fits, between characters. The line that says so is not counted against
 * the limits.
 */
export function cut(text: string, limits: { maxBytes: number; maxLines: number }, tell: (left: LeftOut) => string = tellLines): Cut {
  const rows = rowsOf(text);
  if (rows.length <= limits.maxLines && Buffer.byteLength(text) <= limits.maxBytes) return { text, omittedLines: 0 };

  const half = { maxBytes: Math.floor(limits.maxBytes / 2), maxLines: Math.floor(limits.maxLines / 2) };
  const head = countFitting(rows, half);
  const tail = Math.min(countFitting(rows.toReversed(), half), rows.length - head);
  const total = rows.length;
  return {
    text: [
      ...(head === 0 ? startOf(rows[0]!.text, half.maxBytes) : [joinRows(rows.slice(0, head))]),
      tell({ first: head + 1, last: total - tail, total }),
      ...(tail === 0 ? endOf(rows.at(-1)!.text, half.maxBytes) : [joinRows(rows.slice(-tail))]),
    ].join("\n"),
    omittedLines: total - head - tail,
  };
}

function tellLines({ first, last }: LeftOut): string {
  const count = last - first + 1;
  return `[${count} ${count === 1 ? "line" : "lines"} left out]`;
}

/** The beginning of `text` that is at most `maxBytes` long in UTF-8 and ends between characters. */
export function cutBytes(text: string, maxBytes: number): string {
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(maxBytes));
  return text.slice(0, read);
}

function countFitting(rows: readonly Row[], limits: { maxBytes: number; maxLines: number }): number {
  let bytes = 0;
  let count = 0;
  for (const { text } of rows) {
    bytes += Buffer.byteLength(text) + 1;
    if (bytes > limits.maxBytes || count === limits.maxLines) break;
    count++;
  }
  return count;
}

function startOf(line: string, maxBytes: number): string[] {
  const kept = cutBytes(line, maxBytes);
  return kept === "" ? [] : [kept];
}

function endOf(line: string, maxBytes: number): string[] {
  const bytes = Buffer.from(line);
  let from = Math.max(0, bytes.length - maxBytes);
  // A byte 10xxxxxx continues a character.
  while (from < bytes.length && (bytes[from]! & 0xc0) === 0x80) from++;
  return from >= bytes.length ? [] : [bytes.toString("utf8", from)];
}
