import type { Frame } from "../contract/wire.ts";
import { awsMessage } from "./aws-event-stream.ts";

export type Framing = "sse" | "aws-event-stream" | "json";

export const contentTypes: Record<Framing, string> = {
  sse: "text/event-stream; charset=utf-8",
  "aws-event-stream": "application/vnd.amazon.eventstream",
  json: "application/json",
};

/** framing → a frame's bytes on the socket */
export const toBytes: Record<Framing, (frame: Frame) => Buffer> = {
  sse: ({ event, data }) => Buffer.from(event ? `event: ${event}\ndata: ${data}\n\n` : `data: ${data}\n\n`),
  "aws-event-stream": ({ data }) => awsMessage(data),
  json: ({ data }) => Buffer.from(data),
};
