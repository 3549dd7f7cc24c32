import { crc32 } from "node:zlib";
import { fc } from "../../properties.ts";
import { expect } from "vitest";
import type { Frame } from "../../../src/contract/wire.ts";
import { createAwsEventStream, readAwsEventStream } from "../../../src/models/framing/aws-event-stream.ts";
import anthropic from "../../../src/models/wires/anthropic.ts";
import { awsMessage } from "../../../src/testing/aws-event-stream.ts";
import { verifies } from "../../verifies.ts";
import { transcripts } from "../wires/transcripts/anthropic.ts";
import { failureOf, toReply } from "../wires/support/read.ts";

function uint(value: number, bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntBE(value, 0, bytes);
  return buffer;
}

function header(name: string, type: number, value: Buffer): Buffer {
  return Buffer.concat([uint(name.length, 1), Buffer.from(name), uint(type, 1), value]);
}

function text(name: string, value: string): Buffer {
  return header(name, 7, Buffer.concat([uint(Buffer.byteLength(value), 2), Buffer.from(value)]));
}

function message(headers: readonly Buffer[], payload: string): Buffer {
  const head = Buffer.concat(headers);
  const lengths = Buffer.concat([uint(16 + head.length + Buffer.byteLength(payload), 4), uint(head.length, 4)]);
  const body = Buffer.concat([lengths, uint(crc32(lengths), 4), head, Buffer.from(payload)]);
  return Buffer.concat([body, uint(crc32(body), 4)]);
}

function exception(type: string, payload: string): Buffer {
  return message([text(":message-type", "exception"), text(":exception-type", type), text(":content-type", "application/json")], payload);
}

function read(...chunks: Uint8Array[]): Frame[] {
  const framing = createAwsEventStream();
  const frames = chunks.flatMap((chunk) => framing.push(chunk));
  framing.end();
  return frames;
}

/** The vector `payload_one_str_header` of the AWS SDKs' own tests. */
const known = Buffer.from(
  "0000003d0000002007fd83960c636f6e74656e742d747970650700106170706c69636174696f6e2f6a736f6e7b27666f6f273a27626172277d8d9c08b1",
  "hex",
);

verifies("framing.aws", "a message of the specification's own test vectors", () => {
  expect(read(known)).toEqual([{ event: "", data: "{'foo':'bar'}" }]);
});

verifies("framing.aws", "a reply of Bedrock, split anywhere", async () => {
  const { frames, reply } = Object.values(transcripts)[1]!;
  const bytes = Buffer.concat(frames.map((frame) => awsMessage(JSON.stringify(frame))));
  const expected = frames.map((frame): Frame => ({ event: "chunk", data: JSON.stringify(frame) }));
  fc.assert(
    fc.property(fc.array(fc.nat(bytes.length), { maxLength: 20 }), (cuts) => {
      const at = [0, ...cuts.toSorted((a, b) => a - b), bytes.length];
      expect(read(...at.slice(1).map((to, index) => bytes.subarray(at[index], to)))).toEqual(expected);
    }),
  );

  let state = anthropic.start();
  const events = [];
  for await (const frame of readAwsEventStream(
    (async function* () {
      yield bytes;
    })(),
  )) {
    const step = anthropic.step(state, frame);
    state = step.state;
    events.push(...step.events);
  }
  expect(toReply(events)).toEqual(reply);
});

verifies("framing.aws", "headers of every type, and events that carry nothing", () => {
  const others = [
    header("yes", 0, Buffer.alloc(0)),
    header("no", 1, Buffer.alloc(0)),
    header("byte", 2, uint(1, 1)),
    header("short", 3, uint(1, 2)),
    header("int", 4, uint(1, 4)),
    header("long", 5, Buffer.alloc(8)),
    header("bytes", 6, Buffer.concat([uint(3, 2), Buffer.from("abc")])),
    header("time", 8, Buffer.alloc(8)),
    header("uuid", 9, Buffer.alloc(16)),
  ];
  const event = (type: string) => [...others, text(":message-type", "event"), text(":event-type", type)];
  expect(read(message(event("initial-response"), "{}"), message(event("metadata"), '{"usage":1}'))).toEqual([
    { event: "metadata", data: '{"usage":1}' },
  ]);
});

verifies("framing.aws", "exceptions", () => {
  const failures = [
    exception("throttlingException", '{"message":"Too many requests"}'),
    exception("internalServerException", '{"message":"Oops"}'),
    exception("validationException", '{"message":"Malformed input"}'),
    exception("validationException", '{"message":"Input is too long for requested model."}'),
    exception("somethingNewException", "{}"),
    message([text(":message-type", "error"), text(":error-code", "500"), text(":error-message", "Broken")], ""),
  ].map((bytes) => failureOf(() => read(bytes)));
  expect(failures).toEqual([
    { code: "model.overloaded", retryable: true, message: "throttlingException: Too many requests" },
    { code: "model.unavailable", retryable: true, message: "internalServerException: Oops" },
    { code: "model.refused", retryable: false, message: "validationException: Malformed input" },
    { code: "model.overflow", retryable: false, message: "validationException: Input is too long for requested model." },
    { code: "model.unavailable", retryable: true, message: "somethingNewException: {}" },
    { code: "model.unavailable", retryable: true, message: "500: Broken" },
  ]);
});

verifies("framing.aws-damaged", () => {
  const good = awsMessage('{"type":"ping"}');
  expect(read(good)).toHaveLength(1);
  for (let at = 0; at < good.length; at++) {
    const damaged = Buffer.from(good);
    damaged[at]! ^= 0x10;
    expect(() => read(damaged)).toThrow(expect.objectContaining({ code: "model.malformed" }));
  }
});

verifies("framing.aws-damaged", "by whoever made it", () => {
  const wrong = [
    message([text(":message-type", "event"), text(":event-type", "chunk")], "{}"),
    message([text(":message-type", "event"), text(":event-type", "chunk")], "no JSON"),
    message([header("odd", 42, Buffer.alloc(0))], "{}"),
    message([header("short", 7, uint(900, 2))], "{}"),
  ];
  for (const bytes of wrong) expect(() => read(bytes)).toThrow(expect.objectContaining({ code: "model.malformed" }));
});

verifies("framing.bounded", "Amazon's event stream", () => {
  const bytes = message([], "x".repeat(100));
  expect(createAwsEventStream(200).push(bytes)).toHaveLength(1);
  expect(() => createAwsEventStream(100).push(bytes.subarray(0, 12))).toThrow(expect.objectContaining({ code: "model.malformed" }));
});

verifies("framing.cut", "Amazon's event stream", () => {
  const framing = createAwsEventStream();
  const bytes = awsMessage("{}");
  framing.push(bytes);
  framing.end();
  framing.push(bytes.subarray(0, -1));
  expect(() => framing.end()).toThrow(expect.objectContaining({ code: "model.truncated" }));
});
