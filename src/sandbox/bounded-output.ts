import { createHash } from "node:crypto";
import { RingBuffer } from "./ring-buffer.ts";

export interface Bounded {
  output: Buffer;
  totalBytes: number;
  omittedBytes: number;
  outputHash: string;
}

/** Output of any length in bounded memory: the first and the last half of `maxBytes` are kept, all of it is counted and hashed. */
export class BoundedOutput {
  readonly #headBytes: number;
  readonly #head: Buffer[] = [];
  #headLength = 0;
  readonly #tail: RingBuffer;
  readonly #hash = createHash("sha256");
  #totalBytes = 0;

  constructor(maxBytes: number) {
    this.#headBytes = Math.ceil(maxBytes / 2);
    this.#tail = new RingBuffer(Math.floor(maxBytes / 2));
  }

  push(chunk: Buffer): void {
    this.#totalBytes += chunk.length;
    this.#hash.update(chunk);
    const forHead = chunk.subarray(0, this.#headBytes - this.#headLength);
    if (forHead.length > 0) {
      this.#head.push(forHead);
      this.#headLength += forHead.length;
    }
    this.#tail.push(chunk.subarray(forHead.length));
  }

  /** Ends the stream; call once. */
  finish(): Bounded {
    const omittedBytes = this.#tail.totalBytes - this.#tail.length;
    const marker = omittedBytes > 0 ? [Buffer.from(`\n[${omittedBytes} bytes omitted]\n`)] : [];
    return {
      output: Buffer.concat([...this.#head, ...marker, this.#tail.contents()]),
      totalBytes: this.#totalBytes,
      omittedBytes,
      outputHash: this.#hash.digest("hex"),
    };
  }
}
