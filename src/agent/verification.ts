import type { Check } from "../contract/check.ts";
import type { Claim, Finding, Receipt, StoredPart, Verdict } from "../contract/event.ts";
import type { Stored } from "../context/conversation.ts";
import type { Work } from "../log/folds/work.ts";
import { lastOfEach } from "../verify/flaky.ts";
import { outcomeOf } from "../verify/outcome.ts";
import { reachVerdict } from "../verify/verdict.ts";
import type { RedGreen } from "../verify/red-green/try-tests.ts";
import { CheckRuns } from "./check-runs.ts";
import { Feedback } from "./feedback.ts";
import type { Judged } from "./past.ts";
import type { Recorder } from "./recorder.ts";
import { Repairs } from "./repairs.ts";
import type { World } from "./world.ts";

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
  /** Times in a row that failing checks go back to the model without fewer failures; 0: nothing goes back to it. */
  maxRounds: number;
  /** Ids of findings that a person lets stand. */
  accepted?: ReadonlySet<string>;
  /** What an earlier process that worked on this turn has recorded of it. */
  begun?: { contract: readonly Check[]; baseline: readonly Receipt[] } | undefined;
  /** What an earlier turn came to, whose work is judged again. */
  judged?: (Pick<Judged, "final" | "tree" | "claims"> & { tried: Tried }) | undefined;
}

type Tried = Pick<RedGreen, "findings" | "uncovered">;

const NOT_TRIED: Tried = { findings: [], uncovered: [] };

/** What is known of the work before it is judged; receipts are the last of each check. */
interface Evidence {
  contract: readonly Check[];
  baseline: readonly Receipt[];
  final: readonly Receipt[];
}

/** The part of one turn that the model has no say in: the contract, the baseline before, the checks after, the verdict. */
export class Verification {
  readonly #options: VerificationOptions;
  readonly #runs: CheckRuns;
  readonly #repairs: Repairs;
  readonly #feedback: Feedback;
  /** What trying the new tests of a tree came to. */
  #tried: ({ tree: string } & Tried) | undefined;

  constructor(options: VerificationOptions) {
    this.#options = options;
    const { recorder, world, stored, work, maxRounds, begun, judged } = options;
    this.#runs = new CheckRuns({ recorder, world, begun, untouched: judged?.final });
    this.#repairs = new Repairs({ recorder, world, beforeEffect: (signal) => this.#runs.beforeEffect(signal) });
    this.#feedback = new Feedback({ stored, work, maxRounds, takeMended: () => this.#repairs.takeUntold() });
    this.#tried = judged && { tree: judged.tree, ...judged.tried };
  }

  /**
   * Mends what needs no model, when the project does not compile. Returns the number of repairs.
   * The baseline is taken before the first one.
   */
  async repairFirst(signal: AbortSignal): Promise<number> {
    if (!(await this.#options.world.mayRepair())) return 0;
    const contract = await this.#runs.contract();
    const compiling = contract.filter((check) => check.proves === "types" || check.proves === "build");
    if (compiling.length > 0) {
      const receipts = await this.#runs.baseline(signal);
      const broken = receipts.some((receipt) => compiling.some((check) => check.id === receipt.check) && outcomeOf(receipt) !== "passed");
      if (!broken) return 0;
    }
    return await this.#repairs.mend(signal);
  }

  /** Starts the baseline without waiting for it. A failure is reported by whoever awaits it later. */
  startBaseline(signal: AbortSignal): void {
    this.#runs.startBaseline(signal);
  }

  /** Must be awaited before each thing that may change what checks find: files, ignored ones too, or whatever a command does. */
  async beforeEffect(signal: AbortSignal): Promise<void> {
    await this.#runs.beforeEffect(signal);
  }

  /**
   * Runs the checks on the tree as it is now, reads what `answer` claims, and says what follows. Records receipts and verdict.
   * `mends`: what fails and needs no model is mended, and judged as it is then.
   */
  async judge(answer: string, signal: AbortSignal, { mends = false }: { mends?: boolean } = {}): Promise<Judgement> {
    const { recorder, world } = this.#options;
    const contract = await this.#runs.contract();
    const runs = { baseline: await this.#runs.baseline(signal), final: await this.#runFinal(mends, signal) };
    const evidence = { contract, baseline: lastOfEach(runs.baseline), final: lastOfEach(runs.final) };
    const tree = contract.length === 0 ? "" : await world.treeHash();
    const changed = await world.changedChecks(contract);
    if (changed.length > 0) recorder.record({ type: "fact.recorded", fact: "changed-checks", value: changed });
    const conditions = await world.conditions();
    if (conditions.length > 0) recorder.record({ type: "fact.recorded", fact: "conditions", value: conditions });
    const tampering = await this.#lookForTampering(evidence);
    const { findings: untrue, uncovered } = await this.#tryNewTests({ ...evidence, answer }, { tree, signal });
    const findings = [...tampering, ...untrue];
    const claims = await this.#judgeClaims(answer, tree, evidence);
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
      ...(uncovered.length > 0 && { uncovered: [...uncovered] }),
    });
    return { verdict, reasons, feedback: await this.#feedback.on({ ...evidence, verdict, tree, conditions, claims, findings }) };
  }

  /** Runs the checks; when some fail and something was mended, once more. */
  async #runFinal(mends: boolean, signal: AbortSignal): Promise<Receipt[]> {
    const final = await this.#runs.final(signal);
    const failing = new Set(final.filter((receipt) => outcomeOf(receipt) === "failed").map(({ proves }) => proves));
    if (!mends || failing.size === 0 || (await this.#repairs.mend(signal, failing)) === 0) return final;
    return await this.#runs.final(signal);
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

  /** What weakens the checks, but for what a person has accepted. */
  async #lookForTampering(evidence: Evidence): Promise<Finding[]> {
    const { recorder, world } = this.#options;
    const findings = await world.findings(evidence);
    if (findings.length > 0) recorder.record({ type: "fact.recorded", fact: "findings", value: findings });
    return this.#unaccepted(findings);
  }

  /** New tests say something only when all tests pass, and not twice of one tree. */
  async #tryNewTests(
    evidence: Evidence & { answer: string },
    { tree, signal }: { tree: string; signal: AbortSignal },
  ): Promise<{ findings: readonly Finding[]; uncovered: readonly string[] }> {
    const { recorder, world } = this.#options;
    if (evidence.final.length === 0 || evidence.final.some((receipt) => outcomeOf(receipt) !== "passed")) return NOT_TRIED;
    if (this.#tried?.tree !== tree) {
      const { receipts, ...said } = (await world.tryNewTests(evidence, signal)) ?? { receipts: undefined, ...NOT_TRIED };
      this.#tried = { tree, ...said };
      if (receipts !== undefined) {
        this.#runs.record(receipts);
        recorder.record({ type: "fact.recorded", fact: "red-green", value: { receipts: receipts.map(({ id }) => id), ...said } });
      }
    }
    const { findings, uncovered } = this.#tried;
    return { findings: this.#unaccepted(findings), uncovered };
  }

  #unaccepted(findings: readonly Finding[]): Finding[] {
    const { accepted = new Set() } = this.#options;
    return findings.filter(({ id }) => !accepted.has(id));
  }

  async #judgeClaims(answer: string, tree: string, evidence: Evidence): Promise<Claim[]> {
    const { judged, work } = this.#options;
    // Of another tree nobody has claimed anything.
    if (judged !== undefined) return judged.tree === tree ? [...judged.claims] : [];
    if (answer === "") return [];
    const [{ gatherEvidence }, { judgeClaims }] = await Promise.all([
      import("../verify/claims/evidence.ts"),
      import("../verify/claims/judge-claims.ts"),
    ]);
    return judgeClaims(answer, await gatherEvidence(work(), { ...evidence, earlier: this.#feedback.told }));
  }
}
