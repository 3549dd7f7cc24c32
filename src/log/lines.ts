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

/** The beginning of a line. */
export type LinePlace = Pick<Line, "segment" | "offset">;

/** All lines of a log in order, or those from a place on, a chunk's worth at a time. Memory is bounded by the longest line. */
export async function* readLines(threadDir: string, from: LinePlace = { segment: 0, offset: 0 }): AsyncGenerator<Line[]> {
  for (const segment of segmentNumbers(threadDir)) {
    if (segment >= from.segment) yield* readSegment(threadDir, { segment, offset: segment === from.segment ? from.offset : 0 });
  }
}

async function* readSegment(threadDir: string, { segment, offset: first }: LinePlace): AsyncGenerator<Line[]> {
  await using file = await open(segmentPath(threadDir, segment));
  let pieces: Buffer[] = [];
  let offset = first;
  let position = first;
  const take = (piece: Buffer, whole: boolean): Line => {
    const bytes = pieces.length === 0 ? piece : Buffer.concat([...pieces, piece]);
    const line = { bytes, segment, offset, whole };
    pieces = [];
    offset += bytes.length + 1;
    return line;
  };

  for (;;) {
    const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(CHUNK_BYTES), 0, CHUNK_BYTES, position);
    if (bytesRead === 0) break;
    position += bytesRead;
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
