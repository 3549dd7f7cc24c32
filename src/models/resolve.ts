/** From a model's name to everything that is needed to ask it. */
import { FettleError } from "../contract/error.ts";
import type { ModelTraits } from "../contract/model.ts";
import type { Access, Environment, Provider, ProviderEntry } from "../contract/provider.ts";
import type { Wire } from "../contract/wire.ts";
import { nearest } from "../lib/nearest.ts";
import type { PriceSettings } from "./catalog/prices.ts";
import { traitsOf, type TraitSettings } from "./catalog/traits.ts";
import type { Credentials } from "./credentials.ts";
import { findLocalServers } from "./local.ts";
import { isLoopback } from "./loopback.ts";
import type { Price } from "./price.ts";
import { baseUrlOf, keyVariablesOf, type ProviderSettings } from "./provider-settings.ts";
import { entries } from "./providers/index.gen.ts";

/** The tables of the settings that speak of models: by provider, and by `provider/model`. */
export interface ModelSettings {
  providers: Readonly<Record<string, ProviderSettings>>;
  models: Readonly<Record<string, TraitSettings & PriceSettings>>;
}

export interface ResolveOptions {
  env: Environment;
  settings: ModelSettings;
  keys: Pick<Credentials, "find">;
}

/** What `createClient` needs, and what is known of the model. */
export interface ResolvedModel {
  /** `provider/model`. */
  name: string;
  /** The vendor's own id. */
  model: string;
  provider: Provider;
  baseUrl: string;
  access: Access;
  /** Where the key was found. */
  keyFrom?: string;
  traits: ModelTraits;
  /** Undefined when it is not known. Loads the catalogue of prices. */
  price(): Promise<Price | undefined>;
}

/**
 * Resolves `provider/model`; the empty name takes the first provider by `rank` whose key is there, else a local server that answers.
 * Throws `model.none`, `model.unknown`, `model.key-missing` or `config.invalid`. Nothing is asked over the network but, for the empty name, this machine.
 */
export async function resolveModel(name: string, options: ResolveOptions): Promise<ResolvedModel> {
  const { env, settings, keys } = options;
  const chosen = name === "" ? await choose(options) : name;
  const slash = chosen.indexOf("/");
  const provider = await loadProvider(slash < 0 ? chosen : chosen.slice(0, slash), chosen, settings);
  const model = slash < 0 ? "" : chosen.slice(slash + 1);
  if (model === "") throw modelMissing(provider);

  const own = settings.providers[provider.name];
  const baseUrl = baseUrlOf(provider, { env, settings: own });
  const variables = keyVariablesOf(provider, own);
  const found = await keys.find(provider.name, variables);
  const needsKey = own?.key_env !== undefined || (provider.keyless !== true && !isLoopback(baseUrl));
  if (found === undefined && needsKey) throw keyMissing(provider, variables);
  const overrides = settings.models[chosen];

  return {
    name: chosen,
    model,
    provider,
    baseUrl,
    access: { ...(found !== undefined && { key: found.key }), env, now: () => new Date() },
    ...(found !== undefined && { keyFrom: found.from }),
    traits: traitsOf({ model, ...(provider.traits && { provider: provider.traits }), ...(overrides && { settings: overrides }) }),
    async price() {
      const { findPrice } = await import("./catalog/prices.ts");
      return await findPrice({ model, baseUrl, local: provider.local !== undefined, ...(overrides && { settings: overrides }) });
    },
  };
}

async function choose({ env, settings, keys }: ResolveOptions): Promise<string> {
  const ranked = entries.filter(({ rank }) => rank !== undefined).sort((a, b) => a.rank! - b.rank!);
  for (const entry of ranked) {
    const found = await keys.find(entry.name, keyVariablesOf(entry, settings.providers[entry.name]));
    if (found !== undefined) return `${entry.name}/${entry.example}`;
  }
  const servers = await findLocalServers({ entries, env, settings: settings.providers });
  const server = servers.find(({ models }) => models.length > 0);
  if (server !== undefined) return `${server.provider}/${server.models[0]}`;
  throw new FettleError("model.none", "No model is configured, and no local model server answers", {
    hint:
      `Set ${ranked.map(({ env: { key } }) => key[0]).join(", ")}, or run \`fettle login <provider>\`; ` +
      `or start ${localNames()}, which is found by itself; or use \`--model none\` for what needs no model.`,
  });
}

function localNames(): string {
  return entries
    .filter(({ local }) => local !== undefined)
    .map(({ title }) => title)
    .join(", ");
}

/** A provider of Fettle, as the settings change it, or one that only the settings describe. */
async function loadProvider(name: string, asked: string, { providers }: ModelSettings): Promise<Provider> {
  const entry = entries.find((entry) => entry.name === name);
  const own = providers[name];
  if (entry === undefined) {
    if (own?.base_url === undefined) throw unknownModel(name, asked, Object.keys(providers));
    const { default: compatible } = await import("./providers/compatible.ts");
    const wire = own.wire === undefined ? compatible.wire : await loadWire(own.wire);
    return { ...compatible, name, title: name, wire, env: { key: [], baseUrl: [] } };
  }
  const { default: provider } = await entry.load();
  return own?.wire === undefined ? provider : { ...provider, wire: await loadWire(own.wire) };
}

const wires: Record<NonNullable<ProviderSettings["wire"]>, () => Promise<{ default: Wire }>> = {
  anthropic: () => import("./wires/anthropic.ts"),
  responses: () => import("./wires/responses.ts"),
  chat: () => import("./wires/chat.ts"),
  gemini: () => import("./wires/gemini.ts"),
};

async function loadWire(name: NonNullable<ProviderSettings["wire"]>): Promise<Wire> {
  return (await wires[name]()).default;
}

function unknownModel(provider: string, asked: string, own: readonly string[]): FettleError {
  const names = [...entries.map(({ name }) => name), ...own];
  const likely = nearest(provider, names);
  const hint =
    likely.length > 0 && asked.includes("/")
      ? `Did you mean ${likely.join(", ")}?`
      : `Write it as provider/model. Providers: ${names.join(", ")}.`;
  return new FettleError("model.unknown", `The model ${JSON.stringify(asked)} names no provider`, { at: "model", hint });
}

function modelMissing({ name, example }: ProviderEntry | Provider): FettleError {
  return new FettleError("model.unknown", `${JSON.stringify(name)} names a provider but no model of it`, {
    at: "model",
    hint: `Write it as provider/model, such as ${name}/${example}.`,
  });
}

function keyMissing({ name, title }: Provider, variables: readonly string[]): FettleError {
  return new FettleError("model.key-missing", `There is no key for ${title}`, {
    at: variables[0] ?? name,
    hint: `Set ${variables.join(" or ")}, or run \`fettle login ${name}\`.`,
  });
}
