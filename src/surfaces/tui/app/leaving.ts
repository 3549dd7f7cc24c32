/** How long a first Ctrl-C counts. */
const WINDOW_MS = 2000;

/** Leaving takes two presses, so that one that came too late for what it was to interrupt does no harm. */
export class Leaving {
  #pressedAt = Number.NEGATIVE_INFINITY;

  /** Whether this press is the second. @param now of a monotonic clock, in milliseconds */
  press(now: number): boolean {
    const leaves = now - this.#pressedAt <= WINDOW_MS;
    this.#pressedAt = now;
    return leaves;
  }
}
