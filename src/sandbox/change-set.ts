/**
 * What a transaction would change below one writable root, before it does: the language of collector, gate and store.
 * Names are bytes written as strings by `path-bytes.ts`; paths are relative to the root, with `/`.
 */

export type EntryType = "file" | "directory" | "symlink" | "other";

/** What `lstat` says of one entry, as exactly as a file system keeps it. */
export interface EntryState {
  type: EntryType;
  /** Permission bits with set-uid, set-gid and sticky: `mode & 0o7777`. */
  mode: number;
  uid: number;
  gid: number;
  /** Bytes; 0 for what is no file. */
  size: number;
  mtimeNs: bigint;
  ino: bigint;
  /** Of a symlink. */
  target?: string;
}

/**
 * One path that would change. A folder that is new, or gone, or replaced is one change with everything in it (`entries` of them, itself included);
 * a folder that is there before and after changes only in its mode or time, and what happens in it are changes of their own.
 */
export interface PendingChange {
  path: string;
  before: EntryState | null;
  after: EntryState | null;
  /** Absolute path of what is to be renamed into place, on the root's own file system. Null when something goes, or only mode or time change. */
  staged: string | null;
  /** How many entries come with a new folder, or go with a deleted one. */
  entries: number;
  /** Of a folder that goes: the latest ctime of anything in it, and the bytes of its files. */
  gone?: { changedNs: bigint; bytes: number };
}

/** Why the gate holds a change back. */
export interface Hold {
  /** Path of the change it is about, or of an entry inside of it. */
  path: string;
  /** Name of the gate's rule, such as `git-hook`; `conflict` when somebody else changed the path meanwhile. */
  rule: string;
  /** One sentence for people. */
  reason: string;
}

/** Who asked for a transaction. */
export interface Label {
  thread: string;
  /** Id of the call, repair or check; of a person's own command such as `undo`. */
  item: string;
  turn: number;
  /** One line for people: `shell: npm ci`. */
  title: string;
}
