import { toErrorFacts } from "../contract/error.ts";
import { type ModelRequest, noUsage } from "../contract/model.ts";
import type { Budget } from "../models/budget.ts";
import type { Client, SendOptions } from "../models/client.ts";
import { costOf, type Price } from "../models/price.ts";
import type { TokenEstimator } from "../models/tokens.ts";
import type { AttemptError, Reserved, SentReply } from "./world.ts";

export interface LiveCallOptions {
  /** `provider/model`. */
  name: string;
  client: Client;
  budget: Budget;
  estimator: TokenEstimator;
  /** Loads the catalogue; only asked before the first request when money is limited. */
  price(): Promise<Price | undefined>;
  moneyLimited: boolean;
}

/** One model call whose money is set aside. */
export interface LiveCall {
  reserved: Reserved;
  /** In place of sending it. */
  release(): void;
  send(request: ModelRequest, hooks: LiveCallHooks): Promise<SentReply>;
}

export interface LiveCallHooks extends Pick<SendOptions, "onDelta" | "onSent"> {
  signal: AbortSignal;
  /** What it throws ends the call instead of another attempt. */
  onRetry(retry: { attempt: number; error: AttemptError; delayMs: number }): void;
}

/** Reserves calls: money first, then the request. */
export function openLiveCalls({ name, client, budget, estimator, price, moneyLimited }: LiveCallOptions) {
  let known: Promise<Price | undefined> | undefined;
  const priceOnce = () => (known ??= price());

  return async function reserve(request: ModelRequest): Promise<LiveCall> {
    const listPrice = moneyLimited ? await priceOnce() : undefined;
    const need = { model: name, inputTokens: estimator.estimate(request), maxOutputTokens: request.maxOutputTokens, price: listPrice };
    let reservation = budget.reserve(need);
    const { maxOutputTokens, tokens, usd } = reservation;
    let answered = false;
    // Of an answer that broke off nobody says what it cost.
    const giveUp = () => (answered ? void reservation.settle(noUsage) : reservation.release());

    return {
      reserved: { maxOutputTokens, tokens, usd, bytes: client.measure({ ...request, maxOutputTokens }) },

      release: () => reservation.release(),

      async send(toSend, { signal, onDelta, onRetry, onSent }) {
        try {
          const reply = await client.send(toSend, {
            signal,
            ...(onDelta && { onDelta }),
            onSent() {
              priceOnce().catch(() => {}); // Whoever needs it meets the same error.
              onSent?.();
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
          reservation.settle(reply.usage);
          const finalPrice = await priceOnce();
          return { ...reply, usd: finalPrice === undefined ? null : costOf(finalPrice, reply.usage) };
        } catch (error) {
          giveUp();
          throw Object.assign(error as object, answered && { answered });
        }
      },
    };
  };
}

export type ReserveCall = ReturnType<typeof openLiveCalls>;
