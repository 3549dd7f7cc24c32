/** A wire is one protocol that models are spoken to in. Vendors share wires; a wire knows no vendor. */
import type { ModelEvent, ModelFailure, ModelRequest } from "./model.ts";

/** One server-sent event, or one message of a binary event stream. `data` is the JSON text. */
export interface Frame {
  event: string;
  data: string;
}

/**
 * A request body in the order it is sent: `fields`, then the conversation under `listKey`, last, so that
 * the bytes of request k are a prefix of those of request k+1 up to the closing tail.
 * `list` holds identical objects for identical entries from call to call (the encoder caches by identity).
 */
export interface Body {
  fields: Readonly<Record<string, unknown>>;
  listKey: string;
  list: readonly object[];
}

/** Differences between vendors that share a wire, declared by the provider. */
export interface WireOptions {
  /** anthropic: the protocol version to speak. */
  version?: string;
  /** chat: the field that bounds output; some servers only know the old one. */
  maxTokensField?: "max_completion_tokens" | "max_tokens";
  /** chat: usage comes by itself, and a request that asks for it is refused. */
  usageUnasked?: boolean;
  /** The server does not understand cache marks, cache keys, `strict` or reasoning effort: send the plain core only. */
  plain?: boolean;
  /** The model is in the URL, not in the body (Bedrock, Vertex, Azure); anthropic: the version is in the body then. */
  modelInPath?: boolean;
}

/**
 * `lower` and `step` are pure: same input, same output, no clock, no environment.
 * State is opaque to the client; it begins as `start()`.
 */
export interface Wire<State = unknown> {
  name: string;
  /** Path under the provider's base URL. */
  path(request: ModelRequest): string;
  headers(options: WireOptions): Readonly<Record<string, string>>;
  lower(request: ModelRequest, options: WireOptions): Body;
  start(): State;
  /**
   * Consumes one frame. The terminal event yields `end`; a stream without it is truncated.
   * Throws a `ModelFault`: `model.malformed` for a frame that breaks the protocol, and for an error frame
   * what `fail` would have made of it. Frames after the terminal event say nothing.
   */
  step(state: State, frame: Frame): { state: State; events: readonly ModelEvent[] };
  /** Classifies an unsuccessful response from its status, headers (lower-case names) and body. */
  fail(status: number, headers: Readonly<Record<string, string>>, body: string): ModelFailure;
}
