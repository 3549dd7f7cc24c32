import type { IncomingMessage } from "node:http";
import { readConversation, type Conversation } from "./conversation.ts";
import type { Endpoint, WireName } from "./endpoint.ts";
import { asObject, asString, parseJson } from "./json.ts";

/** A model request as the server received it. */
export interface SeenRequest {
  wire: WireName;
  endpoint: Endpoint;
  /** With the query. */
  path: string;
  /** Lower-case names. */
  headers: Readonly<Record<string, string>>;
  /** The parsed body; undefined when it is not JSON. */
  body: unknown;
  /** The body's bytes. */
  raw: Buffer;
  model: string;
  streaming: boolean;
  /** The body in the words of no wire. */
  conversation: Conversation;
}

export function toSeenRequest(request: IncomingMessage, endpoint: Endpoint, raw: Buffer): SeenRequest {
  const body = parseJson(raw.toString("utf8"));
  const fields = asObject(body);
  return {
    wire: endpoint.wire,
    endpoint,
    path: request.url ?? "",
    headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
    body,
    raw,
    model: endpoint.model ?? asString(fields.model),
    streaming: endpoint.streaming ?? fields.stream === true,
    conversation: readConversation(endpoint.wire, fields),
  };
}
