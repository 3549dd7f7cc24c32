/** What a thread has done to the text files of its workspace, told by the undo store. */
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { EntryState } from "../sandbox/change-set.ts";
import { stateAt } from "../sandbox/store/state.ts";
import type { Checkpoint, DetailedChange, Store } from "../sandbox/store/store.ts";
import type { FileChange } from "../verify/tampering/work.ts";
import { entriesBelow } from "./entries-below.ts";

export interface ThreadChanges {
  changes: FileChange[];
  /** Paths whose version from before is not kept any more: what was changed in them, nobody can tell. */
  unknown: string[];
}

/** Larger files are no text that somebody wrote. */
const MAX_BYTES = 1024 * 1024;
/** Of a folder that went. */
const MAX_FILES = 5000;

/** Where a file's version from before the thread is: null where there was none. */
interface Base {
  at: string | null;
  /** It is not kept any more. */
  lost?: true;
  /** What the thread left, undefined when that is not known, and in which turn. */
  after: EntryState | null | undefined;
  turn: number;
}

/**
 * Each file that the thread changed, as it was before its first change and as it is now. What somebody else has changed since the
 * thread's own changes is where it begins anew.
 */
export function readThreadChanges(
  store: Store,
  { checkpoints, turn, counts }: { checkpoints: readonly Checkpoint[]; turn: number; counts(path: string): boolean },
): ThreadChanges {
  const bases = new Map<string, Base>();
  const made: string[] = [];
  for (const { id, label } of checkpoints) {
    for (const change of store.show(id)) if (!change.undone) take(change, { bases, made, turn: label.turn });
  }
  const changes: FileChange[] = [];
  const unknown: string[] = [];
  for (const [path, base] of bases) {
    const after = readText(join(store.root, path));
    if (after !== undefined && !counts(path)) continue;
    // Somebody has gone on with it since, and answers for it.
    if (base.turn < turn && !isSameFile(base.after, stateAt(join(store.root, path)))) continue;
    if (base.lost === true) {
      unknown.push(path);
      continue;
    }
    const before = base.at === null ? undefined : readText(base.at);
    if (before !== after) changes.push({ path, before, after });
  }
  for (const folder of made) {
    for (const path of filesBelow(join(store.root, folder)).map((name) => `${folder}/${name}`)) {
      const after = bases.has(path) || !counts(path) ? undefined : readText(join(store.root, path));
      if (after !== undefined) changes.push({ path, before: undefined, after });
    }
  }
  return { changes, unknown };
}

function take(
  { path, before, after, beforeAt }: DetailedChange,
  { bases, made, turn }: { bases: Map<string, Base>; made: string[]; turn: number },
): void {
  if (made.some((folder) => path.startsWith(`${folder}/`))) return;
  if (before?.type === "directory") {
    if (after?.type === "directory") return;
    const files = beforeAt === null ? [] : filesBelow(beforeAt);
    for (const name of files) {
      const inner = `${path}/${name}`;
      bases.set(inner, { ...(bases.get(inner) ?? { at: join(beforeAt!, name) }), after: null, turn });
    }
  }
  if (after?.type === "directory") {
    made.push(path);
    for (const [inner, base] of bases) if (inner.startsWith(`${path}/`)) base.after = undefined;
  }
  if (before?.type !== "file" && after?.type !== "file") return;
  const known = bases.get(path);
  if (known !== undefined && (known.lost === true || isSameFile(known.after, before))) Object.assign(known, { after, turn });
  else if (before?.type === "file" && beforeAt === null) bases.set(path, { at: null, lost: true, after, turn });
  else bases.set(path, { at: before?.type === "file" ? beforeAt : null, after, turn });
}

/** Its times may be others: that is no change of what is in it. */
function isSameFile(a: EntryState | null | undefined, b: EntryState | null): boolean {
  if (a === undefined) return true;
  if (a === null || b === null) return a === b;
  return a.type === b.type && a.size === b.size && a.ino === b.ino;
}

function filesBelow(folder: string): string[] {
  return entriesBelow(folder, (entry) => entry.isFile()).slice(0, MAX_FILES);
}

/** Undefined when there is none. */
function readText(path: string): string | undefined {
  try {
    const stats = statSync(path);
    if (!stats.isFile() || stats.size > MAX_BYTES) return undefined;
    const content = readFileSync(path);
    return content.includes(0) ? undefined : content.toString("utf8");
  } catch {
    return undefined;
  }
}
