import { crc32 } from "node:zlib";

/**
 * One message of `application/vnd.amazon.eventstream`, as Bedrock wraps a frame: lengths and their checksum,
 * headers, payload, checksum of all. Source: the AWS SDKs' event stream encoding specification.
 */
export function awsMessage(data: string): Buffer {
  const headers = Buffer.concat([
    header(":event-type", "chunk"),
    header(":content-type", "application/json"),
    header(":message-type", "event"),
  ]);
  const payload = Buffer.from(JSON.stringify({ bytes: Buffer.from(data).toString("base64"), p: "abcdefghijk" }));
  const lengths = Buffer.concat([uint32(16 + headers.length + payload.length), uint32(headers.length)]);
  const message = Buffer.concat([lengths, uint32(crc32(lengths)), headers, payload]);
  return Buffer.concat([message, uint32(crc32(message))]);
}

/** A header whose value is a string (type 7). */
function header(name: string, value: string): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(Buffer.byteLength(value));
  return Buffer.concat([Buffer.from([name.length]), Buffer.from(name), Buffer.from([7]), length, Buffer.from(value)]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
