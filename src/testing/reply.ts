import { noUsage, type StopReason, type Usage } from "../contract/model.ts";
import type { SeenRequest } from "./seen-request.ts";

/** What the model says, in the words of no wire. */
export type ContentCue =
  | { type: "reasoning"; text: string }
  /** `whole`: in one frame instead of several. */
  | { type: "text"; text: string; whole: boolean }
  /** `inputText` is sent as it stands: not necessarily JSON. */
  | { type: "call"; name: string; inputText: string }
  /** An item and an event of types that this version of the protocol does not have. */
  | { type: "unknown" };

/** A refusal: the HTTP status when it is the first cue, the wire's error frame after that. */
export interface FailureCue {
  type: "failure";
  status: number;
  /** Seconds, as the `retry-after` header has them. */
  retryAfter?: number;
  message: string;
  /** The request is larger than the context window, said in the words of the wire's vendor. */
  overflow: boolean;
}

/** What goes wrong or is waited for on the way. */
export type FaultCue =
  | FailureCue
  | { type: "gate"; name: string }
  | { type: "slow"; ms: number }
  | { type: "malformed" }
  | { type: "disorder" }
  | { type: "truncate" }
  | { type: "reset" }
  | { type: "hang" };

/** One step of a reply, in the order it is sent. */
export type Cue = ContentCue | FaultCue;

interface Script {
  cues: readonly Cue[];
  usage: Usage;
  stop?: StopReason;
  choose?: (request: SeenRequest) => Reply;
}

/** A scripted answer of the model. Immutable: every method returns a new reply with one cue more. */
export class Reply {
  readonly #script: Script;

  constructor(script: Script) {
    this.#script = script;
  }

  get cues(): readonly Cue[] {
    return this.#script.cues;
  }

  get usageSent(): Usage {
    return this.#script.usage;
  }

  /** What `stop` says, or what follows from the cues: `calls` when there are any. */
  get stopReason(): StopReason {
    return this.#script.stop ?? (this.cues.some((cue) => cue.type === "call") ? "calls" : "end");
  }

  /** Reasoning that the client must send back unchanged where the wire seals it. */
  reasoning(text: string): Reply {
    return this.#with({ type: "reasoning", text });
  }

  /** Text, over several frames. */
  text(text: string): Reply {
    return this.#with({ type: "text", text, whole: false });
  }

  /** A call; its arguments come over at least two frames where the wire can split them. */
  tool(name: string, input: Readonly<Record<string, unknown>> = {}): Reply {
    return this.rawArguments(name, JSON.stringify(input));
  }

  /** A call whose arguments are exactly this text. On a wire that sends arguments as an object, broken JSON becomes the vendor's own stop reason for it. */
  rawArguments(name: string, inputText: string): Reply {
    return this.#with({ type: "call", name, inputText });
  }

  /** An item and an event of types that no present version of the protocol has. */
  unknown(): Reply {
    return this.#with({ type: "unknown" });
  }

  /** Text of this many bytes in a single frame. */
  huge(bytes: number): Reply {
    return this.#with({ type: "text", text: "x".repeat(bytes), whole: true });
  }

  usage(usage: Partial<Usage>): Reply {
    return new Reply({ ...this.#script, usage: { ...noUsage, ...usage } });
  }

  stop(stop: StopReason): Reply {
    return new Reply({ ...this.#script, stop });
  }

  /** Refuses with this HTTP status; after other cues, with the wire's error frame in mid-stream. `retryAfter` is in seconds. */
  status(status: number, options: { retryAfter?: number; message?: string } = {}): Reply {
    const message = options.message ?? `scripted failure ${status}`;
    return this.#with({ ...options, type: "failure", status, message, overflow: false });
  }

  /** Refuses the request as larger than the context window. */
  overflow(): Reply {
    return this.#with({ type: "failure", status: 400, message: "", overflow: true });
  }

  /** Destroys the socket. */
  reset(): Reply {
    return this.#with({ type: "reset" });
  }

  /** Ends the response politely, without the rest and without the terminal event. */
  truncate(): Reply {
    return this.#with({ type: "truncate" });
  }

  /** Sends nothing more, not even headers when it is the first cue, until the client gives up. */
  hang(): Reply {
    return this.#with({ type: "hang" });
  }

  /** Waits before each of the following frames. */
  slow(ms: number): Reply {
    return this.#with({ type: "slow", ms });
  }

  /** A frame that is not JSON. */
  malformed(): Reply {
    return this.#with({ type: "malformed" });
  }

  /** The frames of the next item come in reverse order. */
  disorder(): Reply {
    return this.#with({ type: "disorder" });
  }

  /** Waits until the test calls `server.open(name)`. */
  gate(name: string): Reply {
    return this.#with({ type: "gate", name });
  }

  /** Takes the reply that `choose` makes of the request instead of this one. */
  when(choose: (request: SeenRequest) => Reply): Reply {
    return new Reply({ ...this.#script, choose });
  }

  /** The reply to send: the chosen one where there is a choice. */
  resolve(request: SeenRequest): Reply {
    return this.#script.choose ? this.#script.choose(request).resolve(request) : this;
  }

  #with(cue: Cue): Reply {
    return new Reply({ ...this.#script, cues: [...this.cues, cue] });
  }
}

/** An empty reply to build on: `reply().text("Done.")`. Usage is 1000 tokens in and 100 out unless scripted. */
export function reply(): Reply {
  return new Reply({ cues: [], usage: { ...noUsage, input: 1000, output: 100 } });
}
