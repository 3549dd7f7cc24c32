/** Server-sent events, https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream. */
import { StringDecoder } from "node:string_decoder";
import type { Frame } from "../../contract/wire.ts";
import { brokenFraming, cutFraming, maxFrameBytes, readFrames, type Framing } from "./framing.ts";

const LF = 0x0a;
const CR = 0x0d;
const BOM = "\uFEFF";

export const readSse = (chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Frame> => readFrames(createSse(), chunks);

export function createSse(maxBytes = maxFrameBytes): Framing {
  /**
   * What has come of a line whose end has not. As text: at their end servers repeat the whole answer in one line, several times, and as bytes
   * its pieces would make the process larger for good.
   */
  let begun = "";
  let isBegun = false;
  /** Holds a character that is cut in two. */
  const decoder = new StringDecoder("utf8");
  let event = "";
  let data: string[] = [];
  /** Of the frame that is being read. */
  let frameBytes = 0;
  let firstLine = true;
  let afterCr = false;

  /** The frame that this line completes, if it does. */
  function takeLine(text: string): Frame | undefined {
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
        count(end - start);
        const frame = takeLine(begun + decoder.end(bytes.subarray(start, end)));
        if (frame !== undefined) frames.push(frame);
        begun = "";
        isBegun = false;
        start = end + 1;
        if (bytes[end] !== CR) continue;
        if (start === bytes.length) afterCr = true;
        else if (bytes[start] === LF) start++;
      }
      if (start < bytes.length) {
        count(bytes.length - start);
        begun += decoder.write(bytes.subarray(start));
        isBegun = true;
      }
      return frames;
    },
    end() {
      if (data.length > 0 || isBegun) throw cutFraming("The answer ended within an event");
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
