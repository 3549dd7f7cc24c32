import type { Process } from "../contract/backend.ts";
import type { TransactionOutcome } from "../contract/sandbox.ts";
import type { Label } from "./change-set.ts";
import type { DirectWrites } from "./direct-writes.ts";
import { emptyOutcome, moveOutcome } from "./outcome.ts";

/** Commits what jobs wrote once they have ended: with the transaction that is at work then, or by itself. */
export interface JobWrites {
  /** Starts a job that writes to the roots. */
  start(label: Label, launch: () => Promise<Process>): Promise<Process>;
  /** Adds what jobs have written that ended meanwhile. Only when nothing else commits. */
  settle(outcome: TransactionOutcome): Promise<void>;
  /** Resolves when the writes of all jobs that have ended are committed. */
  idle(): Promise<void>;
}

/** `exclusively` keeps commits from meeting each other. */
export function watchJobs(direct: DirectWrites, exclusively: (act: () => Promise<void>) => Promise<void>): JobWrites {
  const ended: Label[] = [];
  const untold = emptyOutcome();
  const committing = new Set<Promise<void>>();

  async function commitEnded(outcome: TransactionOutcome): Promise<void> {
    for (let label = ended.shift(); label !== undefined; label = ended.shift()) await direct.end(label, outcome);
  }

  return {
    async start(label, launch) {
      await direct.begin();
      let process: Process;
      try {
        process = await launch();
      } catch (error) {
        await direct.end(label, untold);
        throw error;
      }
      const done = process.ended.then(() => {
        ended.push(label);
        return exclusively(() => commitEnded(untold));
      });
      committing.add(done);
      void done.finally(() => committing.delete(done)).catch(() => {});
      return process;
    },

    async settle(outcome) {
      await commitEnded(outcome);
      moveOutcome(untold, outcome);
    },

    async idle() {
      await Promise.all(committing);
    },
  };
}
