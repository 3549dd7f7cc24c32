import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { EventEmitter, once } from "node:events";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { deliver } from "./delivery.ts";
import { encodeReply } from "./encoded-reply.ts";
import { findEndpoint, type WireName } from "./endpoint.ts";
import { Gates } from "./gates.ts";
import { findViolations, type InvariantName } from "./invariants/index.ts";
import type { Memory } from "./memory.ts";
import { modelView } from "./model-view.ts";
import { Reply, type Script } from "./reply.ts";
import { Scissors } from "./scissors.ts";
import { ScriptQueue, type Endless } from "./script-queue.ts";
import { toSeenRequest, type SeenRequest } from "./seen-request.ts";

export interface ModelServerOptions {
  /** Answers what nothing else is scripted for. */
  endless?: Endless;
  /** Seed: what is sent is cut at random places, in the middle of characters, lines and frames. */
  split?: number;
  /** Invariants that need not hold. */
  allow?: readonly InvariantName[];
}

interface Exchange {
  seen: SeenRequest;
  /** From 0, in the order of arrival. */
  number: number;
  response: ServerResponse;
}

/**
 * A model behind every wire, on 127.0.0.1, that says what the script says. It is strict both ways: a request that nothing
 * is scripted for, one that breaks an invariant and a reply nobody asked for are errors, thrown when the server is disposed of.
 */
export class ModelServer implements AsyncDisposable {
  /** Every model request in the order in which they were received whole. */
  readonly seen: SeenRequest[] = [];
  /** What went wrong so far. */
  readonly errors: Error[] = [];
  readonly #server = createServer((request, response) => {
    this.#answer(request, response).catch((error: unknown) => this.#refuse(response, 400, `no answer to ${request.url}: ${String(error)}`));
  });
  /** Emits `seen`. */
  readonly #arrivals = new EventEmitter();
  readonly #disposing = new AbortController();
  readonly #gates = new Gates();
  readonly #memory: Memory = { replies: new Map(), heads: [] };
  /** In every id and seal: unique among all servers. */
  readonly #id = randomBytes(4).toString("hex");
  readonly #queue: ScriptQueue;
  readonly #split: number | undefined;
  readonly #allow: ReadonlySet<InvariantName>;

  constructor({ endless, split, allow }: ModelServerOptions) {
    this.#queue = new ScriptQueue(endless);
    this.#split = split;
    this.#allow = new Set(allow);
    // A connection that a slow test leaves idle must not be closed under its next request.
    this.#server.keepAliveTimeout = 0;
    this.#server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
      // A body cut short is told of where it is read.
      if (error.code?.startsWith("HPE_") && error.code !== "HPE_INVALID_EOF_STATE") this.#report(`not HTTP: ${error.message}`);
      socket.destroy();
    });
  }

  async listen(): Promise<void> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** What each vendor's own client takes as its base URL. */
  get baseUrls(): Record<WireName, string> {
    return { anthropic: this.url, responses: `${this.url}/v1`, chat: `${this.url}/v1`, gemini: this.url };
  }

  add(...replies: Reply[]): void {
    this.#queue.add(replies);
  }

  /** marker → replies for requests whose first user text holds the marker, for clients that run at the same time. */
  scriptsFor(scripts: Readonly<Record<string, readonly Reply[]>>): void {
    for (const [marker, replies] of Object.entries(scripts)) this.#queue.addMarked(marker, replies);
  }

  /** Opens a gate, for replies that wait at it now or will come to it. */
  open(gate: string): void {
    this.#gates.open(gate);
  }

  /** Resolves when `count` requests have been received whole. Rejects when the server is disposed of before. */
  async wait(count: number): Promise<void> {
    while (this.seen.length < count) await once(this.#arrivals, "seen", this.#disposing);
  }

  /** Cuts all connections. Throws an `AggregateError` with everything that went wrong and what the model saw. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#disposing.signal.aborted) return;
    this.#disposing.abort();
    const closed = once(this.#server, "close");
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
    for (const unused of this.#queue.unused()) this.#report(unused);
    if (this.errors.length > 0) throw new AggregateError(this.errors, this.#story());
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const endpoint = request.method === "POST" ? findEndpoint(request.url ?? "") : undefined;
    const raw = await buffer(request).catch(() => undefined);
    if (!raw) return this.#report(`${request.method} ${request.url} ended before its body did`);
    if (!endpoint) return this.#refuse(response, 404, `no wire has ${request.method} ${request.url}`);
    const seen = toSeenRequest(request, endpoint, raw);
    const number = this.seen.push(seen) - 1;
    for (const violation of findViolations(seen, this.#memory, this.#allow)) {
      this.#report(`request ${number} (${seen.wire}), ${violation}`);
    }
    this.#arrivals.emit("seen");
    const script = this.#queue.take(seen, number);
    if (!script) return this.#refuse(response, 400, `nothing is scripted for request ${number}:\n${modelView(seen)}`);
    await this.#play(script, { seen, number, response });
  }

  async #play(script: Script, { seen, number, response }: Exchange): Promise<void> {
    const id = `${this.#id}_${number}`;
    const { items, framing, signals } = encodeReply(script, seen, id);
    this.#memory.replies.set(id, items);
    await deliver({
      response,
      framing,
      ...(this.#split !== undefined && { scissors: new Scissors(this.#split + number) }),
      passGate: (name) => this.#gates.pass(name),
      signals,
    });
  }

  /** With a status that clients do not take for passing trouble and try again. */
  #refuse(response: ServerResponse, status: 400 | 404, message: string): void {
    this.#report(message);
    if (response.headersSent) return void response.destroy();
    response.writeHead(status, { "content-type": "application/json" });
    response.end(
      JSON.stringify({ type: "error", error: { type: "invalid_request_error", message, code: null, status: "INVALID_ARGUMENT" } }),
    );
  }

  #report(message: string): void {
    this.errors.push(new Error(message));
  }

  #story(): string {
    const problems = this.errors.map((error) => `- ${error.message}`).join("\n");
    const last = this.seen.at(-1);
    const view = last ? `the last request (of ${this.seen.length}) was:\n${modelView(last)}` : "there was no request";
    return `the model server met\n${problems}\n${view}`;
  }
}

/** Starts a model server with this script. Options, if any, come first. */
export async function startModelServer(...script: Reply[] | [ModelServerOptions, ...Reply[]]): Promise<ModelServer> {
  const steps: (Reply | ModelServerOptions)[] = script;
  const server = new ModelServer(steps.find((step): step is ModelServerOptions => !(step instanceof Reply)) ?? {});
  server.add(...steps.filter((step) => step instanceof Reply));
  await server.listen();
  return server;
}
