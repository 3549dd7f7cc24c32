import type { Frame } from "../contract/wire.ts";
import { awsMessage } from "./aws-event-stream.ts";

export type Framing = "sse" | "aws-event-stream" | "json";

export const contentTypes: Record<Framing, string> = {
  sse: "text/event-stream; charset=utf-8",
  "aws-event-stream": "application/vnd.amazon.eventstream",
  json: "application/json",
};

/** A frame's bytes on the socket. */
export function toBytes(framing: Framing, { event, data }: Frame): Buffer {
  switch (framing) {
    case "sse":
      return Buffer.from(event ? `event: ${event}\ndata: ${data}\n\n` : `data: ${data}\n\n`);
    case "aws-event-stream":
      return awsMessage(data);
    case "json":
      return Buffer.from(data);
  }
}
