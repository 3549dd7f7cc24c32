import type { Asked } from "./asked.ts";
import type { FileIndex } from "./file-index.ts";

/** Something that can be put in the place of what was asked. */
export interface Offer {
  /** What is shown, and, after the sign, inserted. */
  label: string;
  /** Shown beside it. */
  detail?: string;
}

export interface OfferSources {
  commands: readonly Offer[];
  files: Pick<FileIndex, "search">;
  /** The symbols of the workspace that match, best first; `label` is inserted as it is. */
  symbols?(query: string): readonly Offer[];
}

/** Different ones that can be chosen from. */
const MAX_OFFERS = 50;

/** Best first; undefined when nothing is known yet. */
export function offersFor({ what, query }: Asked, { commands, files, symbols }: OfferSources): readonly Offer[] | undefined {
  if (what === "command") return matchingCommands(query, commands);
  const found = files.search(query, MAX_OFFERS);
  const meant = query === "" ? [] : (symbols?.(query) ?? []);
  if (found === undefined && meant.length === 0) return undefined;
  return [...(found ?? []).map((label) => ({ label })), ...meant].slice(0, MAX_OFFERS);
}

/** First those that begin so, then those that have it anywhere. */
function matchingCommands(query: string, commands: readonly Offer[]): Offer[] {
  const wanted = query.toLowerCase();
  const begins = commands.filter(({ label }) => label.toLowerCase().startsWith(wanted));
  // One letter is somewhere in nearly all of them.
  if (wanted.length < 2) return begins;
  const has = commands.filter((command) => !begins.includes(command) && command.label.toLowerCase().includes(wanted));
  return [...begins, ...has];
}
