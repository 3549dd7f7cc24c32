import type { Settings } from "../config/settings.ts";
import { FettleError } from "../contract/error.ts";
import { createBudget, type Spent } from "../models/budget.ts";
import type { Client } from "../models/client.ts";
import type { ResolvedModel } from "../models/resolve.ts";
import { createTokenEstimator } from "../models/tokens.ts";
import { openLiveCalls } from "./live-call.ts";
import { createLiveModel } from "./live-model.ts";
import { createLiveRoom, type LiveRoom } from "./live-room.ts";
import type { World } from "./world.ts";

/** Everything of the live world that has to do with the model. */
export type ModelWorld = Pick<World, "reserve" | "send"> & Omit<LiveRoom, "close">;

export interface ModelWorldOptions {
  model: ResolvedModel;
  client: Client;
  settings: Pick<Settings, "budget.usd" | "budget.tokens" | "compaction">;
  /** Of the budget, by earlier processes. */
  spent: Spent;
  /** Takes a person's wish to have the conversation compacted. */
  compactionAsked(): boolean;
  /** Called when a request is on its way: time for what is slow to start. */
  onSending(): void;
}

/** Steps and summaries draw on one budget, and learn from one another how many tokens a text has. */
export function openModelWorld({
  model,
  client,
  settings,
  spent,
  compactionAsked,
  onSending,
}: ModelWorldOptions): ModelWorld & Pick<LiveRoom, "close"> {
  const limits = { usd: settings["budget.usd"], tokens: settings["budget.tokens"], timeMs: null };
  const estimator = createTokenEstimator();
  const reserveCall = openLiveCalls({
    name: model.name,
    client,
    budget: createBudget({ limits, spent }),
    estimator,
    price: () => model.price(),
    moneyLimited: limits.usd !== null,
  });
  return {
    ...createLiveModel({ reserveCall, estimator, onSending }),
    ...createLiveRoom({ traits: model.traits, compaction: settings.compaction, estimator, reserveCall, compactionAsked }),
  };
}

const none = (): Promise<never> =>
  Promise.reject(new FettleError("model.none", "This thread works without a model", { hint: "Name one with --model." }));

/** Of a thread without a model. */
export const withoutModel: ModelWorld = {
  reserve: none,
  send: none,
  weigh: none,
  measure: none,
  compactionAsked: () => false,
  summarise: none,
  summary: none,
};
