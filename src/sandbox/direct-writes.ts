import { join } from "node:path";
import type { PathBans, TransactionOutcome } from "../contract/sandbox.ts";
import type { Hold, Label, PendingChange } from "./change-set.ts";
import { describeChange } from "./describe.ts";
import type { Root } from "./roots.ts";
import type { RecordedChange } from "./snapshot/recorded-change.ts";
import type { Snapshot } from "./snapshot/snapshot.ts";
import type { StoreLayer } from "./store/store.ts";

/** Gaps that are told one by one. */
const MAX_TOLD = 5;

/**
 * What processes write past the layers: jobs, and commands that have no layer. Their changes are known when the last of them has ended,
 * by comparing with a snapshot from before the first. They are in place already: what the gate does not pass is taken out again,
 * the rest becomes a checkpoint.
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

/** What the gate goes by. */
interface GateLimits {
  maxDeletions: number;
  bans: PathBans | undefined;
}

export function watchDirectWrites(roots: readonly Root[], limits: GateLimits): DirectWrites {
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
      for (const one of (await watched) ?? []) await commitWritten(one, { label, outcome, limits });
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
  limits: GateLimits;
}

async function commitWritten({ root, snapshot }: Watched, { label, outcome, limits }: Written): Promise<void> {
  const { store, files, name } = root;
  const comparison = await snapshot.compare();
  const { changes, gaps, complete } = comparison;
  outcome.complete &&= complete;
  for (const { path, reason } of gaps.slice(0, MAX_TOLD)) outcome.notes.push(`no undo for ${name(path)}: ${reason}`);
  if (gaps.length > MAX_TOLD) outcome.notes.push(`no undo for ${gaps.length - MAX_TOLD} more paths`);
  if (changes.length === 0) return comparison.release();

  const { judgeChanges } = await import("./gate/judge.ts");
  const { holds } = await judgeChanges(
    changes.map((change) => toPending(change, root.path)),
    { root: root.path, ...limits },
  );
  const rest = holds.length === 0 ? changes : await takeOut({ root, snapshot }, { changes, holds, label, outcome });
  for (const change of rest) {
    const words = await describeChange(toPending(change, root.path), { files, name, beforeAt: change.preimage });
    if (words !== undefined) outcome.changes.push(words);
  }
  const { checkpoint } = await store.record(rest, label);
  if (checkpoint !== undefined) outcome.checkpoints.push(checkpoint);
  // Not when something failed: the pre-images are then the only copies of what was there.
  comparison.release();
}

/** As it would be if it were not in place yet. */
function toPending({ path, before, after, entries }: Omit<RecordedChange, "preimage" | "lost">, root: string): PendingChange {
  const isFolderBoth = before?.type === "directory" && after?.type === "directory";
  return { path, before, after, entries, staged: after === null || isFolderBoth ? null : join(root, path) };
}

interface TakeOut {
  changes: readonly RecordedChange[];
  holds: readonly Hold[];
  label: Label;
  outcome: TransactionOutcome;
}

/** Puts back what was there before, and what came into its place into quarantine. Returns the changes that stay. */
async function takeOut({ root, snapshot }: Pick<Watched, "root" | "snapshot">, { changes, holds, label, outcome }: TakeOut) {
  const layer = root.store.layer();
  try {
    const paths = holds.map(({ path }) => path);
    const { moved, rest, failed } = await snapshot.revert(changes, paths, { to: layer.upper });
    for (const { path, reason } of failed) outcome.notes.push(`${root.name(path)}: ${reason}`);
    if (moved.length > 0) outcome.quarantine.push((await root.store.hold(moved, holds, label)).id);
    outcome.held.push(...holds.map((hold) => ({ ...hold, path: root.name(hold.path) })));
    return rest;
  } finally {
    root.store.discard(layer);
  }
}
