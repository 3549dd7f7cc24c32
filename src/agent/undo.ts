/** Taking back, and bringing back, what threads have done to a workspace: a person's command, recorded in the threads it concerns. */
import { existsSync } from "node:fs";
import type { Change, Held } from "../contract/event.ts";
import { openBlobs } from "../log/blobs.ts";
import { threadPaths } from "../log/home.ts";
import type { ThreadLog } from "../log/thread-log.ts";
import { openLog } from "../log/writer.ts";
import { describeKept } from "../sandbox/describe.ts";
import { netChanges } from "../sandbox/net-changes.ts";
import type { Checkpoint, Store, Undone, UndoOptions, Which } from "../sandbox/store/store.ts";
import { listChanges } from "./transactions.ts";

export interface ReturnRequest {
  home: string;
  store: Store;
  kind: "undo" | "redo";
  which: Which | undefined;
  paths?: readonly string[];
}

export interface Returned {
  /** Undefined when nothing was to be done. */
  checkpoint: string | undefined;
  changes: Change[];
  conflicts: Held[];
}

/**
 * Undoes or redoes, and records it in every thread whose changes it concerns, so that their models learn of it.
 * Throws `thread.busy` before anything is touched while one of these threads is at work.
 */
export async function returnWorkspace({ home, store, kind, which, paths }: ReturnRequest): Promise<Returned> {
  const concerned = concernedThreads(store.checkpoints(), { kind, which });
  const logs = await openLogs(home, concerned);
  try {
    const options: UndoOptions = { label: { thread: "", item: "user", turn: 0, title: kind }, ...(paths !== undefined && { paths }) };
    const done = kind === "undo" && which !== undefined ? await store.undo(which, options) : await store.redo(which, options);
    const returned = describe(store, done);
    const { checkpoint } = done;
    if (checkpoint === undefined) return returned;
    const { undoes } = store.checkpoints().find(({ id }) => id === checkpoint) ?? { undoes: [] };
    for (const log of logs) record(log, { home, kind, returned: { ...returned, checkpoint }, undoes });
    return returned;
  } finally {
    for (const log of logs) log.close();
  }
}

/** Lets a held change in, for a person, and records it in the thread it came from. */
export async function acceptHeld({ home, store, id }: { home: string; store: Store; id: string }): Promise<Returned> {
  const { label } = store.heldShow(id);
  const logs = await openLogs(home, [label.thread]);
  try {
    const { checkpoint, conflicts } = await store.accept(id, { ...label, title: `accepted ${id}: ${label.title}` });
    const returned = describe(store, { checkpoint, changes: [], conflicts });
    for (const log of logs) {
      if (checkpoint === undefined) break;
      const changes = listChanges(returned.changes, openBlobs(home, log.thread));
      log.append({ type: "transaction.committed", item: "user", checkpoints: [checkpoint], ...changes }, { durable: true });
    }
    return returned;
  } finally {
    for (const log of logs) log.close();
  }
}

/** What would happen; nothing does. */
export async function previewReturn({ store, kind, which, paths }: Omit<ReturnRequest, "home">): Promise<Undone> {
  const options: UndoOptions = {
    label: { thread: "", item: "user", turn: 0, title: kind },
    preview: true,
    ...(paths !== undefined && { paths }),
  };
  return kind === "undo" && which !== undefined ? await store.undo(which, options) : await store.redo(which, options);
}

/** Threads that made what is taken back, or what is brought back. */
function concernedThreads(checkpoints: readonly Checkpoint[], { which }: Pick<ReturnRequest, "kind" | "which">): string[] {
  const byId = new Map(checkpoints.map((checkpoint) => [checkpoint.id, checkpoint]));
  const threads = new Set<string>();
  const seen = new Set<string>();
  const visit = (checkpoint: Checkpoint | undefined): void => {
    if (checkpoint === undefined || seen.has(checkpoint.id)) return;
    seen.add(checkpoint.id);
    if (checkpoint.label.thread !== "") threads.add(checkpoint.label.thread);
    for (const id of checkpoint.undoes) visit(byId.get(id));
  };
  const last = checkpoints.findLast(({ kind, state }) => kind === "undo" && state === "done");
  if (which === undefined) visit(last);
  else if ("ids" in which) for (const id of which.ids) visit(byId.get(id));
  else for (const checkpoint of checkpoints.slice(checkpoints.findIndex(({ id }) => id === which.to) + 1)) visit(checkpoint);
  return [...threads];
}

/** All or none: an undo that some log cannot take does not begin. A thread that was deleted needs no record. */
async function openLogs(home: string, threads: readonly string[]): Promise<ThreadLog[]> {
  const logs: ThreadLog[] = [];
  try {
    for (const thread of threads) {
      if (existsSync(threadPaths(home, thread).dir)) logs.push((await openLog({ home, thread })).log);
    }
    return logs;
  } catch (error) {
    for (const log of logs) log.close();
    throw error;
  }
}

function describe(store: Store, { checkpoint, conflicts }: Undone): Returned {
  const kept = checkpoint === undefined ? [] : netChanges(store.show(checkpoint));
  const changes = kept.map((change) => describeKept(change, String)).sort((a, b) => (a.path < b.path ? -1 : 1));
  return { checkpoint, changes, conflicts: conflicts.map(({ path, reason }) => ({ path, rule: "conflict", reason })) };
}

function record(
  log: ThreadLog,
  { home, kind, returned, undoes }: { home: string; kind: "undo" | "redo"; returned: Returned & { checkpoint: string }; undoes: string[] },
): void {
  const { checkpoint, changes, conflicts } = returned;
  const facts = { checkpoint, ...listChanges(changes, openBlobs(home, log.thread)), conflicts };
  const event =
    kind === "undo"
      ? ({ type: "transaction.undone", ...facts, undone: undoes } as const)
      : ({ type: "transaction.redone", ...facts, redone: undoes } as const);
  log.append(event, { durable: true });
}
