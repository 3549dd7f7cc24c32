import { readPast } from "../../agent/past.ts";
import type { Terms } from "../../agent/terms.ts";
import { type Anatomy, dissect, type PartKind } from "../../context/anatomy.ts";
import type { NamedTables } from "../../config/settings.ts";
import type { Event } from "../../contract/event.ts";
import type { Environment } from "../../contract/provider.ts";
import type { Piece } from "../../contract/source.ts";
import { openBlobs } from "../../log/blobs.ts";
import { readEvents } from "../../log/events.ts";
import { highestRatio } from "../../models/tokens.ts";
import { entries as toolEntries } from "../../tools/index.gen.ts";
import { knownModel } from "./known-model.ts";

export interface ContextPart {
  kind: PartKind;
  name?: string;
  count: number;
  tokens: number;
  /** What it costs to send once; null when the price is unknown. */
  usd: number | null;
  /** The same when the provider has it in its cache. */
  cachedUsd: number | null;
}

/** What the next request of a thread is made of. Tokens are estimated from what the provider has counted of the last one. */
export interface ContextReport {
  thread: string;
  /** `provider/model`. */
  model: string;
  tokens: number;
  usd: number | null;
  cachedUsd: number | null;
  /** Null when nothing is known of the model. */
  window: { tokens: number; forReply: number; free: number } | null;
  compactions: number;
  parts: ContextPart[];
  largestResults: { item: string; name: string; input: string; tokens: number }[];
}

/** Bytes of JSON that a token stands for where no provider has counted yet. */
const BYTES_PER_TOKEN = 3.5;
const LARGEST = 5;

export async function contextReport({
  home,
  thread,
  env,
  named,
}: {
  home: string;
  thread: string;
  env: Environment;
  named: Pick<NamedTables, "providers" | "models">;
}): Promise<ContextReport> {
  const reading = readPast(openBlobs(home, thread));
  const counted = new Counted();
  for await (const event of readEvents(home, thread, { onSkipped() {} })) {
    reading.take(event);
    counted.take(event);
  }
  const { state, conversation } = await reading.finish();
  const terms = state.facts.get("terms") as Pick<Terms, "tools"> | undefined;
  const anatomy = dissect({
    pieces: (state.facts.get("instructions") ?? []) as readonly Piece[],
    tools: toolEntries
      .filter(({ name }) => terms?.tools.includes(name))
      .map(({ name, summary, schema }) => ({ name, description: summary, schema })),
    entries: conversation.entries,
  });
  const model = state.model ?? "none";
  return toReport({ thread, model, known: await knownModel(model, { env, settings: named }), counted, anatomy });
}

/** What providers have counted, and how often the conversation was cut. */
class Counted {
  bytesPerToken = BYTES_PER_TOKEN;
  compactions = 0;
  #bytes = 0;

  take(event: Event): void {
    if (event.type === "step.started") this.#bytes = event.requestBytes;
    if (event.type === "context.compacted") this.compactions++;
    if (event.type !== "step.completed") return;
    const { input, cacheRead, cacheWrite } = event.usage;
    const tokens = input + cacheRead + cacheWrite;
    // Images are many bytes and few tokens.
    if (tokens > 0 && this.#bytes > 0) this.bytesPerToken = Math.min(this.#bytes / tokens, highestRatio);
  }
}

function toReport({
  thread,
  model,
  known,
  counted,
  anatomy: { parts, results },
}: {
  thread: string;
  model: string;
  known: Awaited<ReturnType<typeof knownModel>>;
  counted: Counted;
  anatomy: Anatomy;
}): ContextReport {
  const tokensOf = (bytes: number) => Math.round(bytes / counted.bytesPerToken);
  const all = tokensOf(parts.reduce((sum, { bytes }) => sum + bytes, 0));
  const rates = known?.price?.rates.findLast(({ above }) => all > above) ?? known?.price?.rates[0];
  const priced = (tokens: number) => ({
    usd: rates === undefined ? null : (tokens * rates.input) / 1e6,
    cachedUsd: rates === undefined ? null : (tokens * rates.cacheRead) / 1e6,
  });
  return {
    thread,
    model,
    tokens: all,
    ...priced(all),
    window: known && windowOf(known.traits, all),
    compactions: counted.compactions,
    parts: parts.map(({ bytes, ...part }) => ({ ...part, tokens: tokensOf(bytes), ...priced(tokensOf(bytes)) })),
    largestResults: results.slice(0, LARGEST).map(({ bytes, ...result }) => ({ ...result, tokens: tokensOf(bytes) })),
  };
}

function windowOf({ contextTokens: tokens, maxOutputTokens }: { contextTokens: number; maxOutputTokens: number }, used: number) {
  const forReply = Math.min(maxOutputTokens, Math.floor(tokens / 2));
  return { tokens, forReply, free: Math.max(0, tokens - forReply - used) };
}
