import type { TransactionOutcome } from "../contract/sandbox.ts";

export function emptyOutcome(): TransactionOutcome {
  return { changes: [], checkpoints: [], connections: [], held: [], quarantine: [], complete: true, notes: [] };
}

/** Moves what stands in `from` to `to`. */
export function moveOutcome(from: TransactionOutcome, to: TransactionOutcome): void {
  to.changes.push(...from.changes.splice(0));
  to.checkpoints.push(...from.checkpoints.splice(0));
  to.connections.push(...from.connections.splice(0));
  to.held.push(...from.held.splice(0));
  to.quarantine.push(...from.quarantine.splice(0));
  to.notes.push(...from.notes.splice(0));
  to.complete &&= from.complete;
  from.complete = true;
}
