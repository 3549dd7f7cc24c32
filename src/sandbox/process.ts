import { constants, openSync } from "node:fs";
import { Socket } from "node:net";
import type { Readable } from "node:stream";
import { readStatus, type Ending, type Status } from "./status.ts";

/** After a command has ended nothing should hold its output open; a process that cannot be killed may. */
const OUTPUT_GRACE_MS = 500;

/** One command in a box. */
export interface Process {
  output: Readable;
  /** Never rejects. Then the output has ended, and where the box can tell, no process of the command is left. */
  ended: Promise<Ending>;
  /** To the command's group. A box in which SIGKILL has no effect within 2 s is destroyed. */
  kill(signal: "SIGTERM" | "SIGKILL"): void;
}

/** The harness's ends of a command's two named pipes. Both must be open before the supervisor hears of them. */
export class Connection {
  readonly output: Socket;
  readonly #status: Socket;
  #text = "";
  #started = Promise.withResolvers<number | undefined>();
  #ended = Promise.withResolvers<Ending>();

  constructor(pipes: { output: string; status: string }) {
    this.output = openFifo(pipes.output);
    this.#status = openFifo(pipes.status);
    this.#status.setEncoding("utf8");
    this.#status.on("data", (text: string) => this.#read(text));
    this.#status.on("close", () => this.lose("the process that watched it was killed"));
  }

  /** The command's process group; undefined when it ended without having started. */
  get started(): Promise<number | undefined> {
    return this.#started.promise;
  }

  /** The keeper's own word, or `lost`. Output may still be on its way. */
  get ended(): Promise<Ending> {
    return this.#ended.promise;
  }

  get status(): Status {
    return readStatus(this.#text);
  }

  /** Nothing more will be heard from the keeper. Without effect after an ending. */
  lose(reason: string): void {
    this.#ended.resolve({ how: "lost", reason });
    this.#started.resolve(undefined);
    this.#status.destroy();
  }

  /** Waits for the end of the output, but not for ever. */
  async drain(): Promise<void> {
    if (this.output.closed) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(() => this.output.destroy(), OUTPUT_GRACE_MS);
    this.output.once("close", resolve);
    await promise;
    clearTimeout(timer);
  }

  #read(text: string): void {
    this.#text += text;
    const { group, ending } = this.status;
    if (group !== undefined) this.#started.resolve(group);
    if (ending !== undefined) this.#ended.resolve(ending);
  }
}

/** Opened without waiting for a writer. */
function openFifo(path: string): Socket {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  return new Socket({ fd, readable: true, writable: false });
}
