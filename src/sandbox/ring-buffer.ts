/** The last `capacity` bytes of a stream. Grows as needed up to its capacity and never beyond. */
export class RingBuffer {
  readonly #capacity: number;
  #bytes = Buffer.alloc(0);
  /** Where the next byte goes once the buffer has its full size. */
  #next = 0;
  #length = 0;
  #totalBytes = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Bytes pushed so far, those no longer held included. */
  get totalBytes(): number {
    return this.#totalBytes;
  }

  /** Bytes held. */
  get length(): number {
    return this.#length;
  }

  push(chunk: Uint8Array): void {
    this.#totalBytes += chunk.length;
    const kept = chunk.length > this.#capacity ? chunk.subarray(chunk.length - this.#capacity) : chunk;
    this.#grow(Math.min(this.#capacity, this.#length + kept.length));
    const untilEnd = Math.min(kept.length, this.#bytes.length - this.#next);
    this.#bytes.set(kept.subarray(0, untilEnd), this.#next);
    this.#bytes.set(kept.subarray(untilEnd), 0);
    this.#next = this.#capacity === 0 ? 0 : (this.#next + kept.length) % this.#capacity;
    this.#length = Math.min(this.#capacity, this.#length + kept.length);
  }

  /** A copy of what is held, oldest byte first. */
  contents(): Buffer {
    if (this.#length < this.#capacity) return Buffer.from(this.#bytes.subarray(0, this.#length));
    return Buffer.concat([this.#bytes.subarray(this.#next), this.#bytes.subarray(0, this.#next)]);
  }

  /** Until the capacity is reached nothing wraps, so that growing is a plain copy. */
  #grow(needed: number): void {
    if (needed <= this.#bytes.length) return;
    const grown = Buffer.alloc(Math.min(this.#capacity, Math.max(needed, 2 * this.#bytes.length, 4096)));
    grown.set(this.#bytes);
    this.#bytes = grown;
  }
}
