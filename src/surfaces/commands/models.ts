import { fettleHome, loadConfig } from "../../config/load.ts";
import { exitCodes, FettleError } from "../../contract/error.ts";
import type { ModelTraits } from "../../contract/model.ts";
import type { Environment, ProviderEntry } from "../../contract/provider.ts";
import { defineSurface } from "../../contract/surface.ts";
import { escapeLine } from "../../lib/escape.ts";
import { findPrice, pricesAsOf } from "../../models/catalog/prices.ts";
import { traitsOf } from "../../models/catalog/traits.ts";
import { openCredentials, type Credentials } from "../../models/credentials.ts";
import { findLocalServers, type LocalServer } from "../../models/local.ts";
import type { Price } from "../../models/price.ts";
import { baseUrlOf, keyVariablesOf } from "../../models/provider-settings.ts";
import { entries } from "../../models/providers/index.gen.ts";
import type { ModelSettings } from "../../models/resolve.ts";

export default defineSurface({
  name: "models",
  summary: "Show providers, where their keys come from, local servers, limits and prices.",
  options: [{ flags: "--json", describe: "one JSON object" }],
  examples: [
    { command: "fettle models", does: "shows which models can be used now" },
    { command: "fettle models --json | jq '.local[].models'", does: "lists the models of the servers on this machine" },
  ],
  async run({ options, io }) {
    const { named } = await loadConfig({ env: io.env, flags: {}, workspace: io.cwd });
    const keys = openCredentials({ env: io.env, home: fettleHome(io.env) });
    const world = { env: io.env, settings: named, keys };
    const [providers, local] = await Promise.all([
      Promise.all(entries.map((entry) => describe(entry, world))),
      findLocalServers({ entries, env: io.env, settings: named.providers }),
    ]);
    const overview: Overview = { providers, local, pricesAsOf };
    io.stdout.write(options["json"] === true ? `${JSON.stringify(overview, null, 2)}\n` : toText(overview));
    return exitCodes.verified;
  },
});

interface ProviderOverview {
  name: string;
  title: string;
  /** Where the key is, never the key; null when there is none. */
  keyFrom: string | null;
  keyless: boolean;
  /** Variables that can hold the key. */
  variables: readonly string[];
  /** A model to try, as `provider/model`. */
  example: string;
  traits: ModelTraits;
  /** Of the example; null when it is not known. */
  price: Price | null;
}

interface Overview {
  providers: ProviderOverview[];
  local: LocalServer[];
  pricesAsOf: string;
}

interface World {
  env: Environment;
  settings: ModelSettings;
  keys: Credentials;
}

async function describe(entry: ProviderEntry, { env, settings, keys }: World): Promise<ProviderOverview> {
  const { name, title, example: model } = entry;
  const { default: provider } = await entry.load();
  const own = settings.providers[name];
  const example = `${name}/${model}`;
  const variables = keyVariablesOf(entry, own);
  const overrides = settings.models[example];
  const baseUrl = addressOf(() => baseUrlOf(provider, { env, settings: own }));
  const price =
    baseUrl === undefined
      ? undefined
      : await findPrice({ model, baseUrl, local: provider.local !== undefined, ...(overrides && { settings: overrides }) });
  return {
    name,
    title,
    keyFrom: (await keys.find(name, variables))?.from ?? null,
    keyless: entry.keyless === true,
    variables,
    example,
    traits: traitsOf({ model, ...(provider.traits && { provider: provider.traits }), ...(overrides && { settings: overrides }) }),
    price: price ?? null,
  };
}

/** Undefined where a variable that the address is made of is not set. */
function addressOf(find: () => string): string | undefined {
  try {
    return find();
  } catch (error) {
    if (error instanceof FettleError && error.code === "config.invalid") return undefined;
    throw error;
  }
}

function toText({ providers, local, pricesAsOf }: Overview): string {
  return [
    ...toTable([
      ["PROVIDER", "KEY", "EXAMPLE", "CONTEXT", "OUTPUT", "$/M IN", "$/M OUT"],
      ...providers.map(({ name, keyFrom, keyless, variables, example, traits, price }) => [
        name,
        keyFrom ?? (keyless ? "optional" : `missing: ${variables[0]}`),
        example,
        ...(traits.known ? [traits.contextTokens, traits.maxOutputTokens].map((tokens) => `${Math.round(tokens / 1000)}k`) : ["?", "?"]),
        ...(price === null ? ["?", "?"] : [price.rates[0].input, price.rates[0].output].map(String)),
      ]),
    ]),
    "",
    ...(local.length === 0 ? ["No model server answers on this machine."] : ["On this machine:"]),
    ...local.flatMap(({ provider, models }) => models.map((model) => `  ${provider}/${escapeLine(model)}`)),
    "",
    `List prices of ${pricesAsOf}. Limits and prices marked ? are not known; set them under [models."provider/model"] in the settings.`,
    "",
  ].join("\n");
}

function toTable(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join("  ")
      .trimEnd(),
  );
}
