/** List prices from `@pydantic/genai-prices`, by the address a model is asked at. The package is loaded when the first price is asked for. */
import type { ModelInfo, ModelPrice, TieredPrices } from "@pydantic/genai-prices";
import { isLoopback } from "../loopback.ts";
import type { Price, Rates } from "../price.ts";

/** The day the version in package.json was made. */
export const pricesAsOf = "2026-09-23";

/** What the settings may say of a model's price, named as there, in US dollars per million tokens. */
export interface PriceSettings {
  input_usd?: number | null;
  output_usd?: number | null;
  cache_read_usd?: number | null;
  cache_write_usd?: number | null;
}

export interface PriceQuestion {
  /** The vendor's id of the model. */
  model: string;
  baseUrl: string;
  /** The provider is a server on the user's own machine. */
  local: boolean;
  settings?: PriceSettings;
}

/** What the settings say; nothing for a model of this machine; else the list price. Undefined when none is known: that is not zero. */
export async function findPrice({ model, baseUrl, local, settings = {} }: PriceQuestion): Promise<Price | undefined> {
  return priceOfSettings(settings) ?? (local && isLoopback(baseUrl) ? freeOfCharge : await listPrice(model, baseUrl));
}

const freeOfCharge: Price = { rates: [{ above: 0, input: 0, output: 0, cacheRead: 0, cacheWrite: 0 }], from: "local" };

function priceOfSettings({
  input_usd: input,
  output_usd: output,
  cache_read_usd: cacheRead,
  cache_write_usd: cacheWrite,
}: PriceSettings): Price | undefined {
  if (input == null || output == null) return undefined;
  return { rates: [{ above: 0, input, output, cacheRead: cacheRead ?? input, cacheWrite: cacheWrite ?? input }], from: "settings" };
}

async function listPrice(model: string, baseUrl: string): Promise<Price | undefined> {
  const { calcPrice } = await import("@pydantic/genai-prices");
  const ask = (timestamp: Date) => calcPrice({}, model, { providerApiUrl: baseUrl, timestamp });
  const now = new Date();
  const found = ask(now);
  if (found === null) return undefined;
  // A thread may run from a cheap hour into a dear one: what counts is the dearest hour of the day.
  const hours = changesByHour(found.model) ? Array.from({ length: 24 }, (_, hour) => new Date(now.getTime() + hour * 3_600_000)) : [now];
  const prices = hours.map((hour) => ratesOf(ask(hour)?.model_price ?? {})).filter((rates) => rates !== undefined);
  return prices.length === 0 ? undefined : { rates: dearest(prices), from: "genai-prices", asOf: pricesAsOf };
}

function changesByHour({ prices }: ModelInfo): boolean {
  return Array.isArray(prices) && prices.some(({ constraint }) => constraint?.type === "time_of_date");
}

type RateList = readonly [Rates, ...Rates[]];

/** Undefined for models that are not paid by the text token. */
function ratesOf({ input_mtok, output_mtok, cache_read_mtok, cache_write_mtok }: ModelPrice): RateList | undefined {
  if (input_mtok === undefined || output_mtok === undefined) return undefined;
  const fields = {
    input: input_mtok,
    output: output_mtok,
    cacheRead: cache_read_mtok ?? input_mtok,
    cacheWrite: cache_write_mtok ?? input_mtok,
  };
  const starts = Object.values(fields).flatMap((price) => (typeof price === "number" ? [] : price.tiers.map(({ start }) => start)));
  const at = (above: number): Rates => ({
    above,
    input: priceAbove(fields.input, above),
    output: priceAbove(fields.output, above),
    cacheRead: priceAbove(fields.cacheRead, above),
    cacheWrite: priceAbove(fields.cacheWrite, above),
  });
  return [at(0), ...[...new Set(starts)].sort((a, b) => a - b).map(at)];
}

function priceAbove(price: number | TieredPrices, above: number): number {
  if (typeof price === "number") return price;
  return price.tiers.findLast(({ start }) => above >= start)?.price ?? price.base;
}

/** Rate by rate. Prices of one model differ by the hour in their height, not in their tiers. */
function dearest([first, ...others]: readonly RateList[]): RateList {
  const higher = (a: RateList, b: RateList): RateList => a.map((rates, tier) => highest(rates, b[tier] ?? rates)) as unknown as RateList;
  return others.reduce(higher, first!);
}

function highest(a: Rates, b: Rates): Rates {
  return {
    above: a.above,
    input: Math.max(a.input, b.input),
    output: Math.max(a.output, b.output),
    cacheRead: Math.max(a.cacheRead, b.cacheRead),
    cacheWrite: Math.max(a.cacheWrite, b.cacheWrite),
  };
}
