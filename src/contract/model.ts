/**
 * The vocabulary between the agent and a model, the same for every vendor. A wire translates it to and from
 * one protocol; `raw` keeps what the vendor sent, verbatim, so that it can be sent back unchanged.
 */
import type { ErrorCode } from "./error.ts";

export type Part = { type: "text"; text: string } | { type: "image"; mediaType: string; /** base64 */ data: string };

/** One thing the vendor sent, as JSON, and the wire that understands it. Only that wire may replay it. */
export interface Raw {
  wire: string;
  value: unknown;
}

export interface ModelCall {
  type: "call";
  /** Unique within the thread; the vendor's id where it gives one. */
  id: string;
  name: string;
  /** The arguments exactly as the model wrote them: not necessarily JSON. */
  inputText: string;
  raw?: Raw;
}

/** One item of a model's reply, in the order of the reply. */
export type OutputItem =
  | { type: "text"; text: string; raw?: Raw }
  /** `text` is what the vendor lets one read; signatures and encrypted content stay in `raw`. */
  | { type: "reasoning"; text: string; raw?: Raw }
  | ModelCall
  /** Something this version does not know. Kept and replayed, never interpreted. */
  | { type: "other"; raw: Raw };

export interface CallResult {
  callId: string;
  name: string;
  ok: boolean;
  parts: readonly Part[];
}

/**
 * One entry of the conversation. Entries are immutable, and between two compactions only ever appended, so a wire may
 * cache what it made of one under its identity.
 */
export type Entry =
  | { type: "user"; parts: readonly Part[] }
  | { type: "output"; items: readonly OutputItem[] }
  /** Results for the calls of the `output` entry before it; every call is answered exactly once. */
  | { type: "results"; results: readonly CallResult[] };

export interface ToolSpec {
  name: string;
  description: string;
  /** JSON Schema (draft 2020-12) of an object. */
  schema: Readonly<Record<string, unknown>>;
}

export type Effort = "low" | "medium" | "high";

export interface ModelRequest {
  /** The vendor's own id of the model, without our provider prefix. */
  model: string;
  system: string;
  tools: readonly ToolSpec[];
  entries: readonly Entry[];
  maxOutputTokens: number;
  /** Ask for a final answer of this shape (JSON Schema). */
  output?: { name: string; schema: Readonly<Record<string, unknown>> };
  effort?: Effort;
  /** Same value for every request of a thread: routes to the same prompt cache where the vendor offers that. */
  cacheKey?: string;
}

/** Tokens of one step. `input` excludes what was read from or written to the cache; `output` includes `reasoning`. */
export interface Usage {
  input: number;
  output: number;
  cacheRead: number;
  cacheWrite: number;
  reasoning: number;
}

export const noUsage: Usage = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0, reasoning: 0 };

/** Input and output together, cached input included. */
export function totalTokens({ input, output, cacheRead, cacheWrite }: Usage): number {
  return input + output + cacheRead + cacheWrite;
}

/** Why the model stopped. After `length` the last call may be cut off: it is answered with an error and never run. */
export type StopReason = "end" | "calls" | "length" | "refusal" | "pause";

/** What a wire makes of the frames of one reply. `index` is the item's position in the reply. */
export type ModelEvent =
  | { type: "delta"; index: number; kind: "text" | "reasoning" | "call"; text: string; /** of a call, once known */ name?: string }
  /** The finished item: authoritative, replaces its deltas. */
  | { type: "item"; index: number; item: OutputItem }
  | { type: "usage"; usage: Usage }
  | { type: "end"; stop: StopReason };

export interface ModelReply {
  items: readonly OutputItem[];
  stop: StopReason;
  usage: Usage;
  /** Milliseconds from sending to the first frame, and to the end; of the attempt that succeeded. */
  ms: { first: number; total: number };
  /** 1 = no retry was needed. */
  attempts: number;
}

/** A failed attempt, classified once, in the wire or the client. */
export interface ModelFailure {
  code: ErrorCode;
  message: string;
  retryable: boolean;
  /** What the server asked for, in milliseconds. */
  retryAfterMs?: number;
  status?: number;
}

/** What is known of a model. */
export interface ModelTraits {
  contextTokens: number;
  maxOutputTokens: number;
  images: boolean;
  reasoning: boolean;
  /** The edit format the model was trained on. */
  edits: "replace" | "patch";
  /** False when the catalogue does not list the model and these are cautious defaults. */
  known: boolean;
}
