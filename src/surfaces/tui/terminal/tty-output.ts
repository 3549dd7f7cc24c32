import { closeSync, constants, openSync, writeSync } from "node:fs";
import type { Output } from "./output.ts";

/** How long what comes last is waited for, when the terminal has been stopped. */
const lastMs = 300;
const longestPauseMs = 50;

/**
 * Writes to the terminal without ever waiting for it: Node's own stream does, so that a terminal which is stopped with Ctrl-S, or at the
 * end of a slow line, would stop the whole program. What is not taken at once is tried again.
 */
export class TtyOutput implements Output {
  readonly #descriptor: number;
  readonly #own: boolean;
  readonly #onGone: () => void;
  #rest: Buffer = Buffer.alloc(0);
  #taken: (() => void) | undefined;
  #retry: NodeJS.Timeout | undefined;
  #gone = false;

  /** @param onGone the terminal has vanished; what is written from now on goes nowhere */
  constructor(descriptor: number, onGone: () => void) {
    this.#onGone = onGone;
    const own = openAgain(descriptor);
    this.#own = own !== undefined;
    this.#descriptor = own ?? descriptor;
  }

  write(text: string, taken: () => void): void {
    this.#rest = Buffer.concat([this.#rest, Buffer.from(text)]);
    this.#taken = taken;
    this.#go(1);
  }

  writeLast(text: string): void {
    clearTimeout(this.#retry);
    this.#rest = Buffer.concat([this.#rest, Buffer.from(text)]);
    const until = performance.now() + lastMs;
    while (!this.#send() && performance.now() < until) Atomics.wait(pause, 0, 0, 5);
    this.#rest = Buffer.alloc(0);
    this.#finish();
  }

  close(): void {
    clearTimeout(this.#retry);
    if (this.#own && !this.#gone) closeSync(this.#descriptor);
    this.#gone = true;
  }

  #go(pauseMs: number): void {
    const before = this.#rest.length;
    if (this.#send()) return this.#finish();
    const next = this.#rest.length < before ? 1 : Math.min(pauseMs * 2, longestPauseMs);
    this.#retry = setTimeout(() => this.#go(next), pauseMs);
  }

  /** Whether everything is sent. */
  #send(): boolean {
    try {
      while (this.#rest.length > 0 && !this.#gone) this.#rest = this.#rest.subarray(writeSync(this.#descriptor, this.#rest));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EAGAIN") return false;
      // EIO or EPIPE: nobody is there any more.
      this.#rest = Buffer.alloc(0);
      if (!this.#gone) this.#onGone();
      this.#gone = true;
    }
    return true;
  }

  #finish(): void {
    const taken = this.#taken;
    this.#taken = undefined;
    taken?.();
  }
}

const pause = new Int32Array(new SharedArrayBuffer(4));

/** The same terminal by a descriptor of our own: that it does not block is then nobody else's concern. */
function openAgain(descriptor: number): number | undefined {
  const path = process.platform === "linux" ? `/proc/self/fd/${descriptor}` : "/dev/tty";
  try {
    return openSync(path, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  } catch {
    return undefined;
  }
}

/** For Windows, whose terminals are not written to as files. */
export class StreamOutput implements Output {
  readonly #stream: NodeJS.WritableStream;

  constructor(stream: NodeJS.WritableStream, onGone: () => void) {
    this.#stream = stream;
    stream.once("error", onGone);
  }

  write(text: string, taken: () => void): void {
    this.#stream.write(text, taken);
  }

  writeLast(text: string): void {
    this.#stream.write(text);
  }

  close(): void {}
}
