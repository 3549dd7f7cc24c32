/** Finds model servers that run on this machine. */
import type { Environment, Provider, ProviderEntry } from "../contract/provider.ts";
import { baseUrlOf, type ProviderSettings } from "./provider-settings.ts";
import { isLoopback } from "./loopback.ts";
import { requestJson } from "./request-json.ts";

export interface LocalServer {
  provider: string;
  baseUrl: string;
  /** Ids in the order of the server. */
  models: string[];
}

export interface LocalOptions {
  entries: readonly ProviderEntry[];
  env: Environment;
  /** By provider. */
  settings: Readonly<Record<string, ProviderSettings>>;
  timeoutMs?: number;
}

/** A server on this machine answers in a few milliseconds, or is not there. */
const answerMs = 500;

/** All providers that run locally are asked at once; what does not answer with a list of models is left out. */
export async function findLocalServers({ entries, env, settings, timeoutMs = answerMs }: LocalOptions): Promise<LocalServer[]> {
  const found = await Promise.all(
    entries
      .filter(({ local }) => local !== undefined)
      .map(async (entry) => {
        const { default: provider } = await entry.load();
        const baseUrl = baseUrlOf(provider, { env, settings: settings[provider.name] });
        // Nothing is sent to another machine that nobody chose.
        if (!isLoopback(baseUrl)) return undefined;
        const models = await listModels(provider, { baseUrl, env, timeoutMs });
        return models === undefined ? undefined : { provider: provider.name, baseUrl, models };
      }),
  );
  return found.filter((server) => server !== undefined);
}

async function listModels(
  { local }: Provider,
  { baseUrl, env, timeoutMs }: { baseUrl: string; env: Environment; timeoutMs: number },
): Promise<string[] | undefined> {
  try {
    const { status, value } = await requestJson({ method: "GET", url: `${baseUrl}${local?.models ?? ""}`, headers: {}, timeoutMs, env });
    const { data } = (value ?? {}) as { data?: unknown };
    if (status !== 200 || !Array.isArray(data)) return undefined;
    return data.map((model: { id?: unknown } | null) => model?.id).filter((id) => typeof id === "string");
  } catch {
    // Whatever is wrong there, it is not a server to be used.
    return undefined;
  }
}
