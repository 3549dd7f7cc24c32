/** Server-sent events, https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream. */
import type { Frame } from "../../contract/wire.ts";
import { brokenFraming, cutFraming, maxFrameBytes, readFrames, type Framing } from "./framing.ts";

const LF = 0x0a;
const CR = 0x0d;
const BOM = "\uFEFF";

export const readSse = (chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Frame> => readFrames(createSse(), chunks);

export function createSse(maxBytes = maxFrameBytes): Framing {
  /** The pieces of a line whose end has not come yet. */
  let pieces: Buffer[] = [];
  let event = "";
  let data: string[] = [];
  /** Of the frame that is being read. */
  let frameBytes = 0;
  let firstLine = true;
  let afterCr = false;

  /** The frame that this line completes, if it does. */
  function takeLine(bytes: Buffer): Frame | undefined {
    const text = bytes.toString("utf8");
    const line = firstLine && text.startsWith(BOM) ? text.slice(BOM.length) : text;
    firstLine = false;
    if (line === "") return dispatch();

    const colon = line.indexOf(":");
    const name = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? "" : line.slice(line[colon + 1] === " " ? colon + 2 : colon + 1);
    if (name === "data") data.push(value);
    else if (name === "event") event = value;
    return undefined;
  }

  function dispatch(): Frame | undefined {
    const frame = data.length === 0 ? undefined : { event: event || "message", data: data.join("\n") };
    event = "";
    data = [];
    frameBytes = 0;
    return frame;
  }

  function count(bytes: number): void {
    frameBytes += bytes;
    if (frameBytes > maxBytes) throw brokenFraming(`The server sent one event of more than ${maxBytes} bytes`);
  }

  return {
    push(chunk) {
      const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      const frames: Frame[] = [];
      const lines = lineEnds(bytes);
      let start = afterCr && bytes[0] === LF ? 1 : 0;
      if (bytes.length > 0) afterCr = false;
      for (let end = lines.next(start); end !== -1; end = lines.next(start)) {
        const piece = bytes.subarray(start, end);
        count(piece.length);
        const frame = takeLine(pieces.length === 0 ? piece : Buffer.concat([...pieces, piece]));
        if (frame !== undefined) frames.push(frame);
        pieces = [];
        start = end + 1;
        if (bytes[end] !== CR) continue;
        if (start === bytes.length) afterCr = true;
        else if (bytes[start] === LF) start++;
      }
      if (start < bytes.length) {
        count(bytes.length - start);
        // The chunk's memory may be used again by whoever reads the socket.
        pieces.push(Buffer.from(bytes.subarray(start)));
      }
      return frames;
    },
    end() {
      if (data.length > 0 || pieces.length > 0) throw cutFraming("The answer ended within an event");
    },
  };
}

/** Finds line ends from left to right. Each kind is searched for once per occurrence, so a chunk without CR costs one pass. */
function lineEnds(bytes: Buffer): { next(start: number): number } {
  let lf = bytes.indexOf(LF);
  let cr = bytes.indexOf(CR);
  return {
    next(start) {
      if (lf !== -1 && lf < start) lf = bytes.indexOf(LF, start);
      if (cr !== -1 && cr < start) cr = bytes.indexOf(CR, start);
      return lf === -1 || cr === -1 ? Math.max(lf, cr) : Math.min(lf, cr);
    },
  };
}
