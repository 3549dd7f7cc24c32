/** What a model costs, in US dollars per million tokens. */
import type { Usage } from "../contract/model.ts";

export interface Rates {
  /** These rates hold for a request with more input tokens than this, cached ones included. */
  above: number;
  input: number;
  output: number;
  cacheRead: number;
  cacheWrite: number;
}

export interface Price {
  /** By rising `above`; the first holds from 0. */
  rates: readonly [Rates, ...Rates[]];
  /** Where it comes from: `settings`, `local`, `genai-prices`. */
  from: string;
  /** The day the catalogue was made, `YYYY-MM-DD`. */
  asOf?: string;
}

/** What a call cost. */
export function costOf(price: Price, { input, output, cacheRead, cacheWrite }: Usage): number {
  const rates = ratesFor(price, input + cacheRead + cacheWrite);
  return (input * rates.input + output * rates.output + cacheRead * rates.cacheRead + cacheWrite * rates.cacheWrite) / 1e6;
}

/** The most that the input of a call can cost: none of it is read from the cache and all of it may be written there. */
export function highestInputCost(price: Price, inputTokens: number): number {
  const { input, cacheWrite } = ratesFor(price, inputTokens);
  return (inputTokens * Math.max(input, cacheWrite)) / 1e6;
}

/** What one output token costs after this much input. */
export function outputCost(price: Price, inputTokens: number): number {
  return ratesFor(price, inputTokens).output / 1e6;
}

function ratesFor({ rates }: Price, inputTokens: number): Rates {
  return rates.findLast(({ above }) => inputTokens > above) ?? rates[0];
}
