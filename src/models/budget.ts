/** Money, tokens and time, reserved before each call so that no number of concurrent calls can overshoot. */
import { FettleError } from "../contract/error.ts";
import { totalTokens, type Usage } from "../contract/model.ts";
import { costOf, highestInputCost, outputCost, type Price } from "./price.ts";

/** null = no limit. */
export interface BudgetLimits {
  usd: number | null;
  /** Input and output together, cached input included. */
  tokens: number | null;
  /** Since the budget was made. */
  timeMs: number | null;
}

export interface Spent {
  usd: number;
  tokens: number;
}

export interface Need {
  /** `provider/model`, for messages. */
  model: string;
  /** Rather too many than too few. */
  inputTokens: number;
  maxOutputTokens: number;
  price: Price | undefined;
}

/** Ends with exactly one of `settle` and `release`; what comes after has no effect. */
export interface Reservation {
  /** Ask the model for no more than this. */
  maxOutputTokens: number;
  tokens: number;
  /** null when the price is unknown. */
  usd: number | null;
  /** Replaces the reservation by what was used, and says what that cost. When the vendor counted nothing, all that was reserved is taken as used. */
  settle(usage: Usage): { usd: number | null };
  /** The call failed before the vendor began to answer. */
  release(): void;
}

export interface Budget {
  /**
   * Sets aside what the call can use at most, in this budget and in all above it, asking for less output where the rest does not cover it.
   * Throws `BudgetReached` when the rest does not cover the input and a useful output,
   * and `config.invalid` when money is limited and the price is unknown.
   */
  reserve(need: Need): Reservation;
  /** A budget with limits of its own that draws on this one. */
  child(limits: BudgetLimits): Budget;
  /** Without what is reserved. */
  spent(): Spent;
}

/** The hard end of a budget, with the figures. `used` includes what other calls have reserved; time is in milliseconds. */
export class BudgetReached extends FettleError {
  readonly budget: "usd" | "tokens" | "time";
  readonly limit: number;
  readonly used: number;
  readonly needed: number;

  constructor({ budget, limit, used, needed }: Pick<BudgetReached, "budget" | "limit" | "used" | "needed">) {
    const show = formats[budget];
    super(
      "budget.reached",
      `The ${names[budget]} budget of ${show(limit)} is reached: ${show(used)} used, ${show(needed)} needed for the next call`,
      {
        at: `budget.${budget}`,
        hint: `Raise the budget, or go on with a smaller task.`,
      },
    );
    this.budget = budget;
    this.limit = limit;
    this.used = used;
    this.needed = needed;
  }
}

const names = { usd: "money", tokens: "token", time: "time" };
const formats = {
  usd: (usd: number) => `$${usd.toFixed(usd < 0.1 ? 4 : 2)}`,
  tokens: (tokens: number) => `${tokens} tokens`,
  time: (ms: number) => `${Math.round(ms / 1000)} s`,
};

/** Fewer output tokens than this are not worth a call. */
const usefulOutputTokens = 1024;

export interface BudgetOptions {
  limits: BudgetLimits;
  /** What an earlier process has spent of it. */
  spent?: Spent;
  /** Milliseconds that only grow. */
  now?: () => number;
}

export function createBudget({ limits, spent = { usd: 0, tokens: 0 }, now = () => performance.now() }: BudgetOptions): Budget {
  return budgetOver([], { limits, spent, now });
}

interface Account {
  limits: BudgetLimits;
  spent: Spent;
  reserved: Spent;
  startedAt: number;
}

function budgetOver(above: readonly Account[], { limits, spent, now }: Required<BudgetOptions>): Budget {
  const own: Account = { limits, spent: { ...spent }, reserved: { usd: 0, tokens: 0 }, startedAt: now() };
  const accounts = [...above, own];

  return {
    reserve(need) {
      // Nothing here awaits: what was checked still holds when it is taken.
      const at = now();
      const maxOutputTokens = Math.min(...accounts.map((account) => affordableOutput(account, need, at)));
      const tokens = need.inputTokens + maxOutputTokens;
      const usd = need.price === undefined ? null : costAtMost(need.price, need.inputTokens, maxOutputTokens);
      const taken = { usd: usd ?? 0, tokens };
      for (const { reserved } of accounts) add(reserved, taken);
      let open = true;
      const close = (used: Spent) => {
        if (!open) return;
        open = false;
        for (const account of accounts) {
          add(account.reserved, { usd: -taken.usd, tokens: -taken.tokens });
          add(account.spent, used);
        }
      };
      return {
        maxOutputTokens,
        tokens,
        usd,
        settle(usage) {
          const counted = totalTokens(usage);
          const cost = need.price === undefined ? null : counted === 0 ? usd : costOf(need.price, usage);
          close({ usd: cost ?? 0, tokens: counted === 0 ? tokens : counted });
          return { usd: cost };
        },
        release: () => close({ usd: 0, tokens: 0 }),
      };
    },
    child: (childLimits) => budgetOver(accounts, { limits: childLimits, spent: { usd: 0, tokens: 0 }, now }),
    spent: () => ({ ...own.spent }),
  };
}

/** Output tokens that the rest of one account covers, at most what is asked for. */
function affordableOutput({ limits, spent, reserved, startedAt }: Account, need: Need, at: number): number {
  const { inputTokens, maxOutputTokens, price } = need;
  const useful = Math.min(maxOutputTokens, usefulOutputTokens);
  let affordable = maxOutputTokens;

  if (limits.timeMs !== null && at - startedAt >= limits.timeMs)
    throw new BudgetReached({ budget: "time", limit: limits.timeMs, used: at - startedAt, needed: 0 });

  if (limits.tokens !== null) {
    const used = spent.tokens + reserved.tokens;
    affordable = Math.min(affordable, limits.tokens - used - inputTokens);
    if (affordable < useful) throw new BudgetReached({ budget: "tokens", limit: limits.tokens, used, needed: inputTokens + useful });
  }

  if (limits.usd !== null) {
    if (price === undefined) throw priceMissing(need.model);
    const used = spent.usd + reserved.usd;
    const rest = limits.usd - used - highestInputCost(price, inputTokens);
    const each = outputCost(price, inputTokens);
    if (rest < 0 || rest < useful * each)
      throw new BudgetReached({ budget: "usd", limit: limits.usd, used, needed: costAtMost(price, inputTokens, useful) });
    if (each > 0) affordable = Math.min(affordable, Math.floor(rest / each));
  }
  return affordable;
}

function costAtMost(price: Price, inputTokens: number, outputTokens: number): number {
  return highestInputCost(price, inputTokens) + outputTokens * outputCost(price, inputTokens);
}

function priceMissing(model: string): FettleError {
  return new FettleError("config.invalid", `The price of ${model} is not known, so a money budget cannot be kept`, {
    at: "budget.usd",
    hint: `Set input_usd and output_usd under [models."${model}"] in the settings, or limit tokens instead of money.`,
  });
}

function add(to: Spent, { usd, tokens }: Spent): void {
  to.usd += usd;
  to.tokens += tokens;
}
