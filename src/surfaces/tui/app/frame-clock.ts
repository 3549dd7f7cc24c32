/** From one frame to the next while a model speaks: nobody reads faster, and each costs the terminal. */
const FRAME_MS = 50;

/** Decides when the screen is drawn: at once for keys, bundled for everything else, never when nothing has changed. */
export class FrameClock {
  readonly #draw: () => void;
  #timer: NodeJS.Timeout | undefined;
  #drawnAt = Number.NEGATIVE_INFINITY;

  constructor(draw: () => void) {
    this.#draw = draw;
  }

  /** Something has changed that can wait for the next frame. */
  soon(): void {
    this.#timer ??= setTimeout(() => this.now(), Math.max(0, FRAME_MS - (performance.now() - this.#drawnAt)));
  }

  now(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#drawnAt = performance.now();
    this.#draw();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
