import type { Check, ConditionOutcome } from "../contract/check.ts";
import type { Claim, Finding, Receipt, Verdict } from "../contract/event.ts";
import type { Stored } from "../context/conversation.ts";
import type { Work } from "../log/folds/work.ts";
import { digestFailures } from "../verify/digest.ts";
import { outcomeOf } from "../verify/outcome.ts";
import { whatFails } from "../verify/what-fails.ts";
import { Rounds } from "./rounds.ts";

/** What judging the work came to, once. */
export interface Round {
  verdict: Verdict;
  /** Hash of the tree that was judged. */
  tree: string;
  contract: readonly Check[];
  /** One receipt of each check. */
  baseline: readonly Receipt[];
  /** One receipt of each check. */
  final: readonly Receipt[];
  conditions: readonly ConditionOutcome[];
  claims: readonly Claim[];
  findings: readonly Finding[];
}

export interface FeedbackOptions {
  stored: Stored;
  /** What has been done in the thread so far. */
  work(): Work;
  /** Times in a row that failing checks go back to the model without fewer failures; 0: nothing goes back to it. */
  maxRounds: number;
  /** What the harness has mended since the model was last told, and what it was. */
  takeMended(): readonly string[];
}

const failedLead =
  "You stopped, so the harness ran the project's checks on the tree as it is now. They do not all pass. Mend the cause; do not weaken, skip or delete a check.";

const knownLead =
  "You stopped, so the harness ran the project's checks on the tree as it is now. What fails failed before your work, too. If your task is about it, mend the cause; if it is not, leave it as it is and say so.";

const findingsLead =
  "You stopped. The work does not count as verified because of what the harness found in your changes. Put it right without taking anything away that proves the work. What the task itself asks for may stay: say so in your answer, and a person decides.";

const claimsLead =
  "You stopped, and your last message says what the log of this thread does not bear out. Nothing is asked of you but the truth: do what you said, or answer again with a message that says only what was done.";

const mendedLead = "Before that, the harness mended what needs no model. These places are not as you left them any more:";

/** What the model reads when it has stopped and the work is not done. */
export class Feedback {
  readonly #options: FeedbackOptions;
  readonly #rounds: Rounds;
  /** By check: what had been done in the thread when it last passed. */
  readonly #passedAt = new Map<string, number>();
  /** What was told in this turn and is not told again: who does not put it right then will not. */
  readonly #toldOnce = new Set<"known" | "claims">();
  readonly #toldFindings = new Set<string>();
  #findingRounds = 0;
  /** Receipts that the model was told of. */
  readonly told: Receipt[] = [];

  constructor(options: FeedbackOptions) {
    this.#options = options;
    this.#rounds = new Rounds(options.maxRounds);
  }

  /** Undefined when going on would not help. */
  async on(round: Round): Promise<string | undefined> {
    for (const receipt of round.final) if (outcomeOf(receipt) === "passed") this.#passedAt.set(receipt.check, this.#options.work().next);
    if (this.#options.maxRounds === 0) return undefined;
    const paragraphs = round.verdict === "failed" ? await this.#onFailure(round) : await this.#onDoubt(round);
    if (paragraphs.length === 0) return undefined;
    const mended = this.#options.takeMended();
    if (mended.length > 0) paragraphs.splice(1, 0, [mendedLead, ...mended].join("\n"));
    return paragraphs.join("\n\n");
  }

  async #onFailure(round: Round): Promise<string[]> {
    const { tree, final, conditions } = round;
    const failing = final.filter((receipt) => outcomeOf(receipt) !== "passed");
    const broken = conditions.filter(({ verdict }) => verdict === "failed").map(({ reason }) => reason);
    const goesOn = this.#rounds.goOn({ tree, failing: new Set([...(await whatFails(failing, this.#options.stored)), ...broken]) });
    if (!goesOn) return [];
    this.told.push(...final);
    return [failedLead, ...broken, await this.#digest(failing, round)];
  }

  /** Each thing once in a turn. */
  async #onDoubt(round: Round): Promise<string[]> {
    const findings = this.#untold(round.findings);
    const wrong = round.claims.filter(({ standing }) => standing === "contradicted" || standing === "stale");
    const known = round.final.filter((receipt) => outcomeOf(receipt) === "failed");
    const paragraphs: string[] = [];
    if (findings.length > 0)
      paragraphs.push(findingsLead, findings.map(({ path, line, reason }) => `- ${path}:${line}: ${reason}`).join("\n"));
    if (wrong.length > 0 && this.#isFirst("claims"))
      paragraphs.push(claimsLead, wrong.map(({ text, standing, reason }) => `- "${text}" is ${standing}: ${reason}`).join("\n"));
    // The task may be about them in other words.
    if (known.length > 0 && this.#isFirst("known")) paragraphs.push(knownLead, await this.#digest(known, round));
    return paragraphs;
  }

  /** Those that decide and were not told yet. Who answers each with another one is not asked for ever. */
  #untold(findings: readonly Finding[]): Finding[] {
    const untold = findings.filter(({ id, severity }) => severity === "decides" && !this.#toldFindings.has(id));
    if (untold.length === 0 || this.#findingRounds++ >= this.#options.maxRounds) return [];
    for (const { id } of untold) this.#toldFindings.add(id);
    return untold;
  }

  #isFirst(what: "known" | "claims"): boolean {
    if (this.#toldOnce.has(what)) return false;
    this.#toldOnce.add(what);
    return true;
  }

  /** What the model should know of the checks that failed; of all, when those passed that are told of as changed since. */
  async #digest(failing: readonly Receipt[], { contract, baseline }: Pick<Round, "contract" | "baseline">): Promise<string> {
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
}
