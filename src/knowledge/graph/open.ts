import { mkdirSync, realpathSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openDerived } from "../../lib/derived-database.ts";
import { sha256 } from "../../lib/hash.ts";
import { type Lock, takeLock } from "../../lib/process-lock.ts";
import { refuseTooBroad } from "../walk/too-broad.ts";
import type { Graph, UpdateProgress, UpdateReport } from "./graph.ts";
import { IndexerThread } from "./indexer-thread.ts";
import { GraphReader } from "./reader.ts";
import { schema, VERSION } from "./schema.ts";

export interface OpenOptions {
  workspace: string;
  /** Where Fettle keeps its state; the index lies in `index/` there, in a folder for each workspace. */
  home: string;
  /** Ends updates. */
  signal?: AbortSignal;
  onProgress?(progress: UpdateProgress): void;
  /** Further files are left out, and the index says so. */
  maxFiles?: number;
}

const MAX_FILES = 1_000_000;

/**
 * Opens the index of a workspace, or makes an empty one; nothing is indexed before the first `update`.
 * Throws `workspace.missing` for a folder that is too broad to be one project: a home folder, the root.
 */
export function openGraph({ workspace, home, signal, onProgress, maxFiles = MAX_FILES }: OpenOptions): Graph {
  const root = realpathSync(workspace);
  mkdirSync(home, { recursive: true, mode: 0o700 });
  refuseTooBroad(root, { home: realpathSync(home) });
  const folder = join(resolve(home), "index", sha256(root).slice(0, 16));
  const file = join(folder, "graph.db");
  const open = () => openDerived({ file, version: VERSION, schema });
  const reader = new GraphReader({ file, open });
  const thread = new IndexerThread({ workspace: root, file, maxFiles });
  const closing = new AbortController();
  const stop = AbortSignal.any([closing.signal, ...(signal === undefined ? [] : [signal])]);
  let last: Promise<unknown> = Promise.resolve();

  async function update(paths?: readonly string[]): Promise<UpdateReport> {
    // It may have been deleted since the last one.
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const lock = await takeTurn(join(folder, "update.lock"), stop);
    try {
      return await thread.update({ paths, signal: stop, onProgress: onProgress ?? (() => {}) });
    } finally {
      lock.release();
    }
  }

  return {
    workspace: root,
    reader,
    get state() {
      const state = reader.meta("state");
      return state === "complete" || state === "partial" ? state : "empty";
    },
    update(paths) {
      const own = last.then(() => update(paths));
      last = own.catch(() => {});
      return own;
    },
    async close() {
      closing.abort(new Error("the graph was closed"));
      await last;
      await thread.close();
      reader.close();
    },
  };
}

const TURN_MS = 20;

/** Waits until no other process updates this index; one that has died is no obstacle. */
async function takeTurn(path: string, signal: AbortSignal): Promise<Lock> {
  for (;;) {
    signal.throwIfAborted();
    const lock = takeLock(path);
    if ("release" in lock) return lock;
    await sleep(TURN_MS, undefined, { signal }).catch(() => {});
  }
}
