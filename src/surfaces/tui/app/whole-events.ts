import type { Delta, Event, EventType, StoredPart } from "../../../contract/event.ts";
import type { OutputItem } from "../../../contract/model.ts";
import type { ThreadBlobs } from "../../../log/blobs.ts";

type Heard = Event | Delta;
type Loader = Pick<ThreadBlobs, "get" | "load">;

/** Hands on what a thread tells, in order; long texts, which the log keeps beside its lines, are read before. */
export class WholeEvents {
  readonly #hear: (heard: Heard) => void;
  readonly #open: (thread: string) => Promise<Loader>;
  /** While something is being read. */
  #reading: Promise<void> | undefined;

  /** @param open the blobs of a thread and of those it was forked from */
  constructor(hear: (heard: Heard) => void, open: (thread: string) => Promise<Loader>) {
    this.#hear = hear;
    this.#open = open;
  }

  /** Nothing waits when there is nothing to be read. */
  take(heard: Heard): void {
    const reader = readerOf(heard);
    if (this.#reading === undefined && reader === undefined) return this.#hear(heard);
    const reading = this.#readAfter(this.#reading, heard, reader).finally(() => {
      if (this.#reading === reading) this.#reading = undefined;
    });
    this.#reading = reading;
  }

  /** When all that was taken is handed on. */
  async settled(): Promise<void> {
    await this.#reading;
  }

  async #readAfter(before: Promise<void> | undefined, heard: Heard, reader: Reader<Heard> | undefined): Promise<void> {
    await before;
    this.#hear(reader === undefined ? heard : await this.#read(heard, reader));
  }

  /** Of what cannot be read, the beginning is all that there is. */
  async #read(heard: Heard, reader: Reader<Heard>): Promise<Heard> {
    try {
      return await reader.read(heard, await this.#open(heard.thread));
    } catch {
      return heard;
    }
  }
}

interface Reader<E> {
  isLong(event: E): boolean;
  read(event: E, blobs: Loader): Promise<E>;
}

/** What is shown in full. */
const readers: { [T in EventType]?: Reader<Event<T>> } = {
  "prompt.admitted": {
    isLong: ({ parts }) => parts.some((part) => part.type === "text" && typeof part.text !== "string"),
    read: async (event, blobs) => ({ ...event, parts: await Promise.all(event.parts.map((part) => readPart(part, blobs))) }),
  },
  "step.completed": {
    isLong: ({ output }) => !Array.isArray(output),
    read: async (event, blobs) => ({ ...event, output: await readOutput(event.output, blobs) }),
  },
  "question.asked": {
    isLong: ({ text }) => typeof text !== "string",
    read: async (event, blobs) => ({ ...event, text: await blobs.load(event.text) }),
  },
  "question.answered": {
    isLong: ({ answer }) => answer !== undefined && typeof answer !== "string",
    read: async (event, blobs) => ({ ...event, answer: await blobs.load(event.answer ?? "") }),
  },
};

/** What makes it whole; undefined when it is. */
function readerOf(heard: Heard): Reader<Heard> | undefined {
  if (heard.type === "item.delta" || !Object.hasOwn(readers, heard.type)) return undefined;
  const reader = readers[heard.type] as Reader<Heard> | undefined;
  return reader?.isLong(heard) === true ? reader : undefined;
}

async function readPart(part: StoredPart, blobs: Loader): Promise<StoredPart> {
  return part.type === "text" ? { ...part, text: await blobs.load(part.text) } : part;
}

async function readOutput(output: Event<"step.completed">["output"], blobs: Loader): Promise<OutputItem[]> {
  return Array.isArray(output) ? output : (JSON.parse((await blobs.get(output.blob)).toString("utf8")) as OutputItem[]);
}
