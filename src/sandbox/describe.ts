import { createHash } from "node:crypto";
import { closeSync, constants, openSync, readSync } from "node:fs";
import type { Change } from "../contract/event.ts";
import type { EntryState, PendingChange } from "./change-set.ts";
import type { WorkspaceFiles } from "./files.ts";
import { toPathBytes } from "./path-bytes.ts";
import { errorCode } from "./pin.ts";
import type { DetailedChange } from "./store/store.ts";

const WINDOW_BYTES = 1024 * 1024;
/** Larger files are named, not hashed: a change of a gigabyte must not cost its reading twice. */
const MAX_HASHED_BYTES = 64 * 1024 * 1024;

export interface DescribeOptions {
  /** Of the root that the change is in. */
  files: WorkspaceFiles;
  /** How people and the log name a path of this root. */
  name(path: string): string;
  /** Where the version from before lies, when it is not in its place any more. */
  beforeAt?: string | null;
}

/** A change in the words of the log; to be called before it is committed. Undefined for a folder whose mode or time alone changes. */
export async function describeChange(change: PendingChange, { files, name, beforeAt }: DescribeOptions): Promise<Change | undefined> {
  const { path, before, after, staged, entries } = change;
  const entry = after ?? before;
  if (entry === null || (before?.type === "directory" && after?.type === "directory" && staged === null)) return undefined;
  const hashes = {
    before: beforeAt === undefined ? await hashBefore(path, before, files) : hashAt(beforeAt, before),
    after: hashAt(staged, after),
  };
  const isTouch = hashes.before !== null && hashes.before === hashes.after && before?.mode === after?.mode && before?.type === after?.type;
  return isTouch ? undefined : toChange({ path: name(path), before, after, entries }, hashes);
}

/** A change that a store has kept both sides of. */
export function describeKept({ path, before, after, entries, beforeAt, afterAt }: DetailedChange, name: (path: string) => string): Change {
  return toChange({ path: name(path), before, after, entries }, { before: hashAt(beforeAt, before), after: hashAt(afterAt, after) });
}

/** A change in the words of the log, with hashes that are known. */
export function toChange(
  { path, before, after, entries }: Pick<PendingChange, "path" | "before" | "after" | "entries">,
  hashes: Pick<Change, "before" | "after">,
): Change {
  const { type } = after ?? before ?? { type: "file" };
  return {
    path,
    change: before === null ? "added" : after === null ? "deleted" : "modified",
    ...(type !== "file" && { type }),
    ...(type === "directory" && { entries }),
    ...hashes,
  };
}

async function hashBefore(path: string, state: EntryState | null, files: WorkspaceFiles): Promise<string | null> {
  const target = linkHash(state);
  if (target !== undefined || !isHashed(state)) return target ?? null;
  const hash = createHash("sha256");
  try {
    for (let offset = 0; ;) {
      const piece = await files.read(path, { offset, maxBytes: WINDOW_BYTES });
      if (piece.length === 0) return hash.digest("hex");
      hash.update(piece);
      offset += piece.length;
    }
  } catch (error) {
    if (errorCode(error) === "EACCES") return null; // Its mode keeps its own owner out: it can still be moved, and so be undone.
    throw error;
  }
}

/** Of what lies at an absolute path; null when it is not to be had. */
function hashAt(path: string | null, state: EntryState | null): string | null {
  const target = linkHash(state);
  if (target !== undefined || !isHashed(state) || path === null) return target ?? null;
  const file = openReadable(path);
  if (file === undefined) return null;
  try {
    const hash = createHash("sha256");
    const window = Buffer.allocUnsafe(Math.max(1, Math.min(WINDOW_BYTES, state?.size ?? WINDOW_BYTES)));
    for (let length = readSync(file, window); length > 0; length = readSync(file, window)) hash.update(window.subarray(0, length));
    return hash.digest("hex");
  } finally {
    closeSync(file);
  }
}

/** Undefined when its mode keeps its own owner out. */
function openReadable(path: string): number | undefined {
  try {
    return openSync(toPathBytes(path), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    if (errorCode(error) === "EACCES") return undefined;
    throw error;
  }
}

function linkHash(state: EntryState | null): string | undefined {
  if (state?.type !== "symlink") return undefined;
  return createHash("sha256")
    .update(state.target ?? "")
    .digest("hex");
}

function isHashed(state: EntryState | null): boolean {
  return state?.type === "file" && state.size <= MAX_HASHED_BYTES;
}
