import type { Item } from "./items.ts";
import type { SeenRequest } from "./seen-request.ts";

/** What a server remembers of its replies and of the conversations it has seen. */
export interface Memory {
  /** The reasoning of each reply, by the reply's id. */
  reasoning: Map<string, readonly Item[]>;
  /** The latest request of each conversation, the latest conversation last. */
  heads: SeenRequest[];
}
