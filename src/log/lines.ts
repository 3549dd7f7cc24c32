import { open } from "node:fs/promises";
import { segmentNumbers, segmentPath } from "./segments.ts";

const CHUNK_BYTES = 256 << 10;
const NEWLINE = 0x0a;

export interface Line {
  /** Without the newline. */
  bytes: Buffer;
  segment: number;
  /** Of the first byte, in its segment. */
  offset: number;
  /** False for what stands at the end of a segment without a newline. */
  whole: boolean;
}

/** All lines of a log in order, a chunk's worth at a time. Memory is bounded by the longest line. */
export async function* readLines(threadDir: string): AsyncGenerator<Line[]> {
  for (const segment of segmentNumbers(threadDir)) yield* readSegment(threadDir, segment);
}

async function* readSegment(threadDir: string, segment: number): AsyncGenerator<Line[]> {
  await using file = await open(segmentPath(threadDir, segment));
  let pieces: Buffer[] = [];
  let offset = 0;
  const take = (piece: Buffer, whole: boolean): Line => {
    const bytes = pieces.length === 0 ? piece : Buffer.concat([...pieces, piece]);
    const line = { bytes, segment, offset, whole };
    pieces = [];
    offset += bytes.length + 1;
    return line;
  };

  for (;;) {
    const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(CHUNK_BYTES), 0, CHUNK_BYTES);
    if (bytesRead === 0) break;
    const chunk = buffer.subarray(0, bytesRead);
    const lines: Line[] = [];
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      lines.push(take(chunk.subarray(start, end), true));
      start = end + 1;
    }
    if (start < chunk.length) pieces.push(chunk.subarray(start));
    if (lines.length > 0) yield lines;
  }
  if (pieces.length > 0) yield [take(Buffer.alloc(0), false)];
}
