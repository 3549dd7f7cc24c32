import { nameOf } from "../editor/bindings.ts";
import type { Key } from "../terminal/keys.ts";
import { type Line, lineOf, span, widthOf } from "../text/line.ts";
import { truncate } from "../text/truncate.ts";

export interface Option<Value> {
  label: string;
  /** Where there is little room. */
  short?: string;
  value: Value;
}

/** A short list of which one is chosen, by arrows or by its number. */
export class Options<Value> {
  readonly #options: readonly Option<Value>[];
  #at = 0;

  constructor(options: readonly Option<Value>[]) {
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

  /** All of them beside each other; what belongs to one of them is not wrapped. */
  shortView(width: number): Line[] {
    const rows: Line[] = [];
    let cells = 0;
    for (const [index, { label, short = label }] of this.#options.entries()) {
      const here = index === this.#at;
      const own = lineOf(span(here ? ">" : " ", "accent"), span(`${index + 1} ${short}`, here ? "selected" : undefined));
      const size = widthOf(own);
      if (rows.length > 0 && cells + 1 + size <= width) {
        rows.push([...rows.pop()!, span(" "), ...own]);
        cells += 1 + size;
      } else {
        rows.push(own);
        cells = size;
      }
    }
    return rows.map((row) => truncate(row, width));
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

const steps: Readonly<Record<string, number | undefined>> = {
  up: -1,
  left: -1,
  "C-p": -1,
  "S-tab": -1,
  down: 1,
  right: 1,
  "C-n": 1,
  tab: 1,
};
