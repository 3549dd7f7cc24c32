import { FettleError } from "../../contract/error.ts";
import { resolveThread, threadIds } from "../../log/threads.ts";

/** The thread a person means: the beginning of its id, or `last` for the newest. No id begins so: ids have no letter l. */
export function namedThread(home: string, name: string): string {
  if (name !== "last") return resolveThread(home, name);
  const [newest] = threadIds(home);
  if (newest === undefined) throw new FettleError("thread.missing", "There are no threads yet.", { hint: 'Begin one: fettle exec "…"' });
  return newest;
}
