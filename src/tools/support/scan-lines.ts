import type { Files } from "../../contract/sandbox.ts";

const CHUNK_BYTES = 1024 * 1024;
/** Bytes of a line that are kept; the rest is passed over. */
const KEPT_BYTES = 8 * 1024;
const NEWLINE = 0x0a;

/**
 * Lines of a file too large to load: `limit` of them from line `offset` (from 1), read in pieces of 1 MiB.
 * Taken for UTF-8. `ended` is true when the file has no further lines.
 */
export async function scanLines(
  files: Pick<Files, "read">,
  path: string,
  { offset, limit, signal }: { offset: number; limit: number; signal: AbortSignal },
): Promise<{ lines: string[]; ended: boolean }> {
  const lines: string[] = [];
  let line: Buffer = Buffer.alloc(0);
  let number = 1;
  let position = 0;
  for (;;) {
    signal.throwIfAborted();
    const chunk = await files.read(path, { offset: position, maxBytes: CHUNK_BYTES });
    if (chunk.length === 0) break;
    position += chunk.length;
    let start = 0;
    while (start < chunk.length) {
      const newline = chunk.indexOf(NEWLINE, start);
      const end = newline === -1 ? chunk.length : newline;
      if (number >= offset && line.length < KEPT_BYTES)
        line = Buffer.concat([line, chunk.subarray(start, Math.min(end, start + KEPT_BYTES))]);
      start = end + 1;
      if (newline === -1) continue;
      if (number >= offset) lines.push(toText(line));
      line = Buffer.alloc(0);
      number++;
      if (lines.length > limit) return { lines: lines.slice(0, limit), ended: false };
    }
  }
  if (line.length > 0) lines.push(toText(line));
  return { lines: lines.slice(0, limit), ended: lines.length <= limit };
}

function toText(line: Buffer): string {
  return line.toString("utf8").replace(/\r$/, "");
}
