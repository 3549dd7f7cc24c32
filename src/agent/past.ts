import type { Event, Receipt } from "../contract/event.ts";
import { Conversation } from "../context/conversation.ts";
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
  /** Ids of findings that a person lets stand. */
  accepted: ReadonlySet<string>;
  spent: Spent;
  work: Work;
}

export interface ReadPast {
  /** In the order of the log. */
  take(event: Event): void;
  /** Rejects with the first thing that could not be read. */
  finish(): Promise<Past>;
}

/** Everything that is folded when a thread is opened again, in one pass over its events. */
export function readPast(blobs: ThreadBlobs): ReadPast {
  const conversation = new Conversation(readStored(blobs));
  const accepted = new Set<string>();
  let baseline = new Map<string, Receipt>();
  let state = threadState.start();
  let costs = spent.start();
  let done = work.start();
  let folding: Promise<void> = Promise.resolve();
  return {
    take(event) {
      state = threadState.step(state, event);
      costs = spent.step(costs, event);
      done = work.step(done, event);
      // A new map: a cleared one would keep what was in it until the next full collection.
      if (event.type === "turn.started") baseline = new Map();
      if (event.type === "finding.accepted") accepted.add(event.finding);
      if (event.type === "check.completed" && event.receipt.phase === "baseline") baseline.set(event.receipt.check, event.receipt);
      if (!Conversation.concerns(event)) return;
      folding = folding.then(() => conversation.apply(event));
      // Who reads is told by `finish`, which may be long after.
      folding.catch(() => {});
    },
    async finish() {
      await folding;
      const { usd, tokens } = costs;
      return {
        state,
        conversation,
        accepted,
        baseline: state.turn?.state === "open" ? [...baseline.values()] : [],
        spent: { usd, tokens },
        work: done,
      };
    },
  };
}
