/** Sends model requests to one provider, again where that helps, and says what went wrong where it does not. */
import { setTimeout as wait } from "node:timers/promises";
import { ModelFault } from "../contract/model-fault.ts";
import type { ModelReply, ModelRequest } from "../contract/model.ts";
import type { Access, HttpRequest, Provider } from "../contract/provider.ts";
import { openConnection } from "./connection.ts";
import { encode } from "./encode.ts";
import { exchange, type ExchangeDeadlines, type ModelDelta } from "./exchange.ts";
import { delayBeforeRetry, retryLimits, type RetryLimits } from "./retry.ts";

/** An attempt failed and another one follows in `delayMs`: deltas of the failed one are void. */
export interface Retry {
  /** The one that failed, from 1. */
  attempt: number;
  error: ModelFault;
  delayMs: number;
}

export interface SendOptions {
  signal?: AbortSignal;
  onDelta?(delta: ModelDelta): void;
  /** What it throws ends the call instead. */
  onRetry?(retry: Retry): void;
  /** The request is on its way, each attempt's anew: time for what else has to be done. */
  onSent?(): void;
  /** The server has taken an attempt's request and begins to answer: from now on it may charge for it, whatever becomes of the answer. */
  onAnswered?(): void;
  /** Asked before each attempt: what it may write at most. Default: what the request says. */
  maxOutputTokens?(): number;
}

export interface Client {
  /**
   * Resolves with the whole reply. Rejects with a `ModelFault` when an attempt fails for good or the last one fails,
   * and with the reason of `signal`, whose abort closes the socket at once.
   */
  send(request: ModelRequest, options?: SendOptions): Promise<ModelReply>;
  /** Bytes of the body that `send` would send. */
  measure(request: ModelRequest): number;
  /** Opens the connection that the first request will use, in the background. Never throws. */
  preconnect(): void;
  /** Ends idle connections. */
  close(): void;
}

export interface ClientOptions {
  provider: Provider;
  /** Without trailing slash. */
  baseUrl: string;
  access: Access;
  /** Where the key was found, for the message about a wrong one. */
  keyFrom?: string;
  deadlines?: Partial<ExchangeDeadlines>;
  retry?: Partial<RetryLimits>;
  /** Waits between attempts. */
  sleep?(ms: number, signal?: AbortSignal): Promise<void>;
  /** From 0 to below 1. */
  random?(): number;
}

/** Vendors answer or keep the line alive well within these; reasoning that is not shown can be silent for minutes. */
const remoteDeadlines: ExchangeDeadlines = { connectMs: 15_000, firstByteMs: 120_000, silenceMs: 300_000 };
/** A local server reads the whole prompt, and may first load the model, before its first byte. */
const localDeadlines: ExchangeDeadlines = { ...remoteDeadlines, firstByteMs: 600_000 };

export function createClient(options: ClientOptions): Client {
  const { provider, baseUrl, access, sleep = sleepFor, random = Math.random } = options;
  const deadlines = { ...(provider.local === undefined ? remoteDeadlines : localDeadlines), ...options.deadlines };
  const limits = { ...retryLimits, ...options.retry };
  const connection = openConnection({ baseUrl, env: access.env });
  let reached = false;

  return {
    async send(request, { signal, onDelta, onRetry, onSent, onAnswered, maxOutputTokens = () => request.maxOutputTokens } = {}) {
      let waitedMs = 0;
      for (let attempt = 1; ; attempt++) {
        signal?.throwIfAborted();
        try {
          const http = await toHttpRequest({ ...request, maxOutputTokens: maxOutputTokens() }, options);
          const reply = await exchange({
            connection,
            provider,
            request: http,
            deadlines,
            ...(signal !== undefined && { signal }),
            ...(onDelta !== undefined && { onDelta }),
            ...(onSent !== undefined && { onSent }),
            ...(onAnswered !== undefined && { onAnswered }),
          });
          reached = true;
          return { ...reply, attempts: attempt };
        } catch (error) {
          if (!(error instanceof ModelFault)) throw error;
          const unreachable = error.code === "model.unreachable";
          reached ||= !unreachable;
          // A server that never answered is more likely misconfigured than down.
          const delayMs =
            unreachable && !reached ? undefined : delayBeforeRetry({ attempt, waitedMs, failure: error.failure }, limits, random);
          if (delayMs === undefined) throw explain(error, options);
          onRetry?.({ attempt, error, delayMs });
          await sleep(delayMs, signal);
          waitedMs += delayMs;
        }
      }
    },
    measure: (request) => encode(provider.wire.lower(request, provider.options ?? {})).bytes,
    preconnect: () => connection.preconnect(),
    close: () => connection.close(),
  };
}

async function toHttpRequest(request: ModelRequest, { provider, baseUrl, access }: ClientOptions): Promise<HttpRequest> {
  const { wire, options = {} } = provider;
  const { chunks, bytes } = encode(wire.lower(request, options));
  const unsigned: HttpRequest = {
    method: "POST",
    url: `${baseUrl}${provider.path?.(request.model) ?? wire.path(request)}`,
    headers: { "content-type": "application/json", "content-length": String(bytes), "user-agent": "fettle", ...wire.headers(options) },
    body: chunks,
  };
  return { ...unsigned, headers: { ...unsigned.headers, ...(await authorize(provider, unsigned, access)) } };
}

async function authorize({ authorize }: Provider, request: HttpRequest, access: Access): Promise<Record<string, string>> {
  if (authorize !== undefined) return await authorize(request, access);
  return access.key === undefined ? {} : { authorization: `Bearer ${access.key}` };
}

/** Adds what the person can do, which only the whole of the configuration tells. */
function explain(error: ModelFault, { provider, baseUrl, keyFrom }: ClientOptions): ModelFault {
  const hint = error.hint ?? hintFor(error, { provider, ...(keyFrom !== undefined && { keyFrom }) });
  return new ModelFault(error.failure, { at: error.at ?? baseUrl, cause: error.cause ?? error, ...(hint !== undefined && { hint }) });
}

function hintFor(
  { failure: { code, retryAfterMs } }: ModelFault,
  { provider, keyFrom }: Pick<ClientOptions, "provider" | "keyFrom">,
): string | undefined {
  if (code === "model.unauthorized" && keyFrom !== undefined)
    return `The key came from ${keyFrom}. Set ${provider.env.key.join(" or ")}, or run \`fettle login ${provider.name}\`.`;
  if (code === "model.unreachable" && provider.local !== undefined) return `Start the server with \`${provider.local.start}\`.`;
  if (code === "model.unreachable") return "Check the network, a proxy in HTTPS_PROXY, and the provider's base URL.";
  if (retryAfterMs !== undefined) return `The server asks to come back in ${Math.ceil(retryAfterMs / 1000)} s.`;
  return undefined;
}

async function sleepFor(ms: number, signal?: AbortSignal): Promise<void> {
  await wait(ms, undefined, signal && { signal }).catch(() => signal?.throwIfAborted());
}
