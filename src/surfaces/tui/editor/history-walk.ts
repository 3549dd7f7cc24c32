import type { PastPrompt } from "./prompt-history.ts";

/** Goes from what is being written to the prompts before it and back. What was being written is kept meanwhile. */
export class HistoryWalk<Draft> {
  #walk: { prompts: readonly PastPrompt[]; at: number; draft: Draft } | undefined;

  /** What comes next in a direction: -1 to the older. Undefined at both ends. */
  step(direction: 1 | -1, prompts: readonly PastPrompt[], draft: Draft): { past: PastPrompt } | { draft: Draft } | undefined {
    const walk = this.#walk ?? { prompts, at: prompts.length, draft };
    const at = walk.at + direction;
    if (at < 0 || at > walk.prompts.length) return undefined;
    this.#walk = { ...walk, at };
    return at === walk.prompts.length ? { draft: walk.draft } : { past: walk.prompts[at]! };
  }

  /** What is written from now on is the newest. */
  end(): void {
    this.#walk = undefined;
  }
}
