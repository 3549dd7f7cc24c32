import { FettleError } from "../contract/error.ts";
import type { Event, EventBody, EventType } from "../contract/event.ts";

/** The recorded events end here: the process that wrote them was killed at this point. */
export class TapeEnd extends Error {}

/**
 * One process's part of a thread's recorded events, with a reading head. What a replay appends is held against the event at the head;
 * what it needs from outside is looked for ahead.
 */
export class Tape {
  readonly #events: readonly Event[];
  readonly #onEvent: (event: Event) => void;
  #head = 0;

  constructor(events: readonly Event[], onEvent: (event: Event) => void) {
    this.#events = events;
    this.#onEvent = onEvent;
  }

  get next(): Event | undefined {
    return this.#events[this.#head];
  }

  /** How many events are ahead. */
  get left(): number {
    return this.#events.length - this.#head;
  }

  /** Passes on the event at the head as it is: it tells of the process, not of what the agent did. */
  take(): Event {
    const event = this.next;
    if (event === undefined) throw new TapeEnd();
    this.#head++;
    this.#onEvent(event);
    return event;
  }

  /** Throws `replay.diverged` unless `body` is what was recorded, to the byte. */
  append(body: EventBody): Event {
    const recorded = this.next;
    if (recorded === undefined) throw new TapeEnd();
    const { v, seq, at, thread, prev } = recorded;
    const made = JSON.stringify({ v, seq, at, thread, prev, ...body });
    if (made !== JSON.stringify(recorded)) throw diverged(recorded, made);
    return this.take();
  }

  /** Throws `replay.diverged` when more was recorded than has been made again. */
  finish(): void {
    const { next } = this;
    if (next !== undefined) throw diverged(next, "nothing: the replay ended here");
  }

  /** The first event ahead that `matches`, up to the end of the turn; undefined when there is none. */
  ahead<T extends EventType>(type: T, matches: (event: Event<T>) => boolean = () => true): Event<T> | undefined {
    for (let index = this.#head; index < this.#events.length; index++) {
      const event = this.#events[index]!;
      if (event.type === type && matches(event as unknown as Event<T>)) return event as unknown as Event<T>;
      if (index > this.#head && event.type === "turn.started") return undefined;
    }
    return undefined;
  }

  /** The events at the head that `matches`, up to the first that does not. */
  run(matches: (event: Event) => boolean): Event[] {
    const rest = this.#events.slice(this.#head);
    const end = rest.findIndex((event) => !matches(event));
    return end < 0 ? rest : rest.slice(0, end);
  }

  /** All events ahead up to the end of the turn. */
  restOfTurn(): Event[] {
    const rest = this.#events.slice(this.#head);
    const end = rest.findIndex(
      (event) => event.type === "turn.completed" || event.type === "turn.failed" || event.type === "turn.interrupted",
    );
    return end < 0 ? rest : rest.slice(0, end + 1);
  }
}

function diverged(recorded: Event, made: string): FettleError {
  const was = JSON.stringify(recorded);
  let at = 0;
  while (at < was.length && was[at] === made[at]) at++;
  const around = (text: string) => text.slice(Math.max(0, at - 40), at + 80);
  return new FettleError(
    "replay.diverged",
    `The replay made another event than was recorded.\n  recorded: …${around(was)}\n  replayed: …${around(made)}`,
    {
      at: `event ${recorded.seq} (${recorded.type})`,
      hint: "The thread was recorded by another version of Fettle or its log was changed; `fettle show` still reads it.",
    },
  );
}
