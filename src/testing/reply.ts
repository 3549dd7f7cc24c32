import { noUsage, type StopReason, type Usage } from "../contract/model.ts";
import type { Cue } from "./cues.ts";
import type { SeenRequest } from "./seen-request.ts";

/** A reply when nothing is left to choose. */
export interface Script {
  cues: readonly Cue[];
  usage: Usage;
  stop: StopReason;
}

interface Draft {
  cues: readonly Cue[];
  usage: Usage;
  stop?: StopReason;
  choose?: (request: SeenRequest) => Reply;
}

/** A scripted answer of the model. Immutable: every method returns a new reply, so that one beginning can serve several. */
export class Reply {
  readonly #draft: Draft;

  constructor(draft: Draft) {
    this.#draft = draft;
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

  /** A call whose arguments are exactly this text. On Gemini, where arguments are an object, broken JSON becomes the vendor's own stop reason for it. */
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

  /** What is left out is zero. Without a call of this: 1000 tokens in, 100 out. */
  usage(usage: Partial<Usage>): Reply {
    return new Reply({ ...this.#draft, usage: { ...noUsage, ...usage } });
  }

  /** Default: `calls` when there are any, else `end`. */
  stop(stop: StopReason): Reply {
    return new Reply({ ...this.#draft, stop });
  }

  /** Refuses with this HTTP status; after other cues, with the wire's error frame in mid-stream. `retryAfter` is in seconds. */
  status(status: number, options: { retryAfter?: number; message?: string } = {}): Reply {
    return this.#with({ type: "failure", status, message: `scripted failure ${status}`, overflow: false, ...options });
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

  /** Says what `choose` makes of the request instead of this. */
  when(choose: (request: SeenRequest) => Reply): Reply {
    return new Reply({ ...this.#draft, choose });
  }

  /** What to say to this request. */
  resolve(request: SeenRequest): Script {
    const { cues, usage, stop, choose } = this.#draft;
    if (choose) return choose(request).resolve(request);
    return { cues, usage, stop: stop ?? (cues.some((cue) => cue.type === "call") ? "calls" : "end") };
  }

  #with(cue: Cue): Reply {
    return new Reply({ ...this.#draft, cues: [...this.#draft.cues, cue] });
  }
}

/** An empty reply to build on: `reply().text("Done.")`. */
export function reply(): Reply {
  return new Reply({ cues: [], usage: { ...noUsage, input: 1000, output: 100 } });
}
