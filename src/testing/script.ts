import type { Reply } from "./reply.ts";
import type { SeenRequest } from "./seen-request.ts";

/** The replies that are still to be given, in order. */
export class ScriptQueue {
  readonly #common: Reply[] = [];
  readonly #marked = new Map<string, Reply[]>();
  readonly #endless: ((request: SeenRequest, number: number) => Reply) | undefined;

  constructor(endless?: (request: SeenRequest, number: number) => Reply) {
    this.#endless = endless;
  }

  add(replies: readonly Reply[]): void {
    this.#common.push(...replies);
  }

  addMarked(marker: string, replies: readonly Reply[]): void {
    this.#marked.set(marker, [...(this.#marked.get(marker) ?? []), ...replies]);
  }

  /** The reply for request `number` (from 0), or undefined when nothing is scripted for it. A marker in the first user message takes precedence. */
  take(request: SeenRequest, number: number): Reply | undefined {
    const text = firstUserText(request);
    const marker = [...this.#marked.keys()].find((marker) => text.includes(marker));
    const queue = marker === undefined ? this.#common : this.#marked.get(marker);
    return (queue?.shift() ?? this.#endless?.(request, number))?.resolve(request);
  }

  /** How many replies were never asked for, by marker; the common script has none. */
  unused(): { marker?: string; count: number }[] {
    const marked = [...this.#marked].map(([marker, replies]) => ({ marker, count: replies.length }));
    return [{ count: this.#common.length }, ...marked].filter(({ count }) => count > 0);
  }
}

function firstUserText({ conversation }: SeenRequest): string {
  const first = conversation.messages.find((message) => message.role === "user");
  return (first?.blocks ?? []).map((block) => (block.type === "text" ? block.text : "")).join("\n");
}
