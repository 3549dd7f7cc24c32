import { expect } from "vitest";
import type { ModelRequest } from "../../src/contract/model.ts";
import { openLiveCalls } from "../../src/agent/live-call.ts";
import { createLiveModel } from "../../src/agent/live-model.ts";
import type { AttemptError } from "../../src/agent/world.ts";
import { createBudget, type Budget } from "../../src/models/budget.ts";
import { createClient } from "../../src/models/client.ts";
import { openCredentials } from "../../src/models/credentials.ts";
import { resolveModel } from "../../src/models/resolve.ts";
import { createTokenEstimator } from "../../src/models/tokens.ts";
import { reply, startModelServer, type Reply } from "../../src/testing/index.ts";
import { startHttpServer } from "../models/http-server.ts";
import { verifies } from "../verifies.ts";

const env = { ANTHROPIC_API_KEY: "K" };
const request: ModelRequest = {
  model: "m",
  system: "",
  tools: [],
  entries: [{ type: "user", parts: [{ type: "text", text: "hello" }] }],
  maxOutputTokens: 5000,
};

interface Sent {
  budget: Budget;
  /** What was reserved for the first attempt. */
  reserved: number;
  /** The most that each attempt was allowed to write. */
  asked: number[];
  /** Of each retry. */
  failed: Pick<AttemptError, "code" | "answered">[];
  /** Of the call; undefined when it succeeded. */
  error: string | undefined;
}

const quietly = { signal: new AbortController().signal, onSent() {}, onDelta() {}, onRetry() {}, taken: new Set<string>() };

async function modelAt(url: string, budget = createBudget({ limits: { usd: null, tokens: null, timeMs: null } })) {
  const model = await resolveModel("anthropic/m", {
    env,
    settings: { providers: { anthropic: { base_url: url } }, models: {} },
    keys: openCredentials({ env, home: "/nonexistent" }),
  });
  const client = createClient({ ...model, sleep: async () => {} });
  const estimator = createTokenEstimator();
  const reserveCall = openLiveCalls({ name: model.name, client, budget, estimator, price: async () => undefined, moneyLimited: false });
  const live = createLiveModel({ reserveCall, estimator, onSending() {} });
  return { ...live, close: () => client.close() };
}

/** One call whose attempts are answered as scripted, under a limit of tokens. */
async function send(replies: readonly Reply[], { tokens = 1_000_000, interrupted = false } = {}): Promise<Sent> {
  await using server = await startModelServer({}, ...replies);
  const budget = createBudget({ limits: { usd: null, tokens, timeMs: null } });
  const live = await modelAt(server.url, budget);
  const interrupt = new AbortController();
  const failed: Sent["failed"] = [];
  const { tokens: reserved } = await live.reserve(request);
  const error = await live
    .send(request, {
      signal: interrupt.signal,
      onSent() {},
      taken: new Set(),
      onDelta: () => (interrupted ? interrupt.abort(new Error("interrupted")) : undefined),
      onRetry: ({ error: { code, answered } }) => failed.push({ code, ...(answered && { answered }) }),
    })
    .then(
      () => undefined,
      (thrown: { code?: string; message: string }) => thrown.code ?? thrown.message,
    );
  live.close();
  const asked = server.seen.map(({ body }) => (body as { max_tokens: number }).max_tokens);
  return { budget, reserved, asked, failed, error };
}

const brokenOff = reply().text("Nearly").truncate();
const done = reply().text("Done.").usage({ input: 10, output: 7 });

verifies("models.budget-broken-off", "and the next attempt succeeds", async () => {
  const { budget, reserved, failed, error } = await send([brokenOff, done]);
  expect({ spent: budget.spent().tokens, failed, error }).toEqual({
    spent: reserved + 17,
    failed: [{ code: "model.truncated", answered: true }],
    error: undefined,
  });
});

verifies("models.budget-broken-off", "control: what was refused before it was answered costs nothing", async () => {
  const { budget, failed, error } = await send([reply().status(529), done]);
  expect({ spent: budget.spent().tokens, failed, error }).toEqual({ spent: 17, failed: [{ code: "model.overloaded" }], error: undefined });
  const never = await send([reply().status(400)]);
  expect({ spent: never.budget.spent().tokens, error: never.error }).toEqual({ spent: 0, error: "model.refused" });
});

verifies("models.budget-broken-off", "for good", async () => {
  const { budget, reserved, error } = await send([brokenOff, brokenOff, brokenOff, brokenOff]);
  expect({ spent: budget.spent().tokens, error }).toEqual({ spent: 4 * reserved, error: "model.truncated" });
});

verifies("models.budget-broken-off", "by an interruption", async () => {
  const { budget, reserved, error } = await send([reply().text("Let me").hang()], { interrupted: true });
  expect({ spent: budget.spent().tokens, error }).toEqual({ spent: reserved, error: "interrupted" });
});

verifies("models.budget-broken-off", "the next attempt may write less, and the budget ends the call", async () => {
  const { budget, reserved, asked, failed, error } = await send([brokenOff, brokenOff], { tokens: 8000 });
  const input = reserved - 5000;
  const left = 8000 - reserved - input;
  expect({ asked, failed, error, spent: budget.spent().tokens }).toEqual({
    asked: [5000, left],
    failed: [{ code: "model.truncated", answered: true }],
    error: "budget.reached",
    spent: 8000,
  });
});

verifies("wires.unique-ids", "of a server that repeats them", async () => {
  const call = (index: number) => [
    { type: "content_block_start", index, content_block: { type: "tool_use", id: "call_0", name: "read", input: {} } },
    { type: "content_block_stop", index },
  ];
  const frames = [
    { type: "message_start", message: { usage: {} } },
    ...call(0),
    ...call(1),
    { type: "message_delta", delta: { stop_reason: "tool_use" } },
    { type: "message_stop" },
  ];
  await using server = await startHttpServer((_request, response) => {
    response.setHeader("content-type", "text/event-stream");
    response.end(frames.map((frame) => `event: ${frame.type}\ndata: ${JSON.stringify(frame)}\n\n`).join(""));
  });
  const live = await modelAt(server.url);
  await live.reserve(request);
  const { items } = await live.send(request, quietly);
  const entries: ModelRequest["entries"] = [...request.entries, { type: "output", items }];
  await live.reserve({ ...request, entries });
  const later = await live.send({ ...request, entries }, quietly);
  live.close();

  const ids = [...items, ...later.items].flatMap((item) => (item.type === "call" ? [item.id] : []));
  expect({ calls: ids.length, different: new Set(ids).size, first: ids[0] }).toEqual({ calls: 4, different: 4, first: "call_0" });
});
