/**
 * Amazon's binary event stream, as Bedrock answers in it: lengths with their checksum, headers, payload, checksum of all.
 * Source: https://smithy.io/2.0/aws/amazon-eventstream.html.
 */
import { crc32 } from "node:zlib";
import type { ErrorCode } from "../../contract/error.ts";
import { ModelFault } from "../../contract/model-fault.ts";
import type { Frame } from "../../contract/wire.ts";
import { brokenFraming, cutFraming, maxFrameBytes, readFrames, type Framing } from "./framing.ts";

const preludeBytes = 12;
const checksumBytes = 4;

export const readAwsEventStream = (chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Frame> => readFrames(createAwsEventStream(), chunks);

export function createAwsEventStream(maxBytes = maxFrameBytes): Framing {
  let chunks: Buffer[] = [];
  let buffered = 0;
  /** Bytes that the message at the front has, as far as it is known. */
  let needed = preludeBytes;

  return {
    push(chunk) {
      chunks.push(Buffer.from(chunk));
      buffered += chunk.byteLength;
      if (buffered < needed) return [];

      const frames: Frame[] = [];
      let bytes = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
      needed = preludeBytes;
      while (bytes.length >= preludeBytes) {
        const length = readLength(bytes, maxBytes);
        needed = length;
        if (bytes.length < length) break;
        const frame = toFrame(readMessage(bytes.subarray(0, length)));
        if (frame !== undefined) frames.push(frame);
        bytes = bytes.subarray(length);
        needed = preludeBytes;
      }
      chunks = bytes.length === 0 ? [] : [bytes];
      buffered = bytes.length;
      return frames;
    },
    end() {
      if (buffered > 0) throw cutFraming("The answer ended within a message");
    },
  };
}

interface Message {
  headers: ReadonlyMap<string, string>;
  payload: Buffer;
}

/** Of the whole message that starts here. */
function readLength(bytes: Buffer, maxBytes: number): number {
  if (crc32(bytes.subarray(0, 8)) !== bytes.readUInt32BE(8)) throw brokenFraming("The lengths of a message do not match their checksum");
  const length = bytes.readUInt32BE(0);
  if (length > maxBytes) throw brokenFraming(`The server sent one message of more than ${maxBytes} bytes`);
  if (length < preludeBytes + bytes.readUInt32BE(4) + checksumBytes) throw brokenFraming("The lengths of a message contradict each other");
  return length;
}

function readMessage(bytes: Buffer): Message {
  const end = bytes.length - checksumBytes;
  if (crc32(bytes.subarray(0, end)) !== bytes.readUInt32BE(end)) throw brokenFraming("A message does not match its checksum");
  const payloadStart = preludeBytes + bytes.readUInt32BE(4);
  return { headers: readHeaders(bytes.subarray(preludeBytes, payloadStart)), payload: bytes.subarray(payloadStart, end) };
}

/** Bytes of a header's value by its type; the types that are missing here begin with their length. */
const fixedSizes: Readonly<Record<number, number>> = { 0: 0, 1: 0, 2: 1, 3: 2, 4: 4, 5: 8, 8: 8, 9: 16 };
const bytesType = 6;
const stringType = 7;

/** The headers that are strings; all that matter here are. */
function readHeaders(bytes: Buffer): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  let at = 0;
  const take = (size: number): Buffer => {
    if (at + size > bytes.length) throw brokenFraming("The headers of a message are longer than it says");
    at += size;
    return bytes.subarray(at - size, at);
  };
  while (at < bytes.length) {
    const name = take(take(1).readUInt8()).toString("utf8");
    const type = take(1).readUInt8();
    const size = type === bytesType || type === stringType ? take(2).readUInt16BE() : fixedSizes[type];
    if (size === undefined) throw brokenFraming(`A header of a message has the unknown type ${type}`);
    const value = take(size);
    if (type === stringType) headers.set(name, value.toString("utf8"));
  }
  return headers;
}

/** Undefined for the messages that open a stream and carry nothing. */
function toFrame({ headers, payload }: Message): Frame | undefined {
  const kind = headers.get(":message-type");
  const text = payload.toString("utf8");
  if (kind === "exception") throw toFault(headers.get(":exception-type") ?? "", messageIn(text));
  if (kind === "error") throw toFault(headers.get(":error-code") ?? "", headers.get(":error-message") ?? "");
  const event = headers.get(":event-type") ?? "";
  if (event === "initial-response") return undefined;
  return { event, data: event === "chunk" ? unwrap(text) : text };
}

/** Bedrock wraps the vendor's own event: `{"bytes": base64}`. */
function unwrap(text: string): string {
  const value = parse(text);
  if (typeof value["bytes"] !== "string") throw brokenFraming("A chunk of the answer has no bytes");
  return Buffer.from(value["bytes"], "base64").toString("utf8");
}

function messageIn(text: string): string {
  const { message } = parse(text);
  return typeof message === "string" ? message : text;
}

function parse(text: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(text)) as Record<string, unknown>;
  } catch (error) {
    throw new ModelFault({ code: "model.malformed", message: "A message of the answer is not JSON", retryable: true }, { cause: error });
  }
}

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ResponseStream.html */
const exceptions: Readonly<Record<string, { code: ErrorCode; retryable: boolean }>> = {
  internalserverexception: { code: "model.unavailable", retryable: true },
  modelstreamerrorexception: { code: "model.unavailable", retryable: true },
  modeltimeoutexception: { code: "model.unavailable", retryable: true },
  serviceunavailableexception: { code: "model.overloaded", retryable: true },
  throttlingexception: { code: "model.overloaded", retryable: true },
  accessdeniedexception: { code: "model.unauthorized", retryable: false },
  validationexception: { code: "model.refused", retryable: false },
};

function toFault(type: string, message: string): ModelFault {
  const overflow = /too long|context (?:window|length)/i.test(message);
  const known = exceptions[type.toLowerCase()] ?? { code: "model.unavailable", retryable: true };
  const verdict = overflow ? { code: "model.overflow" as const, retryable: false } : known;
  return new ModelFault({ ...verdict, message: `${type || "Error"}: ${message.slice(0, 500) || "the server gave no reason"}` });
}
