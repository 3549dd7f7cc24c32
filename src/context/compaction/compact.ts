import type { BlobRef, Event, Place, Receipt } from "../../contract/event.ts";
import type { Entry } from "../../contract/model.ts";
import type { Stored } from "../conversation.ts";
import type { Facts } from "../facts/facts.ts";
import { fitSections, wholeText } from "../facts/fit.ts";
import { factSections } from "../facts/sections.ts";
import { planCut } from "./cut.ts";
import { indexThrough } from "./place.ts";
import type { Progress } from "./progress.ts";
import { factsText, proseText } from "./replacement.ts";
import { shortenResults } from "./shorten-results.ts";

/** A conversation with the places of its entries. */
export interface Compactable {
  entries: readonly Entry[];
  places: readonly Place[];
}

export interface CompactOptions {
  limits: Event<"context.compacted">["limits"];
  facts: Facts;
  progress: Pick<Progress, "summary" | "prose">;
  stored: Stored;
  /** Keeps a text where the model can page it; returns under which name. */
  keep(text: string): string;
  tellReceipt(receipt: Receipt): Promise<Readonly<Record<string, unknown>>>;
}

export interface Compacted extends Pick<Event<"context.compacted">, "how" | "through" | "images" | "resultChars" | "usd"> {
  facts: string;
  prose: string;
  /** What the conversation is afterwards, but for images of prompts. */
  entries: Entry[];
}

/** Images of prompts that stay. */
const MAX_IMAGES = 4;

/** What is to stand in place of the beginning of a conversation; undefined when nothing can be taken out. Depends on nothing but what it is given. */
export async function compact({ entries, places }: Compactable, options: CompactOptions): Promise<Compacted | undefined> {
  const { limits, facts, progress, stored, keep, tellReceipt } = options;
  const summary = typeof progress.summary === "string" ? undefined : progress.summary;
  const summarised = summary === undefined ? 0 : indexThrough(places, summary.through) + 1;
  const cut = planCut(entries, { keptChars: limits.kept, summarised });
  if (cut === undefined) return undefined;

  const { resultChars } = cut;
  // What people did while calls were open came with their results: in the log it cannot be told from them.
  const kept = indexThrough(places, places[cut.kept - 1]!) + 1;
  const seen = new Set(places.slice(kept).map(nameOf));
  const unseen = facts.asked.filter((prompt) => !seen.has(nameOf(prompt)));
  const sections = await factSections({ facts, asked: unseen, stored, tellReceipt });
  const told = factsText(fitSections(sections, { maxChars: limits.facts, whole: () => keep(wholeText(sections)) }));
  const prose = proseText({
    earlier: progress.prose === undefined ? undefined : await stored.text(progress.prose),
    summary: summary && (await stored.text(summary.text)),
    entries: entries.slice(Math.min(summarised, kept), kept),
    maxChars: limits.prose,
  });
  return {
    how: summary === undefined ? "facts" : "model",
    through: places[kept - 1]!,
    facts: told,
    prose,
    images: imagesOf(unseen),
    resultChars,
    usd: summary === undefined ? 0 : summary.usd,
    entries: [
      { type: "user", parts: [told, prose].map((text) => ({ type: "text", text })) },
      ...entries.slice(kept).map((entry) => shortenResults(entry, resultChars)),
    ],
  };
}

function nameOf({ thread, seq }: Place): string {
  return `${thread}:${seq}`;
}

function imagesOf(asked: Facts["asked"]): { mediaType: string; image: BlobRef }[] {
  const images = asked.flatMap(({ parts }) => parts.flatMap((part) => (part.type === "image" ? [part] : [])));
  return images.slice(-MAX_IMAGES).map(({ mediaType, image }) => ({ mediaType, image }));
}
