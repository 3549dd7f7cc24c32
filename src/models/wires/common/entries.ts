import type { CallResult, Entry, ModelCall, OutputItem, Part } from "../../../contract/model.ts";
import { memoizeByIdentity } from "../../../lib/memoize.ts";
import { pairResults } from "./call.ts";

type EntryOf<Type extends Entry["type"]> = Extract<Entry, { type: Type }>;

/** What one wire makes of each kind of entry. Depends on nothing else, so that it is made once. */
export interface EntryLowering<Message extends object> {
  user(parts: readonly Part[]): readonly Message[];
  output(items: readonly OutputItem[]): readonly Message[];
  /** In the order of the calls. */
  results(answers: readonly { call: ModelCall; result: CallResult }[]): readonly Message[];
}

/** Lowers a conversation so that the same entries give the same objects, call after call. */
export function lowerEntriesWith<Message extends object>(lowering: EntryLowering<Message>): (entries: readonly Entry[]) => Message[] {
  const user = memoizeByIdentity(({ parts }: EntryOf<"user">) => lowering.user(parts));
  const output = memoizeByIdentity(({ items }: EntryOf<"output">) => lowering.output(items));
  const resultsAfter = memoizeByIdentity((output: EntryOf<"output">) =>
    memoizeByIdentity(({ results }: EntryOf<"results">) => lowering.results(pairResults(callsOf(output), results))),
  );

  return (entries) =>
    entries.flatMap((entry, index) => {
      const before = entries[index - 1];
      if (entry.type === "results") {
        if (before?.type !== "output") throw new Error(`entry ${index} has results, and the one before it no calls`);
        return resultsAfter(before)(entry);
      }
      if (before?.type === "output" && callsOf(before).length > 0) throw new Error(`the calls of entry ${index - 1} are not answered`);
      return entry.type === "user" ? user(entry) : output(entry);
    });
}

const callsOf = memoizeByIdentity(({ items }: EntryOf<"output">): readonly ModelCall[] => items.filter((item) => item.type === "call"));

/**
 * The items of a reply that `wire` can send back: its own, and foreign text and calls. Left out is what servers reject:
 * blank texts, and reasoning at the end, which led to nothing because the reply was cut off there.
 */
export function sendableItems(items: readonly OutputItem[], wire: string): readonly OutputItem[] {
  const sendable = items.filter((item) => {
    if (item.type === "text") return !isBlank(item.text);
    return item.type === "call" || item.raw?.wire === wire;
  });
  return sendable.slice(0, sendable.findLastIndex(({ type }) => type !== "reasoning") + 1);
}

/** What `wire` itself sent for the item, or undefined. */
export function nativeValue(item: OutputItem, wire: string): unknown {
  return item.raw?.wire === wire ? item.raw.value : undefined;
}

/** Without texts that show nothing: servers reject them. */
export function visibleParts(parts: readonly Part[]): readonly Part[] {
  return parts.filter((part) => part.type !== "text" || !isBlank(part.text));
}

export function textOfParts(parts: readonly Part[]): string {
  return parts.flatMap((part) => (part.type === "text" ? [part.text] : [])).join("\n");
}

function isBlank(text: string): boolean {
  return !/\S/.test(text);
}
