import { shortSafe } from "./short-safe.ts";

/** xterm's stack of titles, of the window alone. Who does not know it keeps the last title, which shells write anew at their prompt. */
const keep = "\u001b[22;2t";
const restore = "\u001b[23;2t";

/** The title of the terminal's window while the terminal is ours. */
export class WindowTitle {
  readonly #write: (bytes: string) => void;
  #shown: string | undefined;

  constructor(write: (bytes: string) => void) {
    this.#write = write;
  }

  set(text: string): void {
    const title = shortSafe(text);
    if (title === this.#shown) return;
    this.#write(`${this.#shown === undefined ? keep : ""}\u001b]2;${title}\u001b\\`);
    this.#shown = title;
  }

  /** As it was before the first title. Once, also when it is called again. */
  restore(): void {
    if (this.#shown !== undefined) this.#write(restore);
    this.#shown = undefined;
  }
}
