import type { EntryState, Hold, Label, PendingChange } from "../change-set.ts";

/**
 * The undo store of one writable root. What is committed can be undone, and the undo undone, until the quota takes it.
 * All paths of changes are relative to the root, `.` is the root itself; names as in `path-bytes.ts`.
 * Several processes may use one store at the same time.
 */
export interface Store {
  /** Real path. */
  root: string;
  /** Where the store lies; on the root's own mount. */
  folder: string;
  /** The store lies below the root: commands must not see it. */
  insideRoot: boolean;
  /** Makes empty folders for one transaction. */
  layer(): StoreLayer;
  /** Removes a layer and what is left in it; what is slow about that happens later. */
  discard(layer: StoreLayer): void;
  /** What a layer would change. */
  collect(layer: StoreLayer, options: CollectOptions): PendingChange[];
  /**
   * Moves changes into the root: all that have no conflict, or none when it throws (`store.disk`, `store.busy`, `store.failed`).
   * Resolves when that survives a power cut. The new version of a path in conflict goes to quarantine.
   */
  commit(pending: readonly PendingChange[], options: CommitOptions): Promise<Commit>;
  /** Keeps what was there before changes that are in place already, so that they can be undone. Throws as `commit` does. */
  record(changes: readonly RecordedChange[], label: Label): Promise<{ checkpoint: string | undefined }>;
  /** Puts changes into quarantine. The layer they are in may then be discarded. */
  hold(pending: readonly PendingChange[], holds: readonly Hold[], label: Label): Promise<Held>;
  /** Oldest first. */
  held(): Held[];
  /** Rejects with `store.missing`, as do the next two. */
  heldShow(id: string): HeldDetails;
  /** Commits what is held, all of it or some of its paths; what has a conflict by now stays held. */
  accept(id: string, label: Label, paths?: readonly string[]): Promise<Commit>;
  drop(id: string, paths?: readonly string[]): Promise<void>;
  /** Newest last. */
  checkpoints(): Checkpoint[];
  /** Throws `store.missing`. */
  show(id: string): DetailedChange[];
  /** Takes back what checkpoints changed, as one new checkpoint; leaves what somebody changed since. */
  undo(which: Which, options: UndoOptions): Promise<Undone>;
  /** Takes back undos; without `which` the last one that was not taken back. */
  redo(which: Which | undefined, options: UndoOptions): Promise<Undone>;
  /** A pinned checkpoint is kept whatever the quota. Throws `store.missing`. */
  pin(id: string): void;
  unpin(id: string): void;
  /** Removes what no snapshot needs any more, and the oldest checkpoints until the quota holds. What is held counts, and stays. */
  collectGarbage(): Promise<{ freedBytes: number }>;
}

/** Folders for an overlay over the root. */
export interface StoreLayer {
  id: string;
  upper: string;
  work: string;
  /** What changes in the root after this moment of its file system's clock, somebody else changed. */
  since: bigint;
  /** When `upper` was last changed before the transaction. */
  upperMtimeNs: bigint;
}

export interface CollectOptions {
  /** Absolute path of the merged view. Without it no folder counts as removed and made anew. */
  merged?: string | undefined;
  /** Paths that go although the layer holds no whiteout for them. */
  removed?: readonly string[];
}

export interface CommitOptions {
  label: Label;
  /** Of the layer. Without it, paths must be as `before` says. */
  since?: bigint;
}

/** A change that was made without the store. */
export interface RecordedChange {
  path: string;
  before: EntryState | null;
  after: EntryState | null;
  /** What was there, with mode, owner and time, on the root's mount; it is moved into the store. Null when it was not kept, or is only a folder's mode and time. */
  preimage: string | null;
  entries: number;
}

/** Why a change was not made: its path is not what it was when the transaction began. */
export interface Conflict {
  path: string;
  /** One sentence for people. */
  reason: string;
}

export interface Commit {
  /** Undefined when nothing changed. */
  checkpoint: string | undefined;
  changes: PendingChange[];
  conflicts: Conflict[];
  /** Where the new versions of paths in conflict are. */
  quarantine: string | undefined;
}

export interface Held {
  /** `q1`, `q2` … */
  id: string;
  /** Milliseconds since 1970. */
  at: number;
  label: Label;
  holds: Hold[];
  changes: number;
}

export interface HeldDetails extends Held {
  /** `staged` is where the new version is now. */
  pending: PendingChange[];
}

export interface Checkpoint {
  /** `c1`, `c2` … */
  id: string;
  /** Milliseconds since 1970. */
  at: number;
  label: Label;
  /** `record`: what a command had done already when it became known. */
  kind: "commit" | "record" | "undo" | "redo";
  /** `undone`: nothing of it counts any more. */
  state: "done" | "undone";
  /** Checkpoints it took back. */
  undoes: string[];
  pinned: boolean;
  changes: number;
  /** What it keeps of old content. */
  bytes: number;
}

/** One change of a checkpoint, with where its versions are; null where there is none, or none is kept. */
export interface DetailedChange {
  path: string;
  before: EntryState | null;
  after: EntryState | null;
  entries: number;
  beforeAt: string | null;
  afterAt: string | null;
  undone: boolean;
}

/** Some checkpoints, or all that are newer than one. */
export type Which = { ids: readonly string[] } | { to: string };

export interface UndoOptions {
  label: Label;
  /** Only these: paths (folders with all in them) or glob patterns. */
  paths?: readonly string[];
  /** Finds out what would happen, and does nothing. */
  preview?: boolean;
}

export interface Undone {
  /** Undefined when nothing was to be done, and in a preview. */
  checkpoint: string | undefined;
  /** What changed in the root, in the words of a transaction: `after` is what is there now. */
  changes: PendingChange[];
  conflicts: Conflict[];
}
