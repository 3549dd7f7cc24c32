import type { PendingChange } from "../change-set.ts";
import type { Missed } from "./steps.ts";
import type { Conflict } from "./store.ts";

export function toConflict({ step, reason }: Missed): Conflict {
  return { path: step.path, reason };
}

/** The changes that were made. */
export function without(changes: readonly PendingChange[], missed: readonly Missed[]): PendingChange[] {
  const paths = new Set(missed.map(({ step }) => step.path));
  return changes.filter(({ path }) => !paths.has(path));
}
