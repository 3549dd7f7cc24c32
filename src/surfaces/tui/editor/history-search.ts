import { type PastPrompt, textOf } from "./prompt-history.ts";

/** Looks through earlier prompts for one that has what was typed, newest first. Case counts once there is a capital in it. */
export class HistorySearch {
  readonly #prompts: readonly PastPrompt[];
  /** Where the prompt that is shown stands; behind the newest at first. */
  #at: number;
  query = "";
  /** Whether the last search found something; what was found before stays. */
  failed = false;

  constructor(prompts: readonly PastPrompt[]) {
    this.#prompts = prompts;
    this.#at = prompts.length;
  }

  get found(): PastPrompt | undefined {
    return this.query === "" ? undefined : this.#prompts[this.#at];
  }

  /** Begins again at the newest. */
  ask(query: string): void {
    this.query = query;
    this.#at = this.#prompts.length;
    this.failed = false;
    if (query !== "") this.#look(-1);
  }

  older(): void {
    this.#look(-1);
  }

  newer(): void {
    this.#look(1);
  }

  #look(step: 1 | -1): void {
    const caseCounts = this.query !== this.query.toLowerCase();
    for (let at = this.#at + step; at >= 0 && at < this.#prompts.length; at += step) {
      const text = this.#prompts[at]!.parts.map(textOf).join("");
      if (!(caseCounts ? text : text.toLowerCase()).includes(this.query)) continue;
      this.#at = at;
      this.failed = false;
      return;
    }
    this.failed = true;
  }
}
