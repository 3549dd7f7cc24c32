/** Private keys as blocks of text (RFC 7468, OpenPGP's armour), whole or cut off, also with line numbers or escaped line ends. */
import type { Span } from "./span.ts";

const begin = /-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----/g;
const end = /-----END (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----/g;
/** What a block may hold at most; RSA keys of 16,384 bits have 13 kB. */
export const MAX_BLOCK_CHARS = 32_768;
/** A line of a block whose end is missing: base64, a header, nothing; a line number, a file's name or a diff's mark may stand before it. */
const bodyLine =
  /(?:^|[\s:|+>-])[A-Za-z0-9+/]{20,}={0,2}["',\\]{0,3}\s*$|^[\s\d:|+>-]{0,20}(?:(?:Proc-Type|DEK-Info|Version|Comment|Hash): .{0,200}|=[A-Za-z0-9+/]{4})?$/;

export function findPrivateKeys(text: string): Span[] {
  const spans: Span[] = [];
  begin.lastIndex = 0;
  for (let match = begin.exec(text); match !== null; match = begin.exec(text)) {
    const to = endOfBlock(text, begin.lastIndex);
    spans.push({ from: match.index, to, kind: "private-key" });
    begin.lastIndex = to;
  }
  return spans;
}

function endOfBlock(text: string, from: number): number {
  end.lastIndex = 0;
  const found = end.exec(text.slice(from, from + MAX_BLOCK_CHARS));
  if (found !== null) return from + found.index + found[0].length;
  // Cut off: what is left of its own line, as it may hold escaped line ends, and the lines that look like a key's.
  let to = lineEnd(text, from);
  while (to < text.length && to - from < MAX_BLOCK_CHARS) {
    const next = lineEnd(text, to + 1);
    if (next - to > 1000 || !bodyLine.test(text.slice(to + 1, next))) break;
    to = next;
  }
  return Math.min(to, from + MAX_BLOCK_CHARS);
}

function lineEnd(text: string, from: number): number {
  const at = text.indexOf("\n", from);
  return at < 0 ? text.length : at;
}

/** The lines of a key by which a part of it is recognised. */
export function linesOfKey(block: string): string[] {
  return block.match(/[A-Za-z0-9+/]{40,}={0,2}/g) ?? [];
}
