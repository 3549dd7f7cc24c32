import type { Check } from "../contract/check.ts";
import type { Receipt, Verdict } from "../contract/event.ts";
import type { Stored } from "../context/conversation.ts";
import { digestFailures } from "../verify/digest.ts";
import { standingOf } from "../verify/receipts.ts";
import { outcomeOf } from "../verify/outcome.ts";
import { reachVerdict } from "../verify/verdict.ts";
import type { Recorder } from "./recorder.ts";
import type { RepairProposal, World } from "./world.ts";

/** Repairs in a row; each lowers the number of diagnostics, so more than a few mean that two repairs undo each other. */
const maxRepairs = 10;

const feedbackLead =
  "You stopped, so the harness ran the project's checks on the tree as it is now. They do not all pass. Mend the cause; do not weaken, skip or delete a check.";

export interface Judgement {
  verdict: Verdict;
  reasons: string[];
  /** What the model should read before it goes on; undefined when going on would not help. */
  feedback: string | undefined;
}

export interface VerificationOptions {
  recorder: Recorder;
  world: World;
  stored: Stored;
  /** Times that failing checks go back to the model. */
  maxRounds: number;
}

/** The part of a turn that the model has no say in: the contract, the baseline before, the checks after, the verdict. */
export class Verification {
  readonly #options: VerificationOptions;
  #contract: Promise<readonly Check[]> | undefined;
  #baseline: Promise<Receipt[]> | undefined;
  #contractRestored = false;
  #baselineRecorded = false;
  /** The newest receipt of each check, whatever its phase. */
  readonly #newest = new Map<string, Receipt>();
  #rounds = 0;
  #lastFailure = "";

  constructor(options: VerificationOptions) {
    this.#options = options;
  }

  /** What an earlier process found out. The contract stays frozen, and what was before the work cannot be found out again. */
  restore({
    contract,
    receipts,
    baseline,
  }: {
    contract: readonly Check[] | undefined;
    receipts: readonly Receipt[];
    baseline: readonly Receipt[];
  }): void {
    for (const receipt of receipts) this.#newest.set(receipt.check, receipt);
    if (contract === undefined) return;
    this.#contract = Promise.resolve(contract);
    this.#contractRestored = true;
    // Of half a baseline the other half is still to be had: nothing was changed before all of it was recorded.
    if (baseline.length < contract.length) return;
    this.#baseline = Promise.resolve([...baseline]);
    this.#baselineRecorded = true;
  }

  contract(): Promise<readonly Check[]> {
    this.#contract ??= this.#options.world.findChecks();
    return this.#contract;
  }

  /**
   * Mends what needs no model, when the project does not compile. Returns the number of repairs.
   * Everything is run on the untouched tree before the first repair changes it.
   */
  async repairFirst(signal: AbortSignal): Promise<number> {
    if (!(await this.#options.world.mayRepair())) return 0;
    const contract = await this.contract();
    const compiling = contract.filter((check) => check.proves === "types" || check.proves === "build");
    if (compiling.length > 0) {
      const receipts = await this.baseline(signal);
      const broken = receipts.some((receipt) => compiling.some((check) => check.id === receipt.check) && outcomeOf(receipt) !== "passed");
      if (!broken) return 0;
    }
    return await this.#repair(signal);
  }

  /** Runs the checks on the tree as it was found, once; must be awaited before anything changes that tree. */
  async baseline(signal: AbortSignal): Promise<Receipt[]> {
    const receipts = await this.#findBaseline(signal);
    if (!this.#baselineRecorded) {
      // Not when it was found: that may be at any moment of the first step, and the log's order must not depend on it.
      if (!this.#contractRestored) this.#options.recorder.record({ type: "fact.recorded", fact: "contract", value: await this.contract() });
      this.#baselineRecorded = true;
      this.#record(receipts);
    }
    return receipts;
  }

  /** Starts the baseline without waiting for it. A failure is reported by whoever awaits it later. */
  startBaseline(signal: AbortSignal): void {
    this.#findBaseline(signal).catch(() => {});
  }

  #findBaseline(signal: AbortSignal): Promise<Receipt[]> {
    this.#baseline ??= this.#runAll("baseline", signal).catch((error: unknown) => {
      // An interrupted turn must not fail the next one.
      this.#baseline = undefined;
      throw error;
    });
    return this.#baseline;
  }

  /** Runs the checks on the tree as it is now and says what follows. Records receipts and verdict. */
  async judge(signal: AbortSignal): Promise<Judgement> {
    const { recorder, world, stored, maxRounds } = this.#options;
    const contract = await this.contract();
    const baseline = await this.baseline(signal);
    const final = await this.#runAll("final", signal);
    this.#record(final.filter((receipt) => !baseline.includes(receipt)));
    const tree = contract.length === 0 ? "" : await world.treeHash();
    const { verdict, reasons, receipts } = reachVerdict({ contract, baseline, final, tree });
    recorder.record({ type: "verdict.reached", verdict, reasons, receipts, tree });

    const failing = final.filter((receipt) => outcomeOf(receipt) !== "passed");
    const failure = JSON.stringify([tree, failing.map((receipt) => [receipt.check, receipt.outputHash])]);
    const progress = failure !== this.#lastFailure;
    this.#lastFailure = failure;
    if (verdict !== "failed" || !progress || this.#rounds >= maxRounds) return { verdict, reasons, feedback: undefined };
    this.#rounds++;
    return { verdict, reasons, feedback: `${feedbackLead}\n\n${await digestFailures(failing, stored)}` };
  }

  async #runAll(phase: Receipt["phase"], signal: AbortSignal): Promise<Receipt[]> {
    const { world } = this.#options;
    const receipts: Receipt[] = [];
    for (const check of await this.contract()) {
      const earlier = this.#newest.get(check.id);
      const known = earlier !== undefined && standingOf(earlier, await world.treeHash()) === "current";
      // A receipt for exactly this tree proves as much as a new one.
      const receipt = known ? earlier : await this.#runOne(check, phase, signal);
      receipts.push(receipt);
      this.#newest.set(check.id, receipt);
    }
    return receipts;
  }

  /** A check that changes the tree it judges, as a first build may, is run once more on what it left. */
  async #runOne(check: Check, phase: Receipt["phase"], signal: AbortSignal): Promise<Receipt> {
    const { world } = this.#options;
    const receipt = await world.check(check, phase, signal);
    return receipt.treeBefore === receipt.treeAfter ? receipt : await world.check(check, phase, signal);
  }

  #record(receipts: readonly Receipt[]): void {
    for (const receipt of receipts) this.#options.recorder.record({ type: "check.completed", receipt });
  }

  async #repair(signal: AbortSignal): Promise<number> {
    const { recorder, world } = this.#options;
    for (let count = 0; count < maxRepairs; count++) {
      const proposal = await world.proposeRepair(signal);
      if (proposal === undefined) return count;
      await apply(proposal, `repair-${count + 1}`, { recorder, world });
    }
    return maxRepairs;
  }
}

async function apply(proposal: RepairProposal, item: string, { recorder, world }: { recorder: Recorder; world: World }): Promise<void> {
  const { repairer, reasons, before } = proposal;
  recorder.record(
    { type: "item.started", item, kind: "repair", name: repairer, effect: "write", input: { reasons }, before },
    { durable: true },
  );
  const { ok, parts, ms, changes } = await world.applyRepair(proposal);
  if (changes.length > 0) recorder.record({ type: "transaction.committed", item, changes });
  recorder.record({ type: "item.completed", item, kind: "repair", name: repairer, ok, parts, ms });
}
