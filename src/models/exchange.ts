/** One attempt at one model call: a request out, a stream of frames back, folded into a reply. */
import type { IncomingMessage } from "node:http";
import { ModelFault } from "../contract/model-fault.ts";
import { noUsage, type ModelEvent, type ModelReply, type OutputItem } from "../contract/model.ts";
import type { HttpRequest, Provider } from "../contract/provider.ts";
import type { Frame } from "../contract/wire.ts";
import type { Connection, Deadlines } from "./connection.ts";
import { readSse } from "./framing/sse.ts";
import { toFault } from "./network-fault.ts";

export type ModelDelta = Extract<ModelEvent, { type: "delta" }>;

export interface ExchangeDeadlines extends Deadlines {
  /** Between two pieces of the response. */
  silenceMs: number;
}

export interface ExchangeOptions {
  connection: Connection;
  provider: Provider;
  request: HttpRequest;
  deadlines: ExchangeDeadlines;
  signal?: AbortSignal;
  onDelta?(delta: ModelDelta): void;
  onSent?(): void;
  onAnswered?(): void;
}

/** More than any model writes in one reply, whatever its protocol wraps around each token. */
const maxResponseBytes = 256 * 1024 * 1024;
/** How much of an answer that is no stream is read to say what is wrong. */
const maxErrorBytes = 64 * 1024;
/** Time for the rest of a response after its terminal event, so that the connection can be used again. */
const drainMs = 1000;

/**
 * Resolves when the terminal event is there. Rejects with a `ModelFault`, or with the reason of `signal`.
 * Deltas given out before a rejection belong to no reply.
 */
export async function exchange(options: ExchangeOptions): Promise<Omit<ModelReply, "attempts">> {
  const { connection, provider, request, deadlines, signal, onSent, onAnswered } = options;
  let response: IncomingMessage | undefined;
  try {
    const startedAt = performance.now();
    response = await connection.send(request, {
      deadlines,
      ...(signal !== undefined && { signal }),
      ...(onSent !== undefined && { onSent }),
    });
    if (isAccepted(response)) onAnswered?.();
    await checkIsStream(response, provider, deadlines.silenceMs);
    const reply = await readReply(response, options, startedAt);
    signal?.throwIfAborted();
    return reply;
  } catch (error) {
    // Nobody reads what is left of it.
    response?.destroy();
    if (signal?.aborted) throw signal.reason;
    throw toFault(error, request.url);
  }
}

function isAccepted({ statusCode = 0 }: IncomingMessage): boolean {
  return statusCode >= 200 && statusCode < 300;
}

async function checkIsStream(response: IncomingMessage, { wire }: Provider, silenceMs: number): Promise<void> {
  const { statusCode: status = 0, headers } = response;
  const type = headers["content-type"] ?? "";
  const refused = !isAccepted(response);
  // Servers are careless about the type of a stream; these two never are one.
  if (!refused && !/^(?:text\/html|application\/json)\b/i.test(type)) return;

  const body = await readText(response, silenceMs);
  if (status >= 300 && status < 400)
    throw new ModelFault(
      { code: "model.refused", message: `The server redirects to ${headers.location ?? "an unnamed place"}`, retryable: false, status },
      { hint: "Credentials are not sent to another address by themselves: set the provider's base URL to the right one." },
    );
  if (refused) throw new ModelFault(wire.fail(status, joined(headers), body));
  throw new ModelFault(
    {
      code: "model.malformed",
      message: `The server answered with ${type} instead of a stream: ${body.slice(0, 300)}`,
      retryable: false,
      status,
    },
    { hint: "Check the provider's base URL." },
  );
}

function joined(headers: IncomingMessage["headers"]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : (value ?? "")]),
  );
}

async function readText(response: IncomingMessage, silenceMs: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of chunksOf(response, silenceMs)) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= maxErrorBytes) {
      response.destroy();
      break;
    }
  }
  return Buffer.concat(chunks).subarray(0, maxErrorBytes).toString("utf8");
}

async function readReply(
  response: IncomingMessage,
  { provider, deadlines, onDelta }: ExchangeOptions,
  startedAt: number,
): Promise<Omit<ModelReply, "attempts">> {
  const { wire } = provider;
  const readFrames = await framings[provider.framing ?? "sse"]();
  const items: OutputItem[] = [];
  let state = wire.start();
  let usage = noUsage;
  let firstAt: number | undefined;

  for await (const frame of readFrames(chunksOf(response, deadlines.silenceMs))) {
    firstAt ??= performance.now();
    const step = wire.step(state, frame);
    state = step.state;
    for (const event of step.events) {
      if (event.type === "delta") onDelta?.(event);
      else if (event.type === "item") items[event.index] = event.item;
      else if (event.type === "usage") usage = event.usage;
      else {
        drain(response);
        const ms = { first: Math.round(firstAt - startedAt), total: Math.round(performance.now() - startedAt) };
        // An index without an item leaves a hole.
        return { items: items.filter(() => true), stop: event.stop, usage, ms };
      }
    }
  }
  throw new ModelFault({ code: "model.truncated", message: "The answer ended before its terminal event", retryable: true });
}

/** Server-sent events are what nearly everybody sends. */
const framings: Record<"sse" | "aws-event-stream", () => Promise<(chunks: AsyncIterable<Uint8Array>) => AsyncIterable<Frame>>> = {
  sse: async () => readSse,
  "aws-event-stream": async () => (await import("./framing/aws-event-stream.ts")).readAwsEventStream,
};

/** The body piece by piece; throws `model.silent` when none comes for `silenceMs`. Leaving the loop leaves the response open. */
async function* chunksOf(response: IncomingMessage, silenceMs: number): AsyncGenerator<Buffer> {
  const timer = setTimeout(() => {
    response.destroy(new ModelFault({ code: "model.silent", message: `The answer stopped for ${silenceMs / 1000} s`, retryable: true }));
  }, silenceMs);
  let bytes = 0;
  try {
    for await (const chunk of response.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      timer.refresh();
      bytes += chunk.length;
      if (bytes > maxResponseBytes) {
        response.destroy();
        throw new ModelFault({ code: "model.malformed", message: `The answer is longer than ${maxResponseBytes} bytes`, retryable: false });
      }
      yield chunk;
    }
  } finally {
    clearTimeout(timer);
  }
}

/** Reads what follows the terminal event, which is nothing but the end of the response. */
function drain(response: IncomingMessage): void {
  const timer = setTimeout(() => response.destroy(), drainMs).unref();
  response
    .once("close", () => clearTimeout(timer))
    .on("error", () => {})
    .resume();
}
