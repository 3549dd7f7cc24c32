/** What a script is made of, in the words of no wire. */

export type ContentCue =
  | { type: "reasoning"; text: string }
  /** `whole`: in one frame instead of several. */
  | { type: "text"; text: string; whole: boolean }
  /** `inputText` is sent as it stands: not necessarily JSON. */
  | { type: "call"; name: string; inputText: string }
  /** An item and an event of types that this version of the protocol does not have. */
  | { type: "unknown" };

/** A refusal: an HTTP status before anything was said, the wire's error frame after that. */
export interface FailureCue {
  type: "failure";
  status: number;
  /** Seconds, as the `retry-after` header has them. */
  retryAfter?: number;
  message: string;
  /** The request is larger than the context window, said in the words of the wire's vendor. */
  overflow: boolean;
}

/** Happens on the socket, whatever the wire. */
export type SocketCue = { type: "gate"; name: string } | { type: "slow"; ms: number } | { type: "reset" } | { type: "hang" };

/** Changes the frames, whatever the wire. */
export type FrameCue = { type: "malformed" } | { type: "disorder" } | { type: "truncate" };

/** One step of a reply, in the order it is sent. */
export type Cue = ContentCue | FailureCue | SocketCue | FrameCue;

export function isContent(cue: Cue): cue is ContentCue {
  return cue.type === "reasoning" || cue.type === "text" || cue.type === "call" || cue.type === "unknown";
}

export function isOfSocket(cue: Cue): cue is SocketCue {
  return cue.type === "gate" || cue.type === "slow" || cue.type === "reset" || cue.type === "hang";
}
