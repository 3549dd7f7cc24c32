/** Taking back, and bringing back, what threads have done to a workspace: a person's command, recorded in the threads it concerns. */
import { existsSync } from "node:fs";
import type { Change, EventBody, Held } from "../contract/event.ts";
import { openBlobs } from "../log/blobs.ts";
import { threadPaths } from "../log/home.ts";
import { openLog } from "../log/writer.ts";
import { describeKept } from "../sandbox/describe.ts";
import { netChanges } from "../sandbox/net-changes.ts";
import type { Checkpoint, Store, Undone, UndoOptions, Which } from "../sandbox/store/store.ts";
import { listChanges } from "./transactions.ts";

/** The log of a thread that is open in this process: nobody else may write to it. */
export interface HeldLog {
  thread: string;
  append(body: EventBody, options: { durable: boolean }): unknown;
}

type UserLog = HeldLog & { close(): void };

export interface ReturnRequest {
  home: string;
  store: Store;
  kind: "undo" | "redo";
  which: Which | undefined;
  paths?: readonly string[];
  /** Of the thread that does it; absent when it is done from outside. */
  own?: HeldLog;
}

export interface Returned {
  /** Undefined when nothing was to be done. */
  checkpoint: string | undefined;
  changes: Change[];
  conflicts: Held[];
}

/**
 * Undoes or redoes, and records it in every thread whose changes it concerns, so that their models learn of it.
 * Throws `thread.busy` before anything is touched while one of these threads is open elsewhere.
 */
export async function returnWorkspace({ home, store, kind, which, paths, own }: ReturnRequest): Promise<Returned> {
  const concerned = new Set(concernedThreads(store.checkpoints(), { kind, which }));
  // A fork goes on from changes that its parent has made.
  if (own !== undefined) concerned.add(own.thread);
  const logs = await openLogs([...concerned], { home, own });
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
export async function acceptHeld({
  home,
  store,
  id,
  paths,
  own,
}: {
  home: string;
  store: Store;
  id: string;
  /** Only these; without, all of it. */
  paths?: readonly string[] | undefined;
  own?: HeldLog;
}): Promise<Returned> {
  const { label } = store.heldShow(id);
  const logs = await openLogs([label.thread], { home, own });
  try {
    const { checkpoint, conflicts } = await store.accept(id, { ...label, title: `accepted ${id}: ${label.title}` }, paths);
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
export async function previewReturn({ store, kind, which, paths }: Omit<ReturnRequest, "home" | "own">): Promise<Undone> {
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
async function openLogs(threads: readonly string[], { home, own }: { home: string; own: HeldLog | undefined }): Promise<UserLog[]> {
  const logs: UserLog[] = [];
  try {
    for (const thread of threads) {
      if (thread === own?.thread) logs.push({ thread, append: (body, options) => own.append(body, options), close() {} });
      else if (existsSync(threadPaths(home, thread).dir)) logs.push((await openLog({ home, thread })).log);
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
  log: HeldLog,
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
