/** The three ways to hold a log for writing. Each takes the thread's lock until the log is closed; `thread.busy` when another process has it. */
import { hash } from "node:crypto";
import { existsSync, mkdirSync } from "node:fs";
import { FettleError } from "../contract/error.ts";
import type { Event, EventBody } from "../contract/event.ts";
import type { ForkPoint } from "./ancestors.ts";
import { toDiskError } from "./disk-error.ts";
import { readInherited, readOwn } from "./events.ts";
import { DIR_MODE, threadPaths, threadsDir } from "./home.ts";
import { MerkleTree } from "./merkle.ts";
import type { SkippedLine } from "./parse-line.ts";
import { takeLock, type Lock } from "../lib/process-lock.ts";
import { keepReserve } from "./reserve.ts";
import { NO_LINE } from "./scan.ts";
import { SegmentWriter } from "./segment-writer.ts";
import { newThreadId } from "./thread-id.ts";
import { ThreadLog } from "./thread-log.ts";
import { inspectLog, type Verification } from "./verify.ts";

interface Place {
  home: string;
  /** Milliseconds since the epoch; default the system's clock. */
  now?: () => number;
}

interface Hearing {
  onEvent?: (event: Event) => void;
}

/** What `thread.started` and `thread.forked` say of the process that begins a thread. */
type Beginning = Omit<EventBody<"thread.started">, "type" | "turn">;

/** Begins a thread with a new id. Its first event, `thread.started`, is appended and handed to `onEvent`. */
export function createLog({ home, now = Date.now, onEvent = () => {}, ...beginning }: Place & Beginning & Hearing): ThreadLog {
  return begin({ type: "thread.started", ...beginning }, { home, now, onEvent });
}

/**
 * Begins a thread that goes on from another one's event `seq`, by default its last. Its first event, `thread.forked`, is appended and
 * handed to `onEvent`; nothing is copied. The parent may be in use. Throws `thread.missing` when there is no such thread or event.
 */
export async function forkLog({
  home,
  now = Date.now,
  onEvent = () => {},
  from,
  ...beginning
}: Place & Beginning & Hearing & { from: { thread: string; seq?: number } }): Promise<ThreadLog> {
  return begin({ type: "thread.forked", ...beginning, from: await forkPoint(home, from) }, { home, now, onEvent });
}

/**
 * Opens a thread to go on with it, after one pass over its log that hands every event to `onEvent`, inherited ones first.
 * A torn line at the end is cut off, lines in the middle that are no events are skipped; `verification` reports both.
 * Appends nothing: `thread.resumed` is the caller's to write, once it knows what it resumes with.
 *
 * Throws `log.corrupt` when lines under the checkpoint are missing or replaced, or another key signed it:
 * the next checkpoint would hide that.
 */
export async function openLog({
  home,
  thread,
  now = Date.now,
  onEvent = () => {},
}: Place & Hearing & { thread: string }): Promise<{ log: ThreadLog; verification: Verification }> {
  const { dir } = threadPaths(home, thread);
  if (!existsSync(dir))
    throw new FettleError("thread.missing", `There is no thread ${thread}.`, {
      at: dir,
      hint: "`fettle threads` lists those that are there.",
    });
  let lock: Lock | undefined;
  try {
    lock = lockThread(home, thread);
    const inherited: SkippedLine[] = [];
    for await (const event of readInherited(home, thread, { onSkipped: (line) => inherited.push(line) })) onEvent(event);
    const { scan, verification } = await inspectLog({ home, thread, onEvent });
    refuseToHide(verification, dir);
    keepReserve(home);
    const segments = new SegmentWriter(dir, scan.end);
    const log = new ThreadLog({ home, thread, now, lock, segments, seq: scan.nextSeq, prev: scan.head, tree: scan.tree });
    return { log, verification: { ...verification, skipped: [...inherited, ...verification.skipped] } };
  } catch (error) {
    lock?.release();
    throw toDiskError(error, dir);
  }
}

function begin(first: EventBody, { home, now, onEvent }: Required<Place & Hearing>): ThreadLog {
  const thread = newThreadId(now());
  const { dir } = threadPaths(home, thread);
  try {
    keepReserve(home);
    mkdirSync(threadsDir(home), { recursive: true, mode: DIR_MODE });
    mkdirSync(dir, { mode: DIR_MODE });
    const lock = lockThread(home, thread);
    const segments = new SegmentWriter(dir, { number: 1, bytes: 0 });
    const log = new ThreadLog({ home, thread, now, lock, segments, seq: 0, prev: NO_LINE, tree: new MerkleTree() });
    onEvent(log.append(first));
    return log;
  } catch (error) {
    throw toDiskError(error, dir);
  }
}

function lockThread(home: string, thread: string): Lock {
  const { lock: path } = threadPaths(home, thread);
  const taken = takeLock(path);
  if ("release" in taken) return taken;
  throw new FettleError("thread.busy", `Process ${taken.holder.pid} is writing to thread ${thread}.`, {
    at: path,
    hint: `Wait until it has ended, or fork the thread. If it ran on another machine (${taken.holder.host}) and has ended, delete this file.`,
  });
}

async function forkPoint(home: string, { thread, seq = Infinity }: { thread: string; seq?: number }): Promise<ForkPoint> {
  let last: { event: Event; bytes: Buffer } | undefined;
  // Who reads the fork's events meets the same lines and is told of them.
  for await (const line of readOwn(home, thread, { onSkipped: () => {} })) {
    if (line.event.seq > seq) break;
    last = line;
  }
  if (last && (seq === Infinity || last.event.seq === seq)) return { thread, seq: last.event.seq, hash: hash("sha256", last.bytes) };
  throw new FettleError("thread.missing", `Thread ${thread} has no event ${seq === Infinity ? "to go on from" : seq}.`, {
    at: threadPaths(home, thread).dir,
  });
}

function refuseToHide({ status, tampering, lines, skipped }: Verification, dir: string): void {
  const facts = { at: dir, hint: "Go on with a fork: it leaves this log as it is." };
  if (status === "unknown-key")
    throw new FettleError("log.corrupt", "The log's checkpoint is not signed with the key of this home.", facts);
  if (tampering?.kind === "truncated" || tampering?.kind === "rewritten")
    throw new FettleError("log.corrupt", `The log was ${tampering.kind}: signed ${tampering.expected}, found ${tampering.actual}.`, facts);
  if (lines === skipped.length) throw new FettleError("log.corrupt", "The log holds no event.", facts);
}
