import { nameOf } from "../bindings.ts";
import type { Key } from "../../terminal/keys.ts";
import type { Offer } from "./offers.ts";

/** A choice among offers. */
export class Menu {
  #offers: readonly Offer[] = [];
  #selected = 0;

  get offers(): readonly Offer[] {
    return this.#offers;
  }

  get selected(): Offer | undefined {
    return this.#offers[this.#selected];
  }

  /** What is selected stays so when it is still offered and was not the first. */
  offer(offers: readonly Offer[]): void {
    const label = this.#selected === 0 ? undefined : this.selected?.label;
    this.#offers = offers;
    this.#selected = Math.max(
      0,
      offers.findIndex((offer) => offer.label === label),
    );
  }

  /** Whether the key moves the selection. */
  key(key: Key): boolean {
    if (key.type !== "key" || this.#offers.length === 0) return false;
    const step = steps[nameOf(key)];
    if (step === undefined) return false;
    this.#selected = (this.#selected + step + this.#offers.length) % this.#offers.length;
    return true;
  }

  /** At most `count` offers around the selected one, which is the `selected`th of them. */
  window(count: number): { offers: readonly Offer[]; selected: number } {
    const from = Math.max(0, Math.min(this.#selected - Math.floor(count / 2), this.#offers.length - count));
    return { offers: this.#offers.slice(from, from + count), selected: this.#selected - from };
  }
}

const steps: Readonly<Record<string, number>> = { up: -1, "C-p": -1, "S-tab": -1, down: 1, "C-n": 1 };
