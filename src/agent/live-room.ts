import type { Settings } from "../config/settings.ts";
import { FettleError, toErrorFacts } from "../contract/error.ts";
import type { ModelReply, ModelRequest, ModelTraits } from "../contract/model.ts";
import { sizeOf, type TokenEstimator } from "../models/tokens.ts";
import type { ReserveCall } from "./live-call.ts";
import type { AttemptError, SummaryEnd, World } from "./world.ts";

export interface LiveRoomOptions {
  traits: Pick<ModelTraits, "contextTokens" | "maxOutputTokens">;
  compaction: Settings["compaction"];
  estimator: TokenEstimator;
  reserveCall: ReserveCall;
  /** Takes a person's wish to have the conversation compacted. */
  compactionAsked(): boolean;
}

/** Shares of the room for a request: when a summary is prepared, when the conversation is compacted. */
const PREPARE = 0.7;
const COMPACT = 0.92;
/** Shares of what instructions and tools leave of it: what may be filled by each part of a compacted conversation. */
const SHARES = { facts: 0.3, prose: 0.08, kept: 0.25 };
/** Of the tokens of a request that its server found too large. */
const OVERFLOWED = 0.8;

export type LiveRoom = Pick<World, "weigh" | "measure" | "compactionAsked" | "summarise" | "summary"> & { close(): void };

/** The model's window, and summaries that are made beside the turn. */
export function createLiveRoom({ traits, compaction, estimator, reserveCall, compactionAsked }: LiveRoomOptions): LiveRoom {
  const closing = new AbortController();
  let room = roomOf(traits);
  let summary: { end: Promise<SummaryEnd>; ended: boolean } | undefined;

  function limitsFor(request: ModelRequest, tokens: number): { facts: number; prose: number; kept: number } {
    const free = Math.max(0, room - estimator.estimate({ ...request, entries: [] }));
    const characters = free * (sizeOf(request) / tokens);
    const { facts, prose, kept } = SHARES;
    return { facts: Math.floor(characters * facts), prose: Math.floor(characters * prose), kept: Math.floor(characters * kept) };
  }

  return {
    compactionAsked,

    async weigh(request, { overflowed }) {
      const tokens = estimator.estimate(request);
      // Its server knows better than any table.
      if (overflowed) room = Math.min(room, tokens * OVERFLOWED);
      const isAutomatic = compaction !== "off";
      const summarises = compaction !== "facts";
      const limits = limitsFor(request, tokens);
      if (isAutomatic && (overflowed || tokens > room * COMPACT)) return { tokens, action: "compact", summarises, limits };
      const prepares = isAutomatic && summarises && tokens > room * PREPARE;
      return { tokens, action: prepares ? "summarise" : "send", summarises, limits };
    },

    measure: async (request) => estimator.estimate(request),

    async summarise(request, { signal, onReserved }) {
      const call = await reserveCall(request);
      // The step beside it is about as large, and must not fail for it.
      const step = await reserveCall(request).catch((error: unknown) => {
        call.release();
        throw error;
      });
      step.release();
      onReserved(call.reserved);
      const end = call
        .send(
          { ...request, maxOutputTokens: call.reserved.maxOutputTokens },
          {
            signal: AbortSignal.any([signal, closing.signal]),
            // Facts do without it: nothing is worth a second attempt beside the turn.
            onRetry: ({ error }) => {
              throw Object.assign(new Error(error.message), { facts: error });
            },
          },
        )
        .then(endOf, (error: unknown) => failureOf(error, signal));
      const begun = { end: end.finally(() => (begun.ended = true)), ended: false };
      summary = begun;
    },

    async summary({ until }) {
      // One that an earlier turn has begun does not end with this one's signal.
      if (summary !== undefined && until !== undefined) await Promise.race([summary.end, aborted(until)]);
      if (summary === undefined || !summary.ended) return undefined;
      const end = await summary.end;
      summary = undefined;
      return end;
    },

    close: () => closing.abort(new Error("the thread was closed")),
  };
}

/** A little later than that: what ends with the signal, too, is the first to say so. */
function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) setImmediate(resolve);
    else signal.addEventListener("abort", () => setImmediate(resolve), { once: true });
  });
}

/** Tokens that a request may have, so that a whole reply fits behind it. */
function roomOf({ contextTokens, maxOutputTokens }: LiveRoomOptions["traits"]): number {
  return contextTokens - Math.min(maxOutputTokens, contextTokens / 2);
}

function endOf({ items, stop, usage, usd, ms }: ModelReply & { usd: number | null }): SummaryEnd {
  const text = items
    .flatMap((item) => (item.type === "text" ? [item.text] : []))
    .join("\n")
    .trim();
  // It has cost what it has cost; without words it is none.
  return { text: stop === "refusal" ? "" : text, usage, usd, ms };
}

/** One that a person has interrupted with its turn says so: nothing is wrong with it. */
function failureOf(error: unknown, turn: AbortSignal): SummaryEnd {
  const { facts, answered } = error as { facts?: AttemptError; answered?: true };
  if (facts !== undefined) return { error: facts };
  const isInterrupted = turn.aborted && !(turn.reason instanceof FettleError);
  return { error: { ...toErrorFacts(error), ...(isInterrupted && { code: "turn.interrupted" }), ...(answered && { answered }) } };
}
