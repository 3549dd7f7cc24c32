/** How much of a result a model gets to see at once. */
export const resultLimits = { maxBytes: 32 * 1024, maxLines: 1500 } as const;

export interface Cut {
  text: string;
  /** Lines that are missing in whole or in part; 0 when nothing was cut. */
  omittedLines: number;
}

/**
 * Keeps the head and the tail of a long text, half of the limits each, and says in a line between them how many lines
 * were left out. Cuts between lines; a line that is itself too long is cut between characters. The line that says so is not
 * counted against the limits.
 */
export function cut(text: string, limits: { maxBytes: number; maxLines: number }): Cut {
  const lines = text.split("\n");
  if (lines.length <= limits.maxLines && Buffer.byteLength(text) <= limits.maxBytes) return { text, omittedLines: 0 };

  const half = { maxBytes: Math.floor(limits.maxBytes / 2), maxLines: Math.floor(limits.maxLines / 2) };
  const head = countFitting(lines, half);
  const tail = Math.min(countFitting(lines.toReversed(), half), lines.length - head);
  const omittedLines = lines.length - head - tail;
  return {
    text: [
      ...(head === 0 ? startOf(lines[0]!, half.maxBytes) : lines.slice(0, head)),
      `[${omittedLines} ${omittedLines === 1 ? "line" : "lines"} left out]`,
      ...(tail === 0 ? endOf(lines.at(-1)!, half.maxBytes) : lines.slice(-tail)),
    ].join("\n"),
    omittedLines,
  };
}

/** The beginning of `text` that is at most `maxBytes` long in UTF-8 and ends between characters. */
export function cutBytes(text: string, maxBytes: number): string {
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(maxBytes));
  return text.slice(0, read);
}

function countFitting(lines: readonly string[], limits: { maxBytes: number; maxLines: number }): number {
  let bytes = 0;
  let count = 0;
  for (const line of lines) {
    bytes += Buffer.byteLength(line) + 1;
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
