import type { Check } from "../contract/check.ts";
import type { Claim, Finding, Receipt, StoredPart, Verdict } from "../contract/event.ts";
import type { Stored } from "../context/conversation.ts";
import type { Work } from "../log/folds/work.ts";
import { digestFailures } from "../verify/digest.ts";
import { isDoubtful, lastOfEach } from "../verify/flaky.ts";
import { standingOf } from "../verify/receipts.ts";
import { outcomeOf } from "../verify/outcome.ts";
import { whatFails } from "../verify/what-fails.ts";
import { reachVerdict } from "../verify/verdict.ts";
import type { RedGreen } from "../verify/red-green/try-tests.ts";
import type { Judged } from "./past.ts";
import type { Recorder } from "./recorder.ts";
import { Rounds } from "./rounds.ts";
import { recordTransaction } from "./transactions.ts";
import type { RepairProposal, World } from "./world.ts";

/** Repairs in a row; each lowers the number of diagnostics, so more than a few mean that two repairs undo each other. */
const maxRepairs = 10;

const feedbackLead =
  "You stopped, so the harness ran the project's checks on the tree as it is now. They do not all pass. Mend the cause; do not weaken, skip or delete a check.";

const claimsLead =
  "You stopped, and your last message says what the log of this thread does not bear out. Nothing is asked of you but the truth: do what you said, or answer again with a message that says only what was done.";

const mendedLead = "Before that, the harness mended what needs no model. These places are not as you left them any more:";

const NOT_TRIED: Pick<RedGreen, "findings" | "uncovered"> = { findings: [], uncovered: [] };

const knownLead =
  "You stopped, so the harness ran the project's checks on the tree as it is now. What fails failed before your work, too. If your task is about it, mend the cause; if it is not, leave it as it is and say so.";

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
  /** What has been done in the thread so far. */
  work(): Work;
  /** What people have asked for in this turn. */
  asked(): readonly StoredPart[];
  /** Times in a row that failing checks go back to the model without fewer failures. */
  maxRounds: number;
  /** Ids of findings that a person lets stand. */
  accepted?: ReadonlySet<string>;
  /** What an earlier process that worked on this turn has recorded of it. */
  begun?: { contract: readonly Check[]; baseline: readonly Receipt[] } | undefined;
  /** What an earlier turn came to, whose work is judged again. */
  judged?: (Pick<Judged, "final" | "tree" | "claims"> & { tried: Pick<RedGreen, "findings" | "uncovered"> }) | undefined;
}

/** The part of one turn that the model has no say in: the contract, the baseline before, the checks after, the verdict. */
export class Verification {
  readonly #options: VerificationOptions;
  #contract: Promise<readonly Check[]> | undefined;
  #baseline: Promise<Receipt[]> | undefined;
  #contractRecorded = false;
  #baselineRecorded = false;
  /** Receipts of all checks that nothing the turn did has come after; undefined when something has. */
  #untouched: readonly Receipt[] | undefined;
  /** What trying the new tests of a tree came to. */
  #tried: ({ tree: string } & Pick<RedGreen, "findings" | "uncovered">) | undefined;
  readonly #rounds: Rounds;
  /** By check: what had been done in the thread when it last passed. */
  readonly #passedAt = new Map<string, number>();
  /** Receipts that the model was told of. */
  readonly #told: Receipt[] = [];
  #correctionAsked = false;
  #knownTold = false;
  #repairs = 0;
  /** Done after the model has stopped, and not yet told to it. */
  readonly #mended: string[] = [];

  constructor(options: VerificationOptions) {
    this.#options = options;
    this.#rounds = new Rounds(options.maxRounds);
    const { begun, judged } = options;
    if (judged !== undefined) {
      this.#untouched = judged.final;
      this.#tried = { tree: judged.tree, ...judged.tried };
    }
    if (begun === undefined) return;
    this.#contract = Promise.resolve(begun.contract);
    this.#contractRecorded = true;
    // Of half a baseline the other half is still to be had: nothing was changed before all of it was recorded.
    if (begun.baseline.length < begun.contract.length) return;
    this.#baseline = Promise.resolve([...begun.baseline]);
    this.#baselineRecorded = true;
  }

  contract(): Promise<readonly Check[]> {
    this.#contract ??= this.#options.world.findChecks();
    return this.#contract;
  }

  /**
   * Mends what needs no model, when the project does not compile. Returns the number of repairs.
   * The baseline is taken before the first one.
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
      if (!this.#contractRecorded) this.#options.recorder.record({ type: "fact.recorded", fact: "contract", value: await this.contract() });
      this.#baselineRecorded = true;
      this.#record(receipts);
    }
    return receipts;
  }

  /** Must be awaited before each thing that may change what checks find: files, ignored ones too, or whatever a command does. */
  async beforeEffect(signal: AbortSignal): Promise<void> {
    await this.baseline(signal);
    this.#untouched = undefined;
  }

  /** Starts the baseline without waiting for it. A failure is reported by whoever awaits it later. */
  startBaseline(signal: AbortSignal): void {
    this.#findBaseline(signal).catch(() => {});
  }

  #findBaseline(signal: AbortSignal): Promise<Receipt[]> {
    this.#baseline ??= this.#runAll("baseline", signal, []).catch((error: unknown) => {
      // An interrupted turn must not fail the next one.
      this.#baseline = undefined;
      throw error;
    });
    return this.#baseline;
  }

  /**
   * Runs the checks on the tree as it is now, reads what `answer` claims, and says what follows. Records receipts and verdict.
   * `mends`: what fails and needs no model is mended, and judged as it is then.
   */
  async judge(answer: string, signal: AbortSignal, { mends = false }: { mends?: boolean } = {}): Promise<Judgement> {
    const { recorder, world, stored } = this.#options;
    const contract = await this.contract();
    await this.baseline(signal);
    const runs = { baseline: await this.baseline(signal), final: await this.#runFinal(mends, signal) };
    const [baseline, final] = [lastOfEach(runs.baseline), lastOfEach(runs.final)];
    const tree = contract.length === 0 ? "" : await world.treeHash();
    const changed = await world.changedChecks(contract);
    if (changed.length > 0) recorder.record({ type: "fact.recorded", fact: "changed-checks", value: changed });
    const conditions = await world.conditions();
    if (conditions.length > 0) recorder.record({ type: "fact.recorded", fact: "conditions", value: conditions });
    const findings = await this.#findings({ contract, baseline, final });
    const tried = await this.#tryNewTests({ contract, baseline, final, answer }, { tree, signal });
    findings.push(...tried.findings);
    const claims = await this.#claims(answer, tree, { contract, baseline, final });
    const { verdict, reasons, receipts } = reachVerdict({
      contract,
      ...runs,
      tree,
      changed: new Set(changed),
      findings,
      conditions,
      claims,
      isToMend: await this.#isToMend(runs),
    });
    const diff = await world.sizeOfWork();
    recorder.record({
      type: "verdict.reached",
      verdict,
      reasons,
      receipts,
      tree,
      ...(claims.length > 0 && { claims }),
      ...(findings.length > 0 && { findings }),
      ...(diff !== undefined && { diff }),
      ...(tried.uncovered.length > 0 && { uncovered: [...tried.uncovered] }),
    });
    const failing = final.filter((receipt) => outcomeOf(receipt) !== "passed");
    for (const { check } of final.filter((receipt) => !failing.includes(receipt))) this.#passedAt.set(check, this.#options.work().next);
    if (verdict !== "failed") {
      const wrongs = [
        this.#askCorrection(claims),
        await this.#tellKnown(
          failing.filter((receipt) => outcomeOf(receipt) === "failed"),
          { contract, baseline },
        ),
      ];
      const feedback = wrongs.filter((wrong) => wrong !== undefined);
      return { verdict, reasons, feedback: feedback.length === 0 ? undefined : [...this.#tellMended(), ...feedback].join("\n\n") };
    }

    const broken = conditions.filter((condition) => condition.verdict === "failed").map(({ reason }) => reason);
    const goesOn = this.#rounds.goOn({ tree, failing: new Set([...(await whatFails(failing, stored)), ...broken]) });
    if (!goesOn) return { verdict, reasons, feedback: undefined };
    this.#told.push(...final);
    return {
      verdict,
      reasons,
      feedback: [feedbackLead, ...this.#tellMended(), ...broken, await this.#digest(failing, { contract, baseline })].join("\n\n"),
    };
  }

  /** Runs the checks; when some fail and something was mended, once more. */
  async #runFinal(mends: boolean, signal: AbortSignal): Promise<Receipt[]> {
    const untouched = this.#untouched ?? [];
    const final = await this.#runAll("final", signal, untouched);
    this.#record(final.filter((receipt) => !untouched.includes(receipt)));
    const failing = new Set(final.filter((receipt) => outcomeOf(receipt) === "failed").map(({ proves }) => proves));
    if (!mends || failing.size === 0 || (await this.#repair(signal, failing)) === 0) return final;
    const again = await this.#runAll("final", signal, []);
    this.#record(again);
    return again;
  }

  /** Asked only where the answer counts: when something fails that failed before. */
  async #isToMend({ baseline, final }: { baseline: readonly Receipt[]; final: readonly Receipt[] }): Promise<boolean> {
    const { asked, stored } = this.#options;
    const failed = (receipts: readonly Receipt[]) => receipts.some((receipt) => outcomeOf(receipt) === "failed");
    if (!failed(baseline) || !failed(final)) return false;
    const { asksToMend } = await import("../verify/asks-to-mend.ts");
    const texts = asked().flatMap((part) => (part.type === "text" ? [stored.text(part.text)] : []));
    return asksToMend((await Promise.all(texts)).join("\n"));
  }

  /** Once in a turn: the task may be about them in other words. */
  async #tellKnown(
    failing: readonly Receipt[],
    evidence: { contract: readonly Check[]; baseline: readonly Receipt[] },
  ): Promise<string | undefined> {
    if (failing.length === 0 || this.#knownTold || this.#options.maxRounds === 0) return undefined;
    this.#knownTold = true;
    return `${knownLead}\n\n${await this.#digest(failing, evidence)}`;
  }

  /** What the model should know of the checks that failed; of all, when those passed that are told of as changed since. */
  async #digest(
    failing: readonly Receipt[],
    { contract, baseline }: { contract: readonly Check[]; baseline: readonly Receipt[] },
  ): Promise<string> {
    const { stored, work } = this.#options;
    const { changes, turn } = work();
    const passedBefore = new Set(baseline.filter((receipt) => outcomeOf(receipt) === "passed").map(({ check }) => check));
    const changedSince = (check: string): string[] | undefined => {
      const since = this.#passedAt.get(check);
      if (since === undefined && !passedBefore.has(check)) return undefined;
      const later = changes.filter(
        ({ order, turn: made, type }) => type === undefined && (since === undefined ? made === turn : order >= since),
      );
      return [...new Set(later.map(({ path }) => path))];
    };
    return await digestFailures(failing, { stored, contract, changedSince });
  }

  /** New tests say something only when all tests pass, and not twice of one tree. */
  async #tryNewTests(
    evidence: Parameters<World["tryNewTests"]>[0],
    { tree, signal }: { tree: string; signal: AbortSignal },
  ): Promise<Pick<RedGreen, "findings" | "uncovered">> {
    const { recorder, world, accepted = new Set() } = this.#options;
    if (evidence.final.length === 0 || evidence.final.some((receipt) => outcomeOf(receipt) !== "passed")) return NOT_TRIED;
    if (this.#tried?.tree !== tree) {
      const { receipts, ...said } = (await world.tryNewTests(evidence, signal)) ?? { receipts: undefined, ...NOT_TRIED };
      this.#tried = { tree, ...said };
      if (receipts !== undefined) {
        this.#record(receipts);
        recorder.record({ type: "fact.recorded", fact: "red-green", value: { receipts: receipts.map(({ id }) => id), ...said } });
      }
    }
    const { findings, uncovered } = this.#tried;
    return { findings: findings.filter(({ id }) => !accepted.has(id)), uncovered };
  }

  async #claims(
    answer: string,
    tree: string,
    receipts: { contract: readonly Check[]; baseline: readonly Receipt[]; final: readonly Receipt[] },
  ): Promise<Claim[]> {
    const { judged } = this.#options;
    // Of another tree nobody has claimed anything.
    if (judged !== undefined) return judged.tree === tree ? [...judged.claims] : [];
    if (answer === "") return [];
    const [{ gatherEvidence }, { judgeClaims }] = await Promise.all([
      import("../verify/claims/evidence.ts"),
      import("../verify/claims/judge-claims.ts"),
    ]);
    return judgeClaims(answer, await gatherEvidence(this.#options.work(), { ...receipts, earlier: this.#told }));
  }

  /** Once in a turn: who does not correct what is wrong then will not. */
  #askCorrection(claims: readonly Claim[]): string | undefined {
    const wrong = claims.filter(({ standing }) => standing === "contradicted" || standing === "stale");
    if (wrong.length === 0 || this.#correctionAsked) return undefined;
    this.#correctionAsked = true;
    return [claimsLead, "", ...wrong.map(({ text, standing, reason }) => `- "${text}" is ${standing}: ${reason}`)].join("\n");
  }

  /** What was found in the work, but for what a person has accepted. */
  async #findings(evidence: Parameters<World["findings"]>[0]): Promise<Finding[]> {
    const { recorder, world, accepted = new Set() } = this.#options;
    const findings = await world.findings(evidence);
    if (findings.length > 0) recorder.record({ type: "fact.recorded", fact: "findings", value: findings });
    return findings.filter(({ id }) => !accepted.has(id));
  }

  /** Runs the checks, but for those of which `untouched` has a receipt for exactly this tree: it proves as much as a new one. */
  async #runAll(phase: Receipt["phase"], signal: AbortSignal, untouched: readonly Receipt[]): Promise<Receipt[]> {
    const { world } = this.#options;
    const receipts: Receipt[] = [];
    for (const check of await this.contract()) {
      const earlier = untouched.find((receipt) => receipt.check === check.id);
      const known = earlier !== undefined && standingOf(earlier, await world.treeHash()) === "current";
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
    const { world } = this.#options;
    const receipt = await world.check(check, phase, signal);
    return receipt.treeBefore === receipt.treeAfter ? receipt : await world.check(check, phase, signal);
  }

  #record(receipts: readonly Receipt[]): void {
    for (const receipt of receipts) this.#options.recorder.record({ type: "check.completed", receipt });
  }

  async #repair(signal: AbortSignal, kinds?: ReadonlySet<Check["proves"]>): Promise<number> {
    const { recorder, world } = this.#options;
    for (let count = 0; count < maxRepairs; count++) {
      const proposal = await world.proposeRepair(signal, kinds);
      if (proposal === undefined) return count;
      await this.beforeEffect(signal);
      const applied = await apply(proposal, `repair-${++this.#repairs}`, { recorder, world });
      // Somebody is at work on the same files: they are left to them.
      if (!applied) return count;
      if (kinds !== undefined) this.#mended.push(...proposal.reasons);
    }
    return maxRepairs;
  }

  /** For the model, once: what is not any more as it left it. */
  #tellMended(): string[] {
    const mended = this.#mended.splice(0);
    return mended.length === 0 ? [] : [`${mendedLead}\n${mended.join("\n")}`];
  }
}

async function apply(proposal: RepairProposal, item: string, { recorder, world }: { recorder: Recorder; world: World }): Promise<boolean> {
  const { repairer, reasons, before, diagnostics } = proposal;
  const input = { reasons, ...(diagnostics && { diagnostics }) };
  recorder.record({ type: "item.started", item, kind: "repair", name: repairer, effect: "write", input, before }, { durable: true });
  const outcome = await world.applyRepair(proposal, item);
  recordTransaction(recorder, item, outcome);
  const { ok, parts, ms } = outcome;
  recorder.record({ type: "item.completed", item, kind: "repair", name: repairer, ok, parts, ms });
  return ok;
}
