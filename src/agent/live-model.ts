import type { ModelRequest } from "../contract/model.ts";
import type { Budget, Reservation } from "../models/budget.ts";
import type { Client } from "../models/client.ts";
import { costOf, type Price } from "../models/price.ts";
import type { TokenEstimator } from "../models/tokens.ts";
import { toErrorFacts } from "../contract/error.ts";
import type { World } from "./world.ts";

export interface LiveModelOptions {
  /** `provider/model`. */
  name: string;
  client: Client;
  budget: Budget;
  estimator: TokenEstimator;
  /** Loads the catalogue; only asked before the first request when money is limited. */
  price(): Promise<Price | undefined>;
  moneyLimited: boolean;
  /** Called when a request is on its way: time for what is slow to start. */
  onSending(): void;
}

/** Money first, then the request: the model half of the live world. */
export function createLiveModel({
  name,
  client,
  budget,
  estimator,
  price,
  moneyLimited,
  onSending,
}: LiveModelOptions): Pick<World, "reserve" | "send"> {
  let known: Promise<Price | undefined> | undefined;
  const priceOnce = () => (known ??= price());
  let reservation: Reservation | undefined;

  return {
    async reserve(request: ModelRequest) {
      const listPrice = moneyLimited ? await priceOnce() : undefined;
      reservation = budget.reserve({
        model: name,
        inputTokens: estimator.estimate(request),
        maxOutputTokens: request.maxOutputTokens,
        price: listPrice,
      });
      const { maxOutputTokens, tokens, usd } = reservation;
      return { maxOutputTokens, tokens, usd, bytes: client.measure({ ...request, maxOutputTokens }) };
    },

    async send(request, { signal, onDelta, onRetry, onSent }) {
      const reserved = reservation!;
      try {
        const reply = await client.send(request, {
          signal,
          onDelta,
          onSent() {
            onSending();
            void priceOnce();
            onSent();
          },
          onRetry: ({ attempt, error, delayMs }) => onRetry({ attempt, error: toErrorFacts(error), delayMs }),
        });
        estimator.learn(request, reply.usage);
        reserved.settle(reply.usage);
        const listPrice = await priceOnce();
        return { ...reply, usd: listPrice === undefined ? null : costOf(listPrice, reply.usage) };
      } catch (error) {
        reserved.release();
        throw error;
      }
    },
  };
}
