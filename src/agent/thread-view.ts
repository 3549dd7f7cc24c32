import type { Event, Place } from "../contract/event.ts";
import type { Entry, ModelCall } from "../contract/model.ts";
import type { Rule } from "../contract/policy.ts";
import { Conversation, type Stored } from "../context/conversation.ts";
import { type Progress, progress } from "../context/compaction/progress.ts";
import { type Facts, facts } from "../context/facts/facts.ts";
import { type ThreadState, threadState } from "../log/folds/state.ts";
import { type Work, work } from "../log/folds/work.ts";
import type { Past } from "./past.ts";
import { answerFact } from "./ruling.ts";

/** What an open thread knows of itself: everything in it is folded from its events, one after the other. */
export class ThreadView {
  state: ThreadState;
  /** What has been done in it so far. */
  work: Work;
  /** What survives compaction. */
  facts: Facts;
  /** How compactions went. */
  progress: Progress;
  /** Rules of answers that this process was given. */
  answered: readonly Rule[] = [];
  /** Ids of findings that people let stand. */
  readonly accepted: Set<string>;
  readonly #conversation: Conversation;
  /** The conversation takes events in one after the other. */
  #folding: Promise<void> = Promise.resolve();

  constructor(past: Past | undefined, stored: Stored) {
    this.state = past?.state ?? threadState.start();
    this.work = past?.work ?? work.start();
    this.facts = past?.facts ?? facts.start();
    this.progress = past?.progress ?? progress.start();
    this.accepted = new Set(past?.accepted);
    this.#conversation = past?.conversation ?? new Conversation(stored);
  }

  /** In the order of the log. */
  take(event: Event): void {
    this.state = threadState.step(this.state, event);
    this.work = work.step(this.work, event);
    this.facts = facts.step(this.facts, event);
    this.progress = progress.step(this.progress, event);
    if (event.type === "fact.recorded" && event.fact.startsWith(answerFact)) this.answered = [...this.answered, ...(event.value as Rule[])];
    if (event.type === "finding.accepted") this.accepted.add(event.finding);
    if (!Conversation.concerns(event)) return;
    this.#folding = this.#folding.then(() => this.#conversation.apply(event));
    // Whoever asks for the conversation meets the error.
    this.#folding.catch(() => {});
  }

  /** The conversation, with everything taken so far. */
  async entries(): Promise<readonly Entry[]> {
    await this.#folding;
    return this.#conversation.entries;
  }

  /** By entry: the event that completed it. */
  async places(): Promise<readonly Place[]> {
    await this.#folding;
    return this.#conversation.places;
  }

  /** Calls of the last reply without a result. */
  async unanswered(): Promise<readonly ModelCall[]> {
    await this.#folding;
    return this.#conversation.unanswered;
  }
}
