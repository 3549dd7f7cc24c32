/** A provider is a vendor or server that speaks one of the wires: a declaration of a few lines. */
import type { ModelTraits } from "./model.ts";
import type { Wire, WireOptions } from "./wire.ts";

export interface HttpRequest {
  method: "GET" | "POST";
  url: string;
  /** Lower-case names. */
  headers: Record<string, string>;
  /** The bytes in the order they are sent. */
  body: readonly Uint8Array[];
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** What a provider may need to sign or address a request. */
export interface Access {
  /** The key or token, where one was found; its value is never logged. */
  key?: string;
  env: Environment;
  now(): Date;
}

export interface Provider {
  /** The first half of `provider/model`. */
  name: string;
  title: string;
  wire: Wire;
  /** Without trailing slash. A function when region, project or resource are part of it; it throws `config.invalid` naming the variable to set. */
  baseUrl: string | ((env: Environment) => string);
  /** Environment variables in the order they are looked up. */
  env: { key: readonly string[]; baseUrl: readonly string[] };
  /** True when requests without a key are normal (local servers). */
  keyless?: boolean;
  /** Runs on the user's own machine: the path under the base URL that answers with a list of models, and the command that starts the server. */
  local?: { models: string; start: string };
  /** Order in which a provider is chosen when no model is named and its key is there; absent = never chosen, it must be named. */
  rank?: number;
  options?: WireOptions;
  /** Replaces the wire's path, for vendors that put the model elsewhere. */
  path?(model: string): string;
  /** How frames are cut out of the response; default `sse`. */
  framing?: "sse" | "aws-event-stream";
  /** Adds credentials. Default: `authorization: Bearer KEY` when there is a key. May replace headers only. */
  authorize?(request: HttpRequest, access: Access): Promise<Record<string, string>>;
  /** What this vendor's models share and the catalogue cannot know. */
  traits?: Partial<ModelTraits>;
  /** A model to name in messages and `fettle models`, and the one that is used when the provider is chosen by `rank`. */
  example: string;
}

export function defineProvider(provider: Provider): Provider {
  return provider;
}

/** What is known without loading the file; generated. */
export interface ProviderEntry {
  name: string;
  title: string;
  env: { key: readonly string[]; baseUrl: readonly string[] };
  keyless?: boolean;
  local?: { models: string; start: string };
  rank?: number;
  example: string;
  load(): Promise<{ default: Provider }>;
}
