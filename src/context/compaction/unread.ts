import type { Event } from "../../contract/event.ts";
import { indexThrough } from "./place.ts";

/** An event of a conversation that is not read yet, and how long the texts of its result may be. */
export interface UnreadEvent {
  event: Event;
  resultChars: number;
}

/** Events of a conversation that is not read yet: what comes before the last cut never is, nor are the blobs that it lies in. */
export class Unread {
  #events: UnreadEvent[] = [];

  /** In the order of the log. */
  take(event: Event): void {
    if (event.type === "context.compacted") this.#cut(event);
    else this.#events.push({ event, resultChars: Infinity });
  }

  events(): readonly UnreadEvent[] {
    return this.#events;
  }

  #cut(compacted: Event<"context.compacted">): void {
    // What stood in place of what was cut earlier is cut with every later cut.
    const events = this.#events[0]?.event.type === "context.compacted" ? this.#events.slice(1) : this.#events;
    const last = indexThrough(
      events.map(({ event }) => event),
      compacted.through,
    );
    const kept = events
      .slice(last + 1)
      .map(({ event, resultChars }) => ({ event, resultChars: Math.min(resultChars, compacted.resultChars) }));
    this.#events = [{ event: compacted, resultChars: Infinity }, ...kept];
  }
}
