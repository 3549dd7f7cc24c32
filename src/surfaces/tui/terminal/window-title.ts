import { shortSafe } from "./short-safe.ts";

/** xterm's stack of titles, of the window alone. Who does not know it keeps the last title, which shells write anew at their prompt. */
const keep = "\u001b[22;2t";
const restore = "\u001b[23;2t";

/** The title of the terminal's window while the terminal is ours. */
export class WindowTitle {
  #title: string | undefined;
  #isKept = false;

  /** For `enter`. */
  set(text: string): void {
    this.#title = shortSafe(text);
  }

  /** What shows the title, whatever others have written meanwhile; nothing without one. */
  enter(): string {
    if (this.#title === undefined) return "";
    const kept = this.#isKept ? "" : keep;
    this.#isKept = true;
    return `${kept}\u001b]2;${this.#title}\u001b\\`;
  }

  /** What shows the title that was there before, until the next `enter`. */
  leave(): string {
    if (!this.#isKept) return "";
    this.#isKept = false;
    return restore;
  }
}
