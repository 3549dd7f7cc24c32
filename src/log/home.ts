/**
 * Where everything of a thread lies. Folders are 0700, files 0600.
 *
 * ```
 * HOME/reserve                      8 MiB to let go of when the disk is full
 * HOME/keys/log.key                 Ed25519 private key (PKCS#8 PEM) that signs checkpoints
 * HOME/threads/ID/events-0001.jsonl the log, in segments of at most 64 MiB
 * HOME/threads/ID/checkpoint        signed root over the lines up to the last turn's end
 * HOME/threads/ID/blobs/HASH.zst    texts and images too long for a line
 * HOME/threads/ID/lock              who writes, while somebody does
 * ```
 */
import { join } from "node:path";
import { FettleError } from "../contract/error.ts";
import { isThreadId } from "./thread-id.ts";

export const DIR_MODE = 0o700;
export const FILE_MODE = 0o600;

export function threadsDir(home: string): string {
  return join(home, "threads");
}

export interface ThreadPaths {
  dir: string;
  checkpoint: string;
  blobs: string;
  lock: string;
}

/** Throws `thread.missing` for what cannot be an id, so that no text leads out of the folder of threads. */
export function threadPaths(home: string, thread: string): ThreadPaths {
  if (!isThreadId(thread))
    throw new FettleError("thread.missing", `${thread} is not the id of a thread.`, {
      at: threadsDir(home),
      hint: "`fettle threads` lists those that are there.",
    });
  const dir = join(threadsDir(home), thread);
  return { dir, checkpoint: join(dir, "checkpoint"), blobs: join(dir, "blobs"), lock: join(dir, "lock") };
}

export function reservePath(home: string): string {
  return join(home, "reserve");
}

export function signingKeyPath(home: string): string {
  return join(home, "keys", "log.key");
}
