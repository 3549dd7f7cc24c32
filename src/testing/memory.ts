import type { WireName } from "./endpoint.ts";
import type { Item } from "./items.ts";

/** What a server remembers of its replies and of the conversations it has seen. */
export interface Memory {
  /** What each reply said, by the reply's id. */
  replies: Map<string, readonly Item[]>;
  /** The canonical prefix of the latest request of each conversation; the latest conversation last. */
  heads: { wire: WireName; segments: readonly string[] }[];
}

/** The item's id in the id that a wire gives a call. Undefined for calls that no model server made. */
export function itemIdOf(callId: string): string | undefined {
  return /[0-9a-f]{8}_\d+_\d+$/.exec(callId)?.[0];
}

/** The id of the reply that an item is part of. */
export function replyIdOf(itemId: string): string {
  return itemId.slice(0, itemId.lastIndexOf("_"));
}
