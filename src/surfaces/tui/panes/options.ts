import { nameOf } from "../editor/bindings.ts";
import type { Key } from "../terminal/keys.ts";
import { type Line, span } from "../text/line.ts";

/** A short list of which one is chosen, by arrows or by its number. */
export class Options<Value> {
  readonly #options: readonly { label: string; value: Value }[];
  #at = 0;

  constructor(options: readonly { label: string; value: Value }[]) {
    this.#options = options;
  }

  get selected(): Value {
    return this.#options[this.#at]!.value;
  }

  view(): Line[] {
    return this.#options.map(({ label }, index) => {
      const here = index === this.#at;
      return [span(here ? "> " : "  ", "accent"), span(`${index + 1} ${label}`, here ? "selected" : undefined)];
    });
  }

  /** `chosen` when the key took one, `moved` when it went to another, undefined when it was not meant for the list. */
  key(key: Key): "chosen" | "moved" | undefined {
    const number = key.type === "text" && /^[1-9]$/.test(key.text) ? Number(key.text) : undefined;
    if (number !== undefined && number <= this.#options.length) {
      this.#at = number - 1;
      return "chosen";
    }
    if (key.type !== "key") return undefined;
    const name = nameOf(key);
    const step = steps[name];
    if (step !== undefined) {
      this.#at = (this.#at + step + this.#options.length) % this.#options.length;
      return "moved";
    }
    return name === "enter" ? "chosen" : undefined;
  }
}

const steps: Readonly<Record<string, number | undefined>> = { up: -1, "C-p": -1, "S-tab": -1, down: 1, "C-n": 1, tab: 1 };
