import { expect } from "vitest";
import { openLiveCalls } from "../../../src/agent/live-call.ts";
import { createLiveRoom } from "../../../src/agent/live-room.ts";
import type { AttemptError } from "../../../src/agent/world.ts";
import { progress } from "../../../src/context/compaction/progress.ts";
import { FettleError } from "../../../src/contract/error.ts";
import type { EventBody } from "../../../src/contract/event.ts";
import type { ModelRequest } from "../../../src/contract/model.ts";
import { createBudget } from "../../../src/models/budget.ts";
import type { Client } from "../../../src/models/client.ts";
import { createTokenEstimator } from "../../../src/models/tokens.ts";
import { verifies } from "../../verifies.ts";

const request: ModelRequest = {
  model: "m",
  system: "",
  tools: [],
  entries: [{ type: "user", parts: [{ type: "text", text: "x".repeat(24_000) }] }],
  maxOutputTokens: 1000,
};

/** A room with so many tokens to spend, whose model never answers. */
function roomWith(tokens: number, contextTokens = 20_000, send: Client["send"] = () => new Promise(() => {})) {
  const budget = createBudget({ limits: { usd: null, tokens, timeMs: null } });
  const estimator = createTokenEstimator();
  const client: Client = { send, measure: () => 1, preconnect() {}, close() {} };
  const reserveCall = openLiveCalls({ name: "lab/m", client, budget, estimator, price: async () => undefined, moneyLimited: false });
  const room = createLiveRoom({
    traits: { contextTokens, maxOutputTokens: 1000 },
    compaction: "model",
    estimator,
    reserveCall,
    compactionAsked: () => false,
  });
  return { room, budget };
}

const { signal } = new AbortController();

verifies("compaction.budget", async () => {
  const enough = roomWith(30_000);
  let reserved = 0;
  await enough.room.summarise(request, { signal, onReserved: ({ tokens }) => (reserved = tokens) });
  expect(reserved).toBe(11_001);
  // It covers the summary, and not the step beside it as well.
  const tight = roomWith(15_000);
  await expect(tight.room.summarise(request, { signal, onReserved: () => expect.unreachable() })).rejects.toMatchObject({
    code: "budget.reached",
  });
  // Nothing of it is held back.
  expect(tight.budget.reserve({ model: "m", inputTokens: 14_000, maxOutputTokens: 1000, price: undefined }).tokens).toBe(15_000);
});

verifies("compaction.in-time", "a summary that was interrupted with its turn is asked for again, one that failed is not", async () => {
  const untilAborted: Client["send"] = (_request, { signal: until } = {}) =>
    new Promise((_, reject) => until!.addEventListener("abort", () => reject(until!.reason as Error)));
  const nextAfter = async (reason: Error) => {
    const { room } = roomWith(1e6, 20_000, untilAborted);
    const turn = new AbortController();
    await room.summarise(request, { signal: turn.signal, onReserved() {} });
    turn.abort(reason);
    const end = (await room.summary({ until: signal })) as { error: AttemptError };
    const place = { thread: "t", seq: 1 };
    const bodies: EventBody[] = [
      { type: "summary.started", through: place, model: "lab/m", requestBytes: 1, reserved: { tokens: 1, usd: null } },
      { type: "summary.failed", error: end.error },
    ];
    const view = bodies.reduce(
      (folded, body, seq) => progress.step(folded, { v: 1, seq, at: 0, thread: "t", prev: "", ...body }),
      progress.start(),
    );
    return [end.error.code, view.summary];
  };
  expect([
    await nextAfter(new Error("interrupted by the user")),
    await nextAfter(new FettleError("budget.reached", "no time is left")),
  ]).toEqual([
    ["turn.interrupted", "none"],
    ["budget.reached", "failed"],
  ]);
});

verifies("compaction.asked", "whoever waits for a summary can stop waiting, also for one that an earlier turn has begun", async () => {
  const { room } = roomWith(1e6);
  await room.summarise(request, { signal, onReserved() {} });
  const waiting = new AbortController();
  const taken = room.summary({ until: waiting.signal });
  waiting.abort();
  expect([await taken, await room.summary({ until: AbortSignal.abort() }), await room.summary({})]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

verifies("compaction.in-time", "by the tokens of the request and the room beside a reply", async () => {
  const actions = await Promise.all(
    [40_000, 14_000, 11_800, 11_000].map(async (contextTokens) => {
      const { action } = await roomWith(1e6, contextTokens).room.weigh(request, { overflowed: false });
      return [contextTokens, action];
    }),
  );
  expect(actions).toEqual([
    [40_000, "send"],
    [14_000, "summarise"],
    [11_800, "compact"],
    [11_000, "compact"],
  ]);
});
