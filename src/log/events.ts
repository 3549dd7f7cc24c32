import { hash } from "node:crypto";
import { FettleError } from "../contract/error.ts";
import type { Event } from "../contract/event.ts";
import { ancestorsOf, type ForkPoint } from "./ancestors.ts";
import { threadPaths } from "./home.ts";
import { readLines } from "./lines.ts";
import { segmentPath } from "./segments.ts";
import { parseLine, skippedLine, type SkippedLine } from "./parse-line.ts";

interface Reading {
  /** Called for each line that is no event; without it such a line throws `log.corrupt`. Nothing is skipped silently. */
  onSkipped?: (line: SkippedLine) => void;
}

/**
 * A thread's events in order, in chunks: those of the threads it was forked from up to the fork, then its own.
 * With `from`, only its own from that `seq` on. May be called while somebody writes; a line that is being written is left out.
 * Throws `log.corrupt` when a parent's line is no longer the one the fork names. Checks nothing else: see `verifyLog`.
 */
export async function* readEvents(home: string, thread: string, options: Reading & { from?: number } = {}): AsyncGenerator<Event> {
  const { from, ...reading } = options;
  if (from === undefined) yield* readInherited(home, thread, reading);
  for await (const { event } of readOwn(home, thread, reading)) if (event.seq >= (from ?? 0)) yield event;
}

/** The events a thread has from its ancestors. */
export async function* readInherited(home: string, thread: string, reading: Reading): AsyncGenerator<Event> {
  for (const point of await ancestorsOf(home, thread)) yield* readUpTo(home, point, reading);
}

async function* readUpTo(home: string, point: ForkPoint, reading: Reading): AsyncGenerator<Event> {
  for await (const { event, bytes } of readOwn(home, point.thread, reading)) {
    const last = event.seq === point.seq && hash("sha256", bytes) === point.hash;
    if (event.seq >= point.seq && !last) break;
    yield event;
    if (last) return;
  }
  throw new FettleError("log.corrupt", `Event ${point.seq} of thread ${point.thread} is not the one that was forked from.`, {
    at: threadPaths(home, point.thread).dir,
    hint: `See what was changed: fettle log verify ${point.thread}`,
  });
}

/** The readable events of one log and the bytes of their lines. */
export async function* readOwn(home: string, thread: string, { onSkipped }: Reading): AsyncGenerator<{ event: Event; bytes: Buffer }> {
  const { dir } = threadPaths(home, thread);
  let nextSeq = 0;
  for await (const lines of readLines(dir)) {
    for (const line of lines) {
      if (!line.whole) continue;
      const parsed = parseLine(line, thread);
      if (typeof parsed === "string") {
        const skipped = skippedLine(line, { thread, seq: nextSeq++, problem: parsed });
        if (!onSkipped) throw notAnEvent(dir, skipped);
        onSkipped(skipped);
        continue;
      }
      yield { event: parsed, bytes: line.bytes };
      nextSeq = parsed.seq + 1;
    }
  }
}

function notAnEvent(dir: string, { segment, offset, bytes, problem }: SkippedLine): FettleError {
  return new FettleError("log.corrupt", `A line of ${bytes} bytes in the log is ${problem}.`, {
    at: `${segmentPath(dir, segment)}, byte ${offset}`,
  });
}
