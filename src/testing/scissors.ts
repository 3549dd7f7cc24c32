/**
 * Cuts bytes into pieces of random lengths, in the middle of characters, lines and frames alike.
 * The same seed and bytes give the same pieces. Short pieces for short input: at most about 200 for one input.
 */
export class Scissors {
  #state: number;
  #held: Buffer = Buffer.alloc(0);

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** The pieces that are ready; what is left over begins the next piece. */
  cut(bytes: Buffer): Buffer[] {
    let left = Buffer.concat([this.#held, bytes]);
    const longest = Math.max(40, left.length / 100);
    const pieces: Buffer[] = [];
    for (;;) {
      const length = 1 + Math.floor(this.#random() * longest);
      if (length >= left.length) break;
      pieces.push(left.subarray(0, length));
      left = left.subarray(length);
    }
    this.#held = left;
    return pieces;
  }

  /** What was held back. */
  rest(): Buffer {
    const held = this.#held;
    this.#held = Buffer.alloc(0);
    return held;
  }

  /** Mulberry32. */
  #random(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
}
