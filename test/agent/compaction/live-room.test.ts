import { expect } from "vitest";
import { openLiveCalls } from "../../../src/agent/live-call.ts";
import { createLiveRoom } from "../../../src/agent/live-room.ts";
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

/** A room whose model never answers, with so many tokens to spend. */
function roomWith(tokens: number, contextTokens = 20_000) {
  const budget = createBudget({ limits: { usd: null, tokens, timeMs: null } });
  const estimator = createTokenEstimator();
  const client: Client = { send: () => new Promise(() => {}), measure: () => 1, preconnect() {}, close() {} };
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
