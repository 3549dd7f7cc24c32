/** The log of a thread: a new one, one that is gone on from, or one that branches off another. */
import { openBlobs, type ThreadBlobs } from "../log/blobs.ts";
import type { SkippedLine } from "../log/parse-line.ts";
import type { ThreadLog } from "../log/thread-log.ts";
import type { Verification } from "../log/verify.ts";
import { createLog, forkLog, openLog } from "../log/writer.ts";
import { type Past, readPast } from "./past.ts";
import type { Listener } from "./recorder.ts";

export interface Opened {
  log: ThreadLog;
  blobs: ThreadBlobs;
  past: Past | undefined;
}

export type Origin = { kind: "new" } | { kind: "resume"; thread: string } | { kind: "fork"; thread: string; seq?: number };

export interface OpenRecord {
  home: string;
  origin: Origin;
  /** Hears a new log's first events. */
  listener: Listener;
  /** Hears what was found wrong with the log that is gone on from. */
  onNotice(text: string): void;
}

type Beginning = Parameters<typeof createLog>[0];

export async function openRecord(request: OpenRecord, beginning: Omit<Beginning, "home">): Promise<Opened> {
  const { home, origin, listener } = request;
  if (origin.kind === "resume") return await resumeRecord(origin, request);
  if (origin.kind === "fork") return await forkRecord(origin, { request, beginning });
  const log = createLog({ home, onEvent: listener, ...beginning });
  return { log, blobs: openBlobs(home, log.thread), past: undefined };
}

async function resumeRecord({ thread }: Extract<Origin, { kind: "resume" }>, { home, onNotice }: OpenRecord): Promise<Opened> {
  const blobs = openBlobs(home, thread);
  const reading = readPast(blobs);
  const { log, verification } = await openLog({ home, thread, onEvent: reading.take });
  try {
    reportDamage(verification, onNotice);
    return { log, blobs, past: await reading.finish() };
  } catch (error) {
    log.close();
    throw error;
  }
}

/** All of the past is read before there is a thread that would go on from it: a past that cannot be read leaves none behind. */
async function forkRecord(
  { thread, seq = Infinity }: Extract<Origin, { kind: "fork" }>,
  { request: { home, listener, onNotice }, beginning }: { request: OpenRecord; beginning: Omit<Beginning, "home"> },
): Promise<Opened> {
  const { readEvents } = await import("../log/events.ts");
  const reading = readPast(openBlobs(home, thread));
  const skipped: SkippedLine[] = [];
  let last: number | undefined;
  for await (const event of readEvents(home, thread, { onSkipped: (line) => skipped.push(line) })) {
    if (event.thread === thread && event.seq > seq) break;
    reading.take(event);
    if (event.thread === thread) last = event.seq;
  }
  const past = await reading.finish();
  // The parent may have gone on meanwhile.
  const from = { thread, ...(seq === Infinity ? last !== undefined && { seq: last } : { seq }) };
  const log = await forkLog({ home, onEvent: listener, ...beginning, from });
  reportSkipped(skipped, onNotice);
  return { log, blobs: openBlobs(home, log.thread), past };
}

function reportDamage({ status, tornBytes, skipped }: Verification, onNotice: (text: string) => void): void {
  if (tornBytes > 0) onNotice(`The last line of the log was cut off by a crash; ${tornBytes} bytes of it were removed.`);
  reportSkipped(skipped, onNotice);
  if (status === "tampered") onNotice("The log was changed after it was written: its chain of hashes is broken.");
}

function reportSkipped(skipped: readonly SkippedLine[], onNotice: (text: string) => void): void {
  const [first] = skipped;
  if (first === undefined) return;
  const lines = skipped.length === 1 ? "A damaged line of the log was" : `${skipped.length} damaged lines of the log were`;
  onNotice(`${lines} skipped, ${skipped.length === 1 ? "" : "the first "}at event ${first.seq} of thread ${first.thread}.`);
}
