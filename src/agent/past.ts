import type { Claim, Event, Receipt } from "../contract/event.ts";
import { type Progress, progress } from "../context/compaction/progress.ts";
import { Unread } from "../context/compaction/unread.ts";
import { Conversation } from "../context/conversation.ts";
import { type Facts, facts } from "../context/facts/facts.ts";
import type { ThreadBlobs } from "../log/blobs.ts";
import { spent } from "../log/folds/spent.ts";
import { type ThreadState, threadState } from "../log/folds/state.ts";
import { type Work, work } from "../log/folds/work.ts";
import type { Spent } from "../models/budget.ts";
import { readStored } from "./storage.ts";

/** What the log already holds of a thread that is opened again. */
export interface Past {
  state: ThreadState;
  conversation: Conversation;
  /** Those of the open turn from before its work, one of each check; empty when no turn is open. */
  baseline: readonly Receipt[];
  /** What the last verdict rests on; undefined before one. */
  judged: Judged | undefined;
  /** Ids of findings that a person lets stand. */
  accepted: ReadonlySet<string>;
  spent: Spent;
  work: Work;
  facts: Facts;
  progress: Progress;
}

/** Enough to judge the same work again. */
export interface Judged {
  baseline: readonly Receipt[];
  final: readonly Receipt[];
  /** Hash of the tree that was judged. */
  tree: string;
  claims: readonly Claim[];
}

export interface ReadPast {
  /** In the order of the log. */
  take(event: Event): void;
  /** Rejects with the first thing that could not be read. */
  finish(): Promise<Past>;
}

/** Everything that is folded when a thread is opened again, in one pass over its events. */
export function readPast(blobs: ThreadBlobs): ReadPast {
  const unread = new Unread();
  const accepted = new Set<string>();
  let baseline = new Map<string, Receipt>();
  /** Of the last turn that has one. */
  let lastBaseline = baseline;
  /** By check: its last receipt for the whole tree that was handed over. */
  const lastRuns = new Map<string, Receipt>();
  let state = threadState.start();
  let costs = spent.start();
  let done = work.start();
  let kept = facts.start();
  let compactions = progress.start();

  function takeReceipt(receipt: Receipt): void {
    const { phase, check } = receipt;
    if (phase === "baseline" || phase === "final") lastRuns.set(check, receipt);
    if (phase !== "baseline") return;
    baseline.set(check, receipt);
    lastBaseline = baseline;
  }

  function judgedBy(verdict: Event<"verdict.reached"> | undefined): Judged | undefined {
    if (verdict === undefined) return undefined;
    const { tree, receipts, claims = [] } = verdict;
    return { tree, claims, baseline: [...lastBaseline.values()], final: [...lastRuns.values()].filter(({ id }) => receipts.includes(id)) };
  }

  return {
    take(event) {
      state = threadState.step(state, event);
      costs = spent.step(costs, event);
      done = work.step(done, event);
      kept = facts.step(kept, event);
      compactions = progress.step(compactions, event);
      // A new map: a cleared one would keep what was in it until the next full collection.
      if (event.type === "turn.started") baseline = new Map();
      if (event.type === "finding.accepted") accepted.add(event.finding);
      if (event.type === "check.completed") takeReceipt(event.receipt);
      if (Conversation.concerns(event)) unread.take(event);
    },
    async finish() {
      const conversation = new Conversation(readStored(blobs));
      for (const { event, resultChars } of unread.events()) await conversation.apply(event, resultChars);
      const { usd, tokens } = costs;
      return {
        state,
        conversation,
        judged: judgedBy(state.verdict),
        accepted,
        baseline: state.turn?.state === "open" ? [...baseline.values()] : [],
        spent: { usd, tokens },
        work: done,
        facts: kept,
        progress: compactions,
      };
    },
  };
}
