import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { FettleError } from "../../contract/error.ts";
import { takeLock } from "../../lib/process-lock.ts";
import { toStoreError } from "./failure.ts";
import type { Site } from "./site.ts";

/** Another process holds the lock for a few milliseconds; one that is stopped holds it for ever. */
const WAIT_MS = 20_000;
const PAUSE_MS = 2;

/**
 * Does something while no other process changes the store. What is done does not wait for anything, so this process holds the lock
 * only while nothing else of it runs. Rejects with `store.busy` when the holder does not let go.
 */
export async function withLock<T>(site: Pick<Site, "folder">, act: () => T): Promise<T> {
  const path = join(site.folder, "lock");
  const until = performance.now() + WAIT_MS;
  for (;;) {
    const lock = take(path);
    if ("release" in lock) {
      try {
        return act();
      } finally {
        lock.release();
      }
    }
    if (performance.now() > until) {
      throw new FettleError("store.busy", `Process ${lock.holder.pid} has been committing for ${WAIT_MS / 1000} seconds.`, {
        at: path,
        hint: `See whether process ${lock.holder.pid} is stopped, and let it go on or end it.`,
      });
    }
    await sleep(PAUSE_MS);
  }
}

/** Even a lock needs a little room on the disk. */
function take(path: string): ReturnType<typeof takeLock> {
  try {
    return takeLock(path);
  } catch (error) {
    throw toStoreError(error, path);
  }
}
