import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { deliver } from "./delivery.ts";
import type { Encoder, ReplyFacts } from "./encoder.ts";
import { encodeAnthropic } from "./encoders/anthropic.ts";
import { encodeChat } from "./encoders/chat.ts";
import { encodeGemini } from "./encoders/gemini.ts";
import { encodeResponses } from "./encoders/responses.ts";
import { findEndpoint, type WireName } from "./endpoint.ts";
import { Gates } from "./gates.ts";
import { invariants, type InvariantName } from "./invariants/index.ts";
import { isContent, toItem } from "./items.ts";
import type { Memory } from "./memory.ts";
import { modelView } from "./model-view.ts";
import { render, renderWhole } from "./render.ts";
import { Reply } from "./reply.ts";
import { Scissors } from "./scissors.ts";
import { ScriptQueue } from "./script.ts";
import { toSeenRequest, type SeenRequest } from "./seen-request.ts";

export interface ModelServerOptions {
  /** Answers request `number` (from 0) once the script is used up. */
  endless?: (request: SeenRequest, number: number) => Reply;
  /** Seed: what is sent is cut at random places, in the middle of characters, lines and frames. */
  split?: number;
  /** Invariants that need not hold. */
  allow?: readonly InvariantName[];
}

const encoders: Record<WireName, (facts: ReplyFacts) => Encoder> = {
  anthropic: encodeAnthropic,
  responses: encodeResponses,
  chat: encodeChat,
  gemini: encodeGemini,
};

/**
 * A model behind every wire, on 127.0.0.1, that says what the script says. It is strict both ways: a request that nothing
 * is scripted for, one that breaks an invariant and a reply nobody asked for are errors, thrown when the server is disposed of.
 */
export class ModelServer implements AsyncDisposable {
  /** Every model request in the order in which they were received whole. */
  readonly seen: SeenRequest[] = [];
  /** What went wrong so far. */
  readonly errors: Error[] = [];
  /** Also in ids and seals: unique among all servers. */
  readonly #id = randomBytes(4).toString("hex");
  readonly #server = createServer((request, response) => void this.#answer(request, response));
  readonly #script: ScriptQueue;
  readonly #gates = new Gates();
  readonly #memory: Memory = { replies: new Map(), heads: [] };
  readonly #allow: ReadonlySet<InvariantName>;
  readonly #split: number | undefined;
  #disposed = false;

  constructor(options: ModelServerOptions) {
    this.#script = new ScriptQueue(options.endless);
    this.#allow = new Set(options.allow);
    this.#split = options.split;
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
    this.#script.add(replies);
  }

  /** Replies for requests whose first user message holds the marker, for clients that run at the same time. */
  scriptsFor(scripts: Readonly<Record<string, readonly Reply[]>>): void {
    for (const [marker, replies] of Object.entries(scripts)) this.#script.addMarked(marker, replies);
  }

  /** Opens a gate, for replies that wait at it now or will come to it. */
  open(gate: string): void {
    this.#gates.open(gate);
  }

  /** Resolves when `count` requests have been received whole. */
  async wait(count: number): Promise<void> {
    while (this.seen.length < count) await once(this.#server, "seen");
  }

  /** Cuts all connections. Throws an `AggregateError` with everything that went wrong and what the model saw. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#disposed) return;
    this.#disposed = true;
    const closed = once(this.#server, "close");
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
    for (const { marker, count } of this.#script.unused()) {
      this.#report(`${count} scripted ${count === 1 ? "reply was" : "replies were"} never asked for${marker ? ` (${marker})` : ""}`);
    }
    if (this.errors.length > 0) throw new AggregateError(this.errors, this.#story());
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const endpoint = request.method === "POST" ? findEndpoint(request.url ?? "") : undefined;
    const raw = await readAll(request);
    if (!raw) return this.#report(`${request.method} ${request.url} ended before its body did`);
    if (!endpoint) return this.#refuse(response, 404, `no wire has ${request.method} ${request.url}`);
    const seen = toSeenRequest(request, endpoint, raw);
    const number = this.seen.push(seen) - 1;
    this.#check(seen, number);
    this.#server.emit("seen");
    const reply = this.#take(seen, number);
    if (reply instanceof Reply) return await this.#send(reply, { seen, number, response });
    this.#refuse(response, 400, `${reply}\n${modelView(seen)}`);
  }

  #check(seen: SeenRequest, number: number): void {
    for (const [name, check] of Object.entries(invariants) as [InvariantName, (typeof invariants)[InvariantName]][]) {
      if (this.#allow.has(name)) continue;
      for (const problem of check(seen, this.#memory)) this.#report(`request ${number} (${seen.wire}), ${name}: ${problem}`);
    }
  }

  /** The reply, or why there is none. */
  #take(seen: SeenRequest, number: number): Reply | string {
    try {
      return this.#script.take(seen, number) ?? `nothing is scripted for request ${number}:`;
    } catch (error) {
      return `the script failed at request ${number}: ${String(error)}`;
    }
  }

  async #send(reply: Reply, { seen, number, response }: { seen: SeenRequest; number: number; response: ServerResponse }): Promise<void> {
    const id = `${this.#id}_${number}`;
    const items = reply.cues.filter(isContent).map((cue, index) => toItem(cue, `${id}_${index}`));
    this.#memory.replies.set(id, items);
    const encoder = encoders[seen.wire]({ id, stop: reply.stopReason, usage: reply.usageSent, request: seen });
    await deliver({
      response,
      framing: seen.streaming ? seen.endpoint.framing : "json",
      ...(this.#split !== undefined && { scissors: new Scissors(this.#split + number) }),
      passGate: (name) => this.#gates.pass(name),
      signals: seen.streaming ? render(reply, encoder, id) : renderWhole(reply, encoder, id),
    });
  }

  /** With a status that clients do not take for passing trouble and try again. */
  #refuse(response: ServerResponse, status: 400 | 404, message: string): void {
    this.#report(message);
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

/** The body, or undefined when the client went before its end. */
async function readAll(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) chunks.push(chunk as Buffer);
  } catch {
    return undefined;
  }
  return Buffer.concat(chunks);
}

/** Starts a model server with this script. Options, if any, come first. */
export async function startModelServer(...script: Reply[] | [ModelServerOptions, ...Reply[]]): Promise<ModelServer> {
  const steps: (Reply | ModelServerOptions)[] = script;
  const server = new ModelServer(steps.find((step): step is ModelServerOptions => !(step instanceof Reply)) ?? {});
  server.add(...steps.filter((step) => step instanceof Reply));
  await server.listen();
  return server;
}
