/** How the settings change a provider. */
import { FettleError } from "../contract/error.ts";
import type { Environment, Provider, ProviderEntry } from "../contract/provider.ts";

/** What the settings may say of a provider, named as there. */
export interface ProviderSettings {
  base_url?: string;
  /** Variable that holds its key. */
  key_env?: string;
  wire?: "anthropic" | "responses" | "chat" | "gemini";
}

/** Where the provider is asked: the settings, else its variables, else its own address. Without trailing slash; throws `config.invalid` for what is no HTTP URL. */
export function baseUrlOf(provider: Provider, { env, settings }: { env: Environment; settings: ProviderSettings | undefined }): string {
  const name = `providers.${provider.name}.base_url`;
  if (settings?.base_url !== undefined) return checked(settings.base_url, name);
  const variable = provider.env.baseUrl.find((variable) => env[variable]);
  if (variable !== undefined) return checked(env[variable]!, variable);
  return checked(typeof provider.baseUrl === "string" ? provider.baseUrl : provider.baseUrl(env), name);
}

/** Variables that can hold the provider's key, in the order they are looked up. */
export function keyVariablesOf({ env }: Pick<ProviderEntry, "env">, settings: ProviderSettings | undefined): readonly string[] {
  return settings?.key_env === undefined ? env.key : [settings.key_env, ...env.key];
}

function checked(url: string, at: string): string {
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url.replace(/\/+$/, "");
  throw new FettleError("config.invalid", `${JSON.stringify(url)} is not an HTTP URL`, { at, hint: "Write it as https://host/path." });
}
