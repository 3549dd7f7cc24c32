import { closeSync, existsSync, fstatSync, openSync, readdirSync, readSync } from "node:fs";
import { FettleError } from "../contract/error.ts";
import type { Event, Verdict } from "../contract/event.ts";
import { threadPaths, threadsDir } from "./home.ts";
import { ifThere } from "./if-there.ts";
import { parseLine } from "./parse-line.ts";
import { segmentNumbers, segmentPath } from "./segments.ts";
import { isThreadId } from "./thread-id.ts";

/** How much of a log's beginning and end a listing looks at. */
const GLANCE_BYTES = 64 << 10;
const TITLE_CHARS = 120;

export interface ThreadFacts {
  thread: string;
  workspace: string;
  /** First line of the first prompt; empty before one. */
  title: string;
  startedAt: number;
  /** Of the last event. Milliseconds since the epoch, as above. */
  updatedAt: number;
  /** Of the last turn; absent while it is open and when it has none. */
  verdict?: Verdict;
}

/** The ids of all threads, newest first. */
export function threadIds(home: string): string[] {
  const names = ifThere(() => readdirSync(threadsDir(home))) ?? [];
  return names.filter(isThreadId).sort().toReversed();
}

/** The one thread whose id begins with `prefix`. Throws `thread.missing` when there is none or more than one. */
export function resolveThread(home: string, prefix: string): string {
  const matches = threadIds(home).filter((id) => id.startsWith(prefix.toLowerCase()));
  if (matches.length === 1) return matches[0]!;
  if (matches.length === 0)
    throw new FettleError("thread.missing", `No thread has the id ${prefix}.`, {
      at: threadsDir(home),
      hint: "`fettle threads` lists those that are there.",
    });
  throw new FettleError("thread.missing", `${matches.length} threads have ids that begin with ${prefix}.`, {
    at: threadsDir(home),
    hint: `Give more of the id, such as ${matches.slice(0, 3).join(", ")}.`,
  });
}

/**
 * Facts of all threads, newest first, each read when it is asked for, from the first and last 64 KiB of its log.
 * A thread whose first line cannot be read is left out.
 */
export function* listThreads(home: string): Generator<ThreadFacts> {
  for (const thread of threadIds(home)) {
    const facts = threadFacts(home, thread);
    if (facts) yield facts;
  }
}

/** Facts of one thread; undefined when its log cannot be read. */
export function threadFacts(home: string, thread: string): ThreadFacts | undefined {
  const { dir } = threadPaths(home, thread);
  if (!existsSync(segmentPath(dir, 1))) return undefined;
  const head = readWindow(segmentPath(dir, 1), "head");
  const tail = readWindow(segmentPath(dir, segmentNumbers(dir).at(-1)!), "tail").toReversed();

  const first = eventsOn(head, thread).next().value;
  if (first?.type !== "thread.started" && first?.type !== "thread.forked") return undefined;
  const prompt = eventsOn(head, thread).find((event) => event.type === "prompt.admitted");
  const last = eventsOn(tail, thread).next().value ?? first;
  const latest = eventsOn(tail, thread).find((event) => event.type === "verdict.reached" || event.type === "turn.started");
  return {
    thread,
    workspace: first.workspace,
    title: prompt ? titleOf(prompt) : "",
    startedAt: first.at,
    updatedAt: last.at,
    ...(latest?.type === "verdict.reached" && { verdict: latest.verdict }),
  };
}

function titleOf({ parts }: Event<"prompt.admitted">): string {
  const text = parts.find((part) => part.type === "text")?.text ?? "";
  const beginning = typeof text === "string" ? text : (text.preview ?? "");
  return beginning.trim().split("\n", 1)[0]!.slice(0, TITLE_CHARS);
}

/** The readable events on these lines, parsed as they are asked for. */
function eventsOn(lines: readonly Buffer[], thread: string): IteratorObject<Event, undefined> {
  return lines
    .values()
    .map((bytes) => parseLine({ bytes, whole: true }, thread))
    .filter((parsed) => typeof parsed !== "string");
}

/** The whole lines within the first or last 64 KiB of a file. */
function readWindow(path: string, end: "head" | "tail"): Buffer[] {
  const file = openSync(path, "r");
  try {
    const { size } = fstatSync(file);
    const offset = end === "head" ? 0 : Math.max(0, size - GLANCE_BYTES);
    const buffer = Buffer.allocUnsafe(Math.min(size, GLANCE_BYTES));
    const lines = wholeLines(buffer.subarray(0, readSync(file, buffer, 0, buffer.length, offset)));
    return offset > 0 ? lines.slice(1) : lines;
  } finally {
    closeSync(file);
  }
}

function wholeLines(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  let start = 0;
  for (let end = bytes.indexOf("\n"); end >= 0; end = bytes.indexOf("\n", start)) {
    lines.push(bytes.subarray(start, end));
    start = end + 1;
  }
  return lines;
}
