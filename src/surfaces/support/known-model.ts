import type { ModelTraits } from "../../contract/model.ts";
import type { Environment } from "../../contract/provider.ts";
import { findPrice } from "../../models/catalog/prices.ts";
import { traitsOf } from "../../models/catalog/traits.ts";
import type { Price } from "../../models/price.ts";
import { baseUrlOf } from "../../models/provider-settings.ts";
import { entries } from "../../models/providers/index.gen.ts";
import type { ModelSettings } from "../../models/resolve.ts";

/** Limits and price of a model by its name, without a key; null for `none`. */
export async function knownModel(
  name: string,
  { env, settings }: { env: Environment; settings: ModelSettings },
): Promise<{ traits: ModelTraits; price: Price | undefined } | null> {
  const slash = name.indexOf("/");
  if (slash < 0) return null;
  const model = name.slice(slash + 1);
  const overrides = settings.models[name];
  const own = settings.providers[name.slice(0, slash)];
  const provider = (await entries.find((entry) => entry.name === name.slice(0, slash))?.load())?.default;
  const baseUrl = provider === undefined ? own?.base_url : baseUrlOf(provider, { env, settings: own });
  return {
    traits: traitsOf({ model, ...(provider?.traits && { provider: provider.traits }), ...(overrides && { settings: overrides }) }),
    price: await findPrice({
      model,
      baseUrl: baseUrl ?? "",
      local: provider?.local !== undefined,
      ...(overrides && { settings: overrides }),
    }),
  };
}
