/**
 * The model behind a measurement, in a process of its own: it plays the script it is sent and keeps the times.
 * Everything it does to a request is done before it answers, so that none of it falls into an agent's time.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { nowMs } from "./clock.ts";
import { encodeReply } from "../src/testing/encoded-reply.ts";
import { encoders } from "../src/testing/encoders/index.ts";
import { findEndpoint } from "../src/testing/endpoint.ts";
import { contentTypes, toBytes } from "../src/testing/framing.ts";
import { canonicalPrefix, reply, type Reply, type SeenRequest } from "../src/testing/index.ts";
import { renderStream } from "../src/testing/render.ts";
import { toSeenRequest } from "../src/testing/seen-request.ts";

/** Calls of `tool`, one per step, then a last word. */
export interface Script {
  tool: string;
  /** The last word, a frame per token. Default: "Done." at once. */
  answer?: Answer;
  /** `prints` must be in the request after the call: the command ran, and the model is told what it said. */
  steps: readonly { input: Record<string, unknown>; prints: string }[];
}

export interface Answer {
  tokens: readonly string[];
  /** From one token to the next, in milliseconds; 0: all at once. */
  everyMs: number;
}

/** One request of the agent's loop. Times are of the clock that all processes share, in milliseconds. */
export interface Exchange {
  /** The request had been received whole. */
  receivedMs: number;
  /** The reply was about to be written. */
  answeredMs: number;
  bytes: number;
  tools: number;
  /** The request begins, in canonical order, with all of the one before. */
  stable: boolean;
  /** What the call before was to print is in the request. */
  told: boolean;
}

export interface Report {
  exchanges: Exchange[];
  /** Requests beside the loop: titles, summaries, guards. */
  others: number;
}

let script: Script = { tool: "", steps: [] };
let report: Report = { exchanges: [], others: 0 };
let before: readonly string[] = [];
let replies = 0;

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const receivedMs = nowMs();
  const endpoint = request.method === "POST" ? findEndpoint(request.url ?? "") : undefined;
  if (endpoint === undefined) {
    response.writeHead(404, { "content-type": contentTypes.json }).end(`{"error":{"message":"not found"}}`);
    return;
  }
  const seen = toSeenRequest(request, endpoint, Buffer.concat(chunks));
  const inLoop = seen.conversation.tools.some(({ name }) => name === script.tool);
  const isLast = inLoop && report.exchanges.length >= script.steps.length;
  const paced = isLast && seen.streaming ? script.answer : undefined;
  const bytes = paced === undefined ? [encode(inLoop ? nextReply() : reply().text("ok"), seen)] : encodeAnswer(paced, seen);
  response.writeHead(200, { "content-type": seen.streaming ? contentTypes[endpoint.framing] : contentTypes.json });
  if (inLoop) note(seen, receivedMs);
  else report.others++;
  await send(response, bytes, paced?.everyMs ?? 0);
}

function nextReply(): Reply {
  const step = script.steps[report.exchanges.length];
  return step === undefined ? reply().text("Done.") : reply().tool(script.tool, step.input);
}

function encode(said: Reply, request: SeenRequest): Buffer {
  const { framing, signals } = encodeReply(said.resolve(request), request, `bench_${replies++}`);
  return Buffer.concat([...signals].flatMap((signal) => (signal.type === "frame" ? [toBytes[framing](signal.frame)] : [])));
}

/** A buffer per frame. */
function encodeAnswer({ tokens }: Answer, request: SeenRequest): Buffer[] {
  const id = `bench_${replies++}`;
  const text = tokens.join("");
  const { cues, usage, stop } = reply().text(text).resolve(request);
  const items = [{ type: "text", id: `${id}_0`, name: "", text, fragments: tokens, seal: "" }] as const;
  const encoder = encoders[request.wire]({ id, stop, usage, request });
  const { framing } = request.endpoint;
  return [...renderStream({ cues, items, encoder })].flatMap((signal) => (signal.type === "frame" ? [toBytes[framing](signal.frame)] : []));
}

/** Keeps the pace over all, however late a single timer is. */
async function send(response: ServerResponse, pieces: readonly Buffer[], everyMs: number): Promise<void> {
  const startMs = nowMs();
  for (const [index, piece] of pieces.entries()) {
    const earlyMs = startMs + index * everyMs - nowMs();
    if (everyMs > 0 && earlyMs > 0) await delay(earlyMs);
    // Called when it has been handed on, and when the client has gone.
    await new Promise<void>((resolve) => void response.write(piece, () => resolve()));
  }
  response.end();
}

function note(seen: SeenRequest, receivedMs: number): void {
  const { raw, conversation } = seen;
  const told = raw.includes(script.steps[report.exchanges.length - 1]?.prints ?? "");
  const prefix = canonicalPrefix(seen);
  const stable = before.every((segment, index) => segment === prefix[index]);
  before = prefix;
  report.exchanges.push({ receivedMs, answeredMs: nowMs(), bytes: raw.length, tools: conversation.tools.length, stable, told });
}

const server = createServer((request, response) => void answer(request, response));
server.keepAliveTimeout = 600_000;
server.listen(0, "127.0.0.1", () => process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }));

process.on("message", (message: Script | "report") => {
  if (message === "report") {
    process.send?.(report);
    return;
  }
  script = message;
  report = { exchanges: [], others: 0 };
  before = [];
  process.send?.("ready");
});
process.on("disconnect", () => process.exit());
