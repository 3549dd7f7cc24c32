import type { EntryState } from "../change-set.ts";
import type { Gap } from "./entry.ts";

/**
 * One path that changed while a command wrote directly into a root; the counterpart of a `PendingChange`, with what is a change of its own
 * decided in the same way. `after` is in place already.
 */
export interface RecordedChange {
  path: string;
  before: EntryState | null;
  after: EntryState | null;
  /**
   * Absolute path of what was there, with its mode, owner and time, on the root's own file system, to be renamed away by whoever keeps it.
   * Null when nothing was there, when only mode, owner or time of a folder changed, and when it was not kept.
   */
  preimage: string | null;
  /** An undo cannot bring back what was there, or not all of it; `gaps` says what and why. */
  lost: boolean;
  /** How many entries came with a new folder, or went with a deleted one. */
  entries: number;
}

export interface Comparison {
  changes: RecordedChange[];
  /** What changed, or may have, and cannot be brought back. */
  gaps: Gap[];
  /** No gaps: everything that happened is known and can be undone. */
  complete: boolean;
  /** Somebody else may have made some of the changes: whose they are cannot be told while a command writes directly. */
  shared: true;
  /** Deletes the pre-images that nobody took. */
  release(): void;
}
