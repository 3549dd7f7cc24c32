import type { WireName } from "./endpoint.ts";
import type { Item } from "./items.ts";

/** What a server remembers of its replies and of the conversations it has seen. */
export interface Memory {
  /** What each reply said, by the reply's id. */
  replies: Map<string, readonly Item[]>;
  /** The canonical prefix of the latest request of each conversation; the latest conversation last. */
  heads: { wire: WireName; segments: readonly string[] }[];
}

/** The id of the reply that asked for a call: the call's own id without prefix and number. Undefined for ids that are not of a model server. */
export function replyOf(callId: string): string | undefined {
  return /([0-9a-f]{8}_\d+)_\d+$/.exec(callId)?.[1];
}
