import type { PathBans, TransactionOutcome } from "../contract/sandbox.ts";
import type { Label, PendingChange } from "./change-set.ts";
import { describeChange } from "./describe.ts";
import type { Root } from "./roots.ts";
import { splitHeld } from "./split-held.ts";

export interface Settlement {
  root: Root;
  label: Label;
  /** Of the layer that the changes lie in; without it, paths must be as the changes say that they were. */
  since: bigint | undefined;
  maxDeletions: number;
  bans: PathBans | undefined;
  /** Added to. */
  outcome: TransactionOutcome;
}

/** Judges changes and commits what passes; the rest goes to quarantine. Afterwards the layer may be discarded. Returns what was committed. */
export async function settleChanges(pending: readonly PendingChange[], settlement: Settlement): Promise<string[]> {
  if (pending.length === 0) return [];
  const { root, label, since, maxDeletions, bans, outcome } = settlement;
  const { store, files, name } = root;
  const { judgeChanges } = await import("./gate/judge.ts");
  const { holds } = await judgeChanges(pending, { root: root.path, maxDeletions, bans });
  const { held, rest } = splitHeld(pending, holds);
  if (holds.length > 0) {
    const { id } = await store.hold(held, holds, label);
    outcome.quarantine.push(id);
    outcome.held.push(...holds.map((hold) => ({ ...hold, path: name(hold.path) })));
  }

  const described = new Map<string, NonNullable<Awaited<ReturnType<typeof describeChange>>>>();
  for (const change of rest) {
    const words = await describeChange(change, { files, name });
    if (words !== undefined) described.set(change.path, words);
  }
  const { checkpoint, changes, conflicts, quarantine } = await store.commit(rest, { label, ...(since !== undefined && { since }) });
  if (checkpoint !== undefined) outcome.checkpoints.push(checkpoint);
  for (const { path } of changes) {
    const words = described.get(path);
    if (words !== undefined) outcome.changes.push(words);
  }
  outcome.held.push(...conflicts.map(({ path, reason }) => ({ path: name(path), rule: "conflict", reason })));
  if (quarantine !== undefined) outcome.quarantine.push(quarantine);
  return changes.map(({ path }) => path);
}
