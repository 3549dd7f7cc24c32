import type { Delta, Event, EventBody, EventType } from "../contract/event.ts";

/** Where events go: a thread's log, or the recorded log that a replay is held against. */
export interface EventSink {
  append(body: EventBody, options?: { durable?: boolean }): Event;
}

export type Listener = (event: Event | Delta) => void;

/** What a turn writes: the envelope is the recorder's business. */
export type NewEvent<T extends EventType = EventType> = { [K in T]: Omit<EventBody<K>, "turn"> }[T];

/** The only writer of a thread. Everything that folds or shows events hears of each one after it is in the log. */
export class Recorder {
  /** The turn that events belong to; undefined between turns. */
  turn: number | undefined;
  readonly #sink: EventSink;
  readonly #thread: string;
  readonly #folds: ((event: Event) => void)[] = [];
  readonly #listeners = new Set<Listener>();

  constructor(sink: EventSink, thread: string) {
    this.#sink = sink;
    this.#thread = thread;
  }

  /** For the thread's own view of its events, which is up to date before listeners hear of one: what it throws, whoever records the event meets. */
  fold(step: (event: Event) => void): void {
    this.#folds.push(step);
  }

  /** What a listener throws is its own failure: the event is in the log, and the thread goes on. */
  listen(listener: Listener): () => void {
    const isolated = isolate(listener);
    this.#listeners.add(isolated);
    return () => this.#listeners.delete(isolated);
  }

  /** `durable` when an effect must not happen before this is on disk. Throws `log.disk`, and what a fold throws. */
  record(body: NewEvent, options: { durable?: boolean } = {}): Event {
    const event = this.#sink.append(this.turn === undefined ? body : { ...body, turn: this.turn }, options);
    for (const step of this.#folds) step(event);
    for (const listener of this.#listeners) listener(event);
    return event;
  }

  /** Streams something unfinished to the listeners; nothing is stored. */
  stream(delta: Omit<Delta, "type" | "thread" | "turn">): void {
    if (this.#listeners.size === 0) return;
    for (const listener of this.#listeners) listener({ type: "item.delta", thread: this.#thread, turn: this.turn ?? 0, ...delta });
  }
}

function isolate(listener: Listener): Listener {
  return (event) => {
    try {
      listener(event);
    } catch (error) {
      queueMicrotask(() => {
        throw error;
      });
    }
  };
}
