import type { TransactionOutcome } from "../contract/sandbox.ts";
import type { Label } from "./change-set.ts";
import type { Root } from "./roots.ts";
import { settleChanges } from "./settle.ts";
import type { Snapshot } from "./snapshot/snapshot.ts";
import type { StoreLayer } from "./store/store.ts";

/** Gaps that are told one by one. */
const MAX_TOLD = 5;

/**
 * What processes write past the layers: jobs, and commands that have no layer. Their changes are known when the last of them has ended,
 * by comparing with a snapshot from before the first; then they are taken out, judged, and committed like all others.
 */
export interface DirectWrites {
  /** Awaited before such a process starts. */
  begin(): Promise<void>;
  /** After it has ended. What is found goes into `outcome`; when others still run, later. */
  end(label: Label, outcome: TransactionOutcome): Promise<void>;
  /** What a transaction has committed meanwhile, which is none of theirs. */
  adopt(root: Root, paths: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

interface Watched {
  root: Root;
  snapshot: Snapshot;
  layer: StoreLayer;
}

export function watchDirectWrites(roots: readonly Root[], { maxDeletions }: { maxDeletions: number }): DirectWrites {
  let watched: Promise<Watched[]> | undefined;
  let running = 0;

  return {
    async begin() {
      running++;
      if (running > 1) return void (await watched);
      watched ??= Promise.all(roots.map(open));
      for (const { snapshot } of await watched) await snapshot.take();
    },

    async end(label, outcome) {
      running--;
      if (running > 0) {
        outcome.complete = false;
        return;
      }
      for (const one of (await watched) ?? []) await commitWritten(one, { label, outcome, maxDeletions });
    },

    async adopt(root, paths) {
      if (running === 0 || paths.length === 0) return;
      const found = (await watched)?.find((one) => one.root === root);
      await found?.snapshot.adopt(paths);
    },

    async close() {
      for (const { snapshot, layer, root } of (await watched) ?? []) {
        await snapshot.close();
        root.store.discard(layer);
      }
      watched = undefined;
    },
  };
}

async function open(root: Root): Promise<Watched> {
  const { openSnapshot } = await import("./snapshot/snapshot.ts");
  const { store, path } = root;
  const layer = store.layer();
  const snapshot = openSnapshot({
    root: path,
    folder: `${layer.upper}/snapshot`,
    links: `${store.folder}/links`,
    ...(store.insideRoot && { exclude: [".fettle/undo"] }),
  });
  return { root, snapshot, layer };
}

interface Written {
  label: Label;
  outcome: TransactionOutcome;
  maxDeletions: number;
}

async function commitWritten({ root, snapshot }: Watched, { label, outcome, maxDeletions }: Written): Promise<void> {
  const [{ revertChanges }, { loadSetMtime }] = await Promise.all([import("./snapshot/revert.ts"), import("./snapshot/mtime.ts")]);
  const comparison = await snapshot.compare();
  const { changes, gaps, complete } = comparison;
  outcome.complete &&= complete;
  for (const { path, reason } of gaps.slice(0, MAX_TOLD)) outcome.notes.push(`no undo for ${root.name(path)}: ${reason}`);
  if (gaps.length > MAX_TOLD) outcome.notes.push(`no undo for ${gaps.length - MAX_TOLD} more paths`);
  // What cannot be put back must not be taken away.
  const movable = changes.filter(({ lost }) => !lost);
  if (movable.length === 0) return comparison.release();

  const layer = root.store.layer();
  try {
    const paths = movable.map(({ path }) => path);
    const { moved, failed } = revertChanges(movable, paths, { root: root.path, to: layer.upper, setMtime: await loadSetMtime() });
    for (const { path, reason } of failed) outcome.notes.push(`${root.name(path)}: ${reason}`);
    await settleChanges(moved, { root, label, since: undefined, maxDeletions, outcome });
    await snapshot.adopt(paths);
  } finally {
    comparison.release();
    root.store.discard(layer);
  }
}
