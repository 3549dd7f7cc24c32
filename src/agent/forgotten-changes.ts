import { readEvents } from "../log/events.ts";
import type { Store } from "../sandbox/store/store.ts";

/**
 * Paths of files that a thread has changed or deleted in commits which the undo store has given up since, for want of space: what was in
 * them before, nobody can tell any more, and without the log nobody would know that there was something to tell.
 */
export async function forgottenPaths(
  store: Pick<Store, "checkpoints">,
  { home, thread }: { home: string; thread: string },
): Promise<string[]> {
  const kept = new Set(store.checkpoints().map(({ id }) => id));
  const forgotten = new Set<string>();
  // Damage is told when the log is opened.
  for await (const event of readEvents(home, thread, { onSkipped: () => {} })) {
    if (event.type !== "transaction.committed" || event.checkpoints.every((id) => kept.has(id))) continue;
    // What is new in the workspace had nothing in it before.
    for (const { path, type, before } of event.changes) if (type === undefined && before !== null) forgotten.add(path);
  }
  return [...forgotten];
}
