import type { Check } from "../contract/check.ts";
import type { Receipt } from "../contract/event.ts";
import { isDoubtful, lastOfEach } from "../verify/flaky.ts";
import { outcomeOf } from "../verify/outcome.ts";
import { standingOf } from "../verify/receipts.ts";
import type { Recorder } from "./recorder.ts";
import type { World } from "./world.ts";

export interface CheckRunsOptions {
  recorder: Recorder;
  world: Pick<World, "findChecks" | "check" | "treeHash">;
  /** What an earlier process that worked on this turn has recorded of it. */
  begun: { contract: readonly Check[]; baseline: readonly Receipt[] } | undefined;
  /** Receipts that count as long as the tree is theirs. */
  untouched: readonly Receipt[] | undefined;
}

/** The checks of one turn: found once, run before its work and after it, each run recorded. */
export class CheckRuns {
  readonly #recorder: Recorder;
  readonly #world: CheckRunsOptions["world"];
  #contract: Promise<readonly Check[]> | undefined;
  #baseline: Promise<Receipt[]> | undefined;
  #contractRecorded = false;
  #baselineRecorded = false;
  /** Receipts of all checks that nothing the turn did has come after; undefined when something has. */
  #untouched: readonly Receipt[] | undefined;

  constructor({ recorder, world, begun, untouched }: CheckRunsOptions) {
    this.#recorder = recorder;
    this.#world = world;
    this.#untouched = untouched;
    if (begun === undefined) return;
    this.#contract = Promise.resolve(begun.contract);
    this.#contractRecorded = true;
    // Of half a baseline the other half is still to be had: nothing was changed before all of it was recorded.
    if (begun.baseline.length < begun.contract.length) return;
    this.#baseline = Promise.resolve([...begun.baseline]);
    this.#baselineRecorded = true;
  }

  contract(): Promise<readonly Check[]> {
    this.#contract ??= this.#world.findChecks();
    return this.#contract;
  }

  /** Runs the checks on the tree as it was found, once; must be awaited before anything changes that tree. */
  async baseline(signal: AbortSignal): Promise<Receipt[]> {
    const receipts = await this.#findBaseline(signal);
    if (!this.#baselineRecorded) {
      // Not when it was found: that may be at any moment of the first step, and the log's order must not depend on it.
      if (!this.#contractRecorded) this.#recorder.record({ type: "fact.recorded", fact: "contract", value: await this.contract() });
      this.#baselineRecorded = true;
      this.record(receipts);
    }
    return receipts;
  }

  /** Starts the baseline without waiting for it. A failure is reported by whoever awaits it later. */
  startBaseline(signal: AbortSignal): void {
    this.#findBaseline(signal).catch(() => {});
  }

  /** Must be awaited before each thing that may change what checks find: files, ignored ones too, or whatever a command does. */
  async beforeEffect(signal: AbortSignal): Promise<void> {
    await this.baseline(signal);
    this.#untouched = undefined;
  }

  /** Runs the checks on the tree as it is now, but for those of which there is a receipt for exactly this tree. */
  async final(signal: AbortSignal): Promise<Receipt[]> {
    const untouched = this.#untouched ?? [];
    const receipts = await this.#runAll("final", signal, untouched);
    this.record(receipts.filter((receipt) => !untouched.includes(receipt)));
    return receipts;
  }

  record(receipts: readonly Receipt[]): void {
    for (const receipt of receipts) this.#recorder.record({ type: "check.completed", receipt });
  }

  #findBaseline(signal: AbortSignal): Promise<Receipt[]> {
    this.#baseline ??= this.#runAll("baseline", signal, []).catch((error: unknown) => {
      // An interrupted turn must not fail the next one.
      this.#baseline = undefined;
      throw error;
    });
    return this.#baseline;
  }

  /** A receipt for exactly this tree proves as much as a new one. */
  async #runAll(phase: Receipt["phase"], signal: AbortSignal, untouched: readonly Receipt[]): Promise<Receipt[]> {
    const receipts: Receipt[] = [];
    for (const check of await this.contract()) {
      const earlier = untouched.find((receipt) => receipt.check === check.id);
      const known = earlier !== undefined && standingOf(earlier, await this.#world.treeHash()) === "current";
      receipts.push(...(known ? [earlier] : await this.#runOne(check, { phase, signal, others: receipts })));
    }
    if (phase === "final") receipts.push(...(await this.#runStale(receipts, signal)));
    this.#untouched = lastOfEach(receipts);
    return receipts;
  }

  /** Twice, when nobody can tell from the first run whether the check is broken or flaky. */
  async #runOne(
    check: Check,
    { phase, signal, others }: { phase: Receipt["phase"]; signal: AbortSignal; others: readonly Receipt[] },
  ): Promise<Receipt[]> {
    const first = await this.#runSettled(check, phase, signal);
    // What does not compile fails each time.
    if (others.some((receipt) => ["types", "build"].includes(receipt.proves) && outcomeOf(receipt) === "failed")) return [first];
    const befores = phase === "baseline" ? undefined : await this.baseline(signal);
    const isAgain = isDoubtful(
      first,
      befores?.filter((receipt) => receipt.check === check.id),
    );
    return isAgain ? [first, await this.#runSettled(check, phase, signal)] : [first];
  }

  /** Somebody may have changed the tree while other checks ran, and so may have one of them: what ran before that is run once more. */
  async #runStale(receipts: readonly Receipt[], signal: AbortSignal): Promise<Receipt[]> {
    const last = new Map(receipts.map((receipt) => [receipt.check, receipt]));
    const tree = receipts.at(-1)?.treeAfter;
    const again: Receipt[] = [];
    for (const check of await this.contract())
      if (last.get(check.id)?.treeAfter !== tree) again.push(await this.#runSettled(check, "final", signal));
    return again;
  }

  /** A check that changes the tree it judges, as a first build may, is run once more on what it left. */
  async #runSettled(check: Check, phase: Receipt["phase"], signal: AbortSignal): Promise<Receipt> {
    const receipt = await this.#world.check(check, phase, signal);
    return receipt.treeBefore === receipt.treeAfter ? receipt : await this.#world.check(check, phase, signal);
  }
}
