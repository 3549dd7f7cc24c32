import { ancestorsOf } from "../log/ancestors.ts";
import { readEvents } from "../log/events.ts";
import type { Checkpoint, Store } from "../sandbox/store/store.ts";

/** The checkpoints of a thread's work, oldest first: its own, and those of the threads it branches off, up to where it does. */
export async function workCheckpoints(
  store: Pick<Store, "checkpoints">,
  { home, thread }: { home: string; thread: string },
): Promise<Checkpoint[]> {
  const inherited = (await ancestorsOf(home, thread)).length === 0 ? new Set() : await inheritedBy(thread, home);
  return store.checkpoints().filter(({ id, label, state }) => state === "done" && (label.thread === thread || inherited.has(id)));
}

async function inheritedBy(thread: string, home: string): Promise<Set<string>> {
  const ids = new Set<string>();
  // Damage is told when the log is opened.
  for await (const event of readEvents(home, thread, { onSkipped: () => {} }))
    if (event.type === "transaction.committed") for (const id of event.checkpoints) ids.add(id);
  return ids;
}
