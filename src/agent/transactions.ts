import type { Change, EventBody } from "../contract/event.ts";
import type { TransactionOutcome } from "../contract/sandbox.ts";
import type { ThreadBlobs } from "../log/blobs.ts";
import type { Recorder } from "./recorder.ts";
import type { Transacted } from "./world.ts";

/** Changes that stand in a line of the log. */
const LISTED_CHANGES = 100;

/** What a transaction did, in the words of the log; a long list as a blob. */
export function toTransacted(outcome: TransactionOutcome, blobs: Pick<ThreadBlobs, "put">): Transacted {
  const { changes, checkpoints, connections, held, quarantine, complete } = outcome;
  return {
    ...((changes.length > 0 || !complete) && {
      committed: { checkpoints, ...listChanges(changes, blobs), ...(!complete && { complete: false as const }) },
    }),
    ...(connections.length > 0 && { connections }),
    ...(held.length > 0 && { quarantined: { quarantine, held } }),
  };
}

export function listChanges(
  changes: readonly Change[],
  blobs: Pick<ThreadBlobs, "put">,
): Pick<EventBody<"transaction.committed">, "changes" | "total" | "all"> {
  const total = changes.length;
  if (total <= LISTED_CHANGES) return { changes: [...changes], total };
  return { changes: changes.slice(0, LISTED_CHANGES), total, all: blobs.put(JSON.stringify(changes)) };
}

export function recordTransaction(recorder: Recorder, item: string, { committed, quarantined, connections = [] }: Transacted): void {
  for (const connection of connections) recorder.record({ type: "connection.judged", item, ...connection });
  if (committed !== undefined) {
    const { checkpoints, changes, total, all, complete } = committed;
    recorder.record({
      type: "transaction.committed",
      item,
      checkpoints,
      changes,
      total,
      ...(all !== undefined && { all }),
      ...(complete !== undefined && { complete }),
    });
  }
  if (quarantined !== undefined) {
    const { quarantine, held } = quarantined;
    recorder.record({ type: "transaction.quarantined", item, quarantine, held });
  }
}
