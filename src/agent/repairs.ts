import type { Check } from "../contract/check.ts";
import type { Recorder } from "./recorder.ts";
import { recordTransaction } from "./transactions.ts";
import type { RepairProposal, World } from "./world.ts";

export interface RepairsOptions {
  recorder: Recorder;
  world: Pick<World, "proposeRepair" | "applyRepair">;
  /** Is awaited before the workspace is changed. */
  beforeEffect(signal: AbortSignal): Promise<void>;
}

/** Repairs in a row; each lowers the number of diagnostics, so more than a few mean that two repairs undo each other. */
const MAX_IN_A_ROW = 10;

/** Mends in one turn what needs no model. */
export class Repairs {
  readonly #options: RepairsOptions;
  #count = 0;
  readonly #untold: string[] = [];

  constructor(options: RepairsOptions) {
    this.#options = options;
  }

  /**
   * Mends what can be mended, and returns the number of repairs.
   * @param kinds what failed checks prove, when the model has stopped: of what they are about, which is then told to it
   */
  async mend(signal: AbortSignal, kinds?: ReadonlySet<Check["proves"]>): Promise<number> {
    const { world, beforeEffect } = this.#options;
    for (let count = 0; count < MAX_IN_A_ROW; count++) {
      const proposal = await world.proposeRepair(signal, kinds);
      if (proposal === undefined) return count;
      await beforeEffect(signal);
      // Somebody is at work on the same files: they are left to them.
      if (!(await this.#apply(proposal))) return count;
      if (kinds !== undefined) this.#untold.push(...proposal.reasons);
    }
    return MAX_IN_A_ROW;
  }

  /** What is not any more as the model left it, each thing once. */
  takeUntold(): string[] {
    return this.#untold.splice(0);
  }

  async #apply(proposal: RepairProposal): Promise<boolean> {
    const { recorder, world } = this.#options;
    const { repairer, reasons, before, diagnostics } = proposal;
    const item = `repair-${++this.#count}`;
    const input = { reasons, ...(diagnostics && { diagnostics }) };
    recorder.record({ type: "item.started", item, kind: "repair", name: repairer, effect: "write", input, before }, { durable: true });
    const outcome = await world.applyRepair(proposal, item);
    recordTransaction(recorder, item, outcome);
    const { ok, parts, ms } = outcome;
    recorder.record({ type: "item.completed", item, kind: "repair", name: repairer, ok, parts, ms });
    return ok;
  }
}
