import { noUsage, type ModelRequest } from "../contract/model.ts";
import type { Budget, Need, Reservation } from "../models/budget.ts";
import type { Client } from "../models/client.ts";
import { withUniqueIds } from "../models/wires/common/unique-ids.ts";
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
  let reserved: { need: Need; reservation: Reservation } | undefined;

  return {
    async reserve(request: ModelRequest) {
      const listPrice = moneyLimited ? await priceOnce() : undefined;
      const { maxOutputTokens: wanted } = request;
      const need = { model: name, inputTokens: estimator.estimate(request), maxOutputTokens: wanted, price: listPrice };
      const reservation = budget.reserve(need);
      reserved = { need, reservation };
      const { maxOutputTokens, tokens, usd } = reservation;
      return { maxOutputTokens, tokens, usd, bytes: client.measure({ ...request, maxOutputTokens }) };
    },

    async send(request, { signal, onDelta, onRetry, onSent }) {
      if (reserved === undefined) throw new Error("unreachable: nothing was reserved");
      const { need } = reserved;
      let { reservation } = reserved;
      let answered = false;
      // Of an answer that broke off nobody says what it cost.
      const giveUp = () => (answered ? void reservation.settle(noUsage) : reservation.release());
      try {
        const reply = await client.send(request, {
          signal,
          onDelta,
          onSent() {
            onSending();
            priceOnce().catch(() => {}); // Whoever needs it meets the same error.
            onSent();
          },
          onAnswered() {
            answered = true;
          },
          maxOutputTokens: () => reservation.maxOutputTokens,
          onRetry({ attempt, error, delayMs }) {
            const facts = { ...toErrorFacts(error), ...(answered && { answered }) };
            if (answered) {
              giveUp();
              reservation = budget.reserve({ ...need, maxOutputTokens: reservation.maxOutputTokens });
              answered = false;
            }
            onRetry({ attempt, error: facts, delayMs });
          },
        });
        estimator.learn(request, reply.usage);
        reservation.settle(reply.usage);
        const listPrice = await priceOnce();
        const items = withUniqueIds(reply.items, callIdsIn(request));
        return { ...reply, items, usd: listPrice === undefined ? null : costOf(listPrice, reply.usage) };
      } catch (error) {
        giveUp();
        throw error;
      }
    },
  };
}

function callIdsIn({ entries }: ModelRequest): ReadonlySet<string> {
  const items = entries.flatMap((entry) => (entry.type === "output" ? entry.items : []));
  return new Set(items.flatMap((item) => (item.type === "call" ? [item.id] : [])));
}
