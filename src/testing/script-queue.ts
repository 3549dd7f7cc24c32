import type { Reply, Script } from "./reply.ts";
import type { SeenRequest } from "./seen-request.ts";

/** Makes replies without end. `number` is the request's, from 0. */
export type Endless = (request: SeenRequest, number: number) => Reply;

/** The replies that are still to be given, in order. */
export class ScriptQueue {
  readonly #common: Reply[] = [];
  readonly #marked = new Map<string, Reply[]>();
  readonly #endless: Endless | undefined;

  constructor(endless: Endless | undefined) {
    this.#endless = endless;
  }

  add(replies: readonly Reply[]): void {
    this.#common.push(...replies);
  }

  addMarked(marker: string, replies: readonly Reply[]): void {
    this.#marked.set(marker, [...(this.#marked.get(marker) ?? []), ...replies]);
  }

  /** What to say to request `number`, or undefined when nothing is scripted for it. The longest marker in the first user text takes precedence. */
  take(request: SeenRequest, number: number): Script | undefined {
    const text = firstUserText(request);
    const markers = [...this.#marked.keys()].sort((a, b) => b.length - a.length);
    const marker = markers.find((marker) => text.includes(marker));
    const queue = marker === undefined ? this.#common : this.#marked.get(marker);
    return (queue?.shift() ?? this.#endless?.(request, number))?.resolve(request);
  }

  /** What was never asked for, a sentence for each script. */
  unused(): string[] {
    const marked = [...this.#marked].map(([marker, replies]) => ({ of: ` (${marker})`, count: replies.length }));
    return [{ of: "", count: this.#common.length }, ...marked]
      .filter(({ count }) => count > 0)
      .map(({ of, count }) => `${count} scripted ${count === 1 ? "reply was" : "replies were"} never asked for${of}`);
  }
}

/** What the user said before the model said anything. */
function firstUserText({ conversation: { messages } }: SeenRequest): string {
  const answered = messages.findIndex(({ role }) => role === "assistant" || role === "model");
  const first = (answered < 0 ? messages : messages.slice(0, answered)).filter(({ role }) => role === "user");
  return first.flatMap(({ blocks }) => blocks.map((block) => (block.type === "text" ? block.text : ""))).join("\n");
}
