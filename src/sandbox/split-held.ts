import { isInside } from "../lib/path.ts";
import type { Hold, PendingChange } from "./change-set.ts";
import { stateAt } from "./store/state.ts";

/**
 * What the gate holds back apart from the rest. Of a new folder only the held entries stay out; a deletion or a replacement
 * that takes something with it that must stay is held as a whole.
 */
export function splitHeld(pending: readonly PendingChange[], holds: readonly Hold[]): { held: PendingChange[]; rest: PendingChange[] } {
  const held: PendingChange[] = [];
  const rest: PendingChange[] = [];
  for (const change of pending) {
    const inner = holds.filter(({ path }) => path !== change.path && isWithin(path, change.path));
    const whole = holds.some(({ path }) => isWithin(change.path, path)) || (inner.length > 0 && change.before !== null);
    if (whole) held.push(change);
    else rest.push(change);
    if (whole || change.staged === null) continue;
    for (const { path } of inner) held.push(takeOut(change.staged, path, change.path));
  }
  return { held, rest };
}

/** An entry of a staged folder as a change of its own. */
function takeOut(folder: string, path: string, above: string): PendingChange {
  const staged = `${folder}/${path.slice(above.length + 1)}`;
  return { path, before: null, after: stateAt(staged), staged, entries: 1 };
}

function isWithin(path: string, folder: string): boolean {
  return folder === "." || isInside(`/${path}`, `/${folder}`);
}
