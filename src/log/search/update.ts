import { hash } from "node:crypto";
import { statSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import type { Event } from "../../contract/event.ts";
import { wordParts } from "../../lib/word-parts.ts";
import { openBlobs, type ThreadBlobs } from "../blobs.ts";
import { threadPaths } from "../home.ts";
import { ifReadable, isRefused } from "../if-readable.ts";
import { ifThere } from "../if-there.ts";
import { type LinePlace, readLines } from "../lines.ts";
import { parseLine } from "../parse-line.ts";
import { NO_LINE } from "../scan.ts";
import { segmentNumbers, segmentPath } from "../segments.ts";
import { threadIds } from "../threads.ts";
import { type Document, documentKinds, documentOf } from "./documents.ts";
import { workspaceWord } from "./index-file.ts";

export interface UpdateOptions {
  home: string;
  /** Takes out secrets that stand in logs of old, whose texts nobody had known to be secret. */
  redact(text: string): string;
  signal: AbortSignal;
  /** Told now and then: bytes of logs that were new, and how many of them have been read. */
  onProgress?: (progress: { read: number; total: number }) => void;
  /** Told of a thread whose log may not be read: it is left out, and read on when it may be. */
  onUnreadable?: (thread: string, problem: string) => void;
}

/** Written at once; other processes wait so long. */
const BATCH_CHARS = 1 << 20;
const BATCH_LINES = 2000;

/** How far a thread is in the index. */
interface Known extends LinePlace {
  id: number;
  workspace: string;
  /** Hash of the line before the place. */
  head: string;
}

/** Brings the index in step with the logs: reads what is new, and forgets threads that are gone. Stops early, without an error, at the signal. */
export async function updateIndex(
  index: DatabaseSync,
  { home, redact, signal, onProgress = () => {}, onUnreadable = () => {} }: UpdateOptions,
): Promise<void> {
  const threads = threadIds(home);
  forgetGone(index, new Set(threads));
  // Oldest first: what is newest has the highest number, which is how the newest of many is found.
  const behind = threads.toReversed().flatMap((thread) => {
    // What cannot be looked at fails again when it is read, where it is told.
    const bytes = ifReadable(() => bytesBehind(home, thread, known(index, thread))) ?? 1;
    return bytes === 0 ? [] : [{ thread, bytes }];
  });
  const total = behind.reduce((sum, { bytes }) => sum + bytes, 0);
  let read = 0;
  for (const { thread } of behind) {
    const reader = new ThreadReader(index, { home, thread, redact });
    try {
      await reader.read(signal, (bytes) => onProgress({ read: (read += bytes), total }));
    } catch (error) {
      if (!isRefused(error)) throw error;
      onUnreadable(thread, error.message);
    }
    if (signal.aborted) return;
  }
}

/** Threads that are no more are not found any more; returns how many there were. */
export function forgetGone(index: DatabaseSync, there: ReadonlySet<string>): number {
  const gone = index
    .prepare("SELECT id, thread FROM threads")
    .all()
    .filter(({ thread }) => !there.has(String(thread)));
  if (gone.length === 0) return 0;
  transaction(index, () => {
    for (const { id } of gone) forget(index, Number(id));
  });
  return gone.length;
}

function forget(index: DatabaseSync, id: number): void {
  index.prepare("DELETE FROM texts WHERE rowid IN (SELECT id FROM documents WHERE thread = ?)").run(id);
  index.prepare("DELETE FROM documents WHERE thread = ?").run(id);
  index.prepare("DELETE FROM threads WHERE id = ?").run(id);
}

function known(index: DatabaseSync, thread: string): Known | undefined {
  return index.prepare("SELECT id, workspace, segment, offset, head FROM threads WHERE thread = ?").get(thread) as Known | undefined;
}

/** Bytes that have not been read; a log that is shorter than what was read is another one. */
function bytesBehind(home: string, thread: string, at: Known | undefined): number {
  const { dir } = threadPaths(home, thread);
  const size = (segment: number) => ifThere(() => statSync(segmentPath(dir, segment)).size);
  if (at !== undefined && size(at.segment) === at.offset && size(at.segment + 1) === undefined) return 0;
  const segments = ifThere(() => segmentNumbersOf(dir)) ?? [];
  const unread = segments.filter((segment) => segment >= (at?.segment ?? 0)).reduce((sum, segment) => sum + (size(segment) ?? 0), 0);
  return Math.max(segments.length === 0 ? 0 : 1, unread - (at?.offset ?? 0));
}

function segmentNumbersOf(dir: string): number[] {
  try {
    return segmentNumbers(dir);
  } catch {
    return []; // A folder without a log, or one that goes at this moment.
  }
}

interface Entry extends Document {
  seq: number;
  at: number;
  place: LinePlace;
}

/** Reads one thread on, a batch after the other. Others may do the same meanwhile: who comes second finds that it has been done, and goes on from there. */
class ThreadReader {
  readonly #index: DatabaseSync;
  readonly #home: string;
  readonly #thread: string;
  readonly #redact: (text: string) => string;
  readonly #blobs: ThreadBlobs;

  constructor(index: DatabaseSync, { home, thread, redact }: Pick<UpdateOptions, "home" | "redact"> & { thread: string }) {
    this.#index = index;
    this.#home = home;
    this.#thread = thread;
    this.#redact = redact;
    this.#blobs = openBlobs(home, thread);
  }

  async read(signal: AbortSignal, onRead: (bytes: number) => void): Promise<void> {
    while (!signal.aborted && !(await this.#readOn(signal, onRead)));
  }

  /** Returns whether the end was reached. */
  async #readOn(signal: AbortSignal, onRead: (bytes: number) => void): Promise<boolean> {
    const from = known(this.#index, this.#thread);
    let at = { segment: from?.segment ?? 1, offset: from?.offset ?? 0 };
    let workspace = from?.workspace ?? "";
    let head = from?.head ?? NO_LINE;
    let entries: Entry[] = [];
    let lines = 0;
    let chars = 0;
    let before: LinePlace | undefined = from;
    let isFirst = from !== undefined;

    const write = (): boolean => {
      if (lines === 0) return true;
      const isOurs = this.#write(entries, { before, after: { ...at, workspace, head } });
      before = { ...at };
      entries = [];
      lines = chars = 0;
      return isOurs;
    };

    const chunks = readLines(threadPaths(this.#home, this.#thread).dir, at);
    try {
      for await (const chunk of chunks) {
        for (const line of chunk) {
          if (!line.whole) continue;
          const event = parseLine(line, this.#thread);
          if (isFirst && (typeof event === "string" || event.prev !== head)) return this.#startAnew();
          isFirst = false;
          if (typeof event !== "string") {
            workspace = workspaceOf(event) ?? workspace;
            const document = await documentOf(event, this.#blobs);
            if (document !== undefined) {
              entries.push({ kind: document.kind, text: this.#redact(document.text), seq: event.seq, at: event.at, place: line });
              chars += document.text.length;
            }
          }
          head = hash("sha256", line.bytes);
          at = { segment: line.segment, offset: line.offset + line.bytes.length + 1 };
          lines++;
          onRead(line.bytes.length + 1);
          if ((lines >= BATCH_LINES || chars >= BATCH_CHARS) && !write()) return false;
        }
        if (signal.aborted) return true;
      }
    } catch (error) {
      // Removed while it was read.
      if ((error as NodeJS.ErrnoException).code === "ENOENT" || (error as { code?: unknown }).code === "thread.missing") return true;
      throw error;
    }
    if (lines === 0 && from !== undefined && isCut(threadPaths(this.#home, this.#thread).dir, from)) return this.#startAnew();
    return write();
  }

  /** The log is not the one that was read: another has taken its place. */
  #startAnew(): false {
    transaction(this.#index, () => {
      const now = known(this.#index, this.#thread);
      if (now !== undefined) forget(this.#index, now.id);
    });
    return false;
  }

  /** Writes nothing, and returns false, when somebody else has read on meanwhile. */
  #write(
    entries: readonly Entry[],
    { before, after }: { before: LinePlace | undefined; after: LinePlace & { workspace: string; head: string } },
  ): boolean {
    return transaction(this.#index, () => {
      const now = known(this.#index, this.#thread);
      if (now?.segment !== before?.segment || now?.offset !== before?.offset) return false;
      const { workspace, segment, offset, head } = after;
      const { id } = this.#index
        .prepare(
          `INSERT INTO threads (thread, workspace, segment, offset, head) VALUES (?, ?, ?, ?, ?)
           ON CONFLICT (thread) DO UPDATE SET workspace = excluded.workspace, segment = excluded.segment, offset = excluded.offset, head = excluded.head
           RETURNING id`,
        )
        .get(this.#thread, workspace, segment, offset, head) as { id: number };
      const document = this.#index.prepare("INSERT INTO documents (thread, kind, seq, at, segment, offset) VALUES (?, ?, ?, ?, ?, ?)");
      const texts = this.#index.prepare("INSERT INTO texts (rowid, scope, text, parts) VALUES (?, ?, ?, ?)");
      const scope = `${this.#thread} ${workspaceWord(workspace)}`;
      for (const { kind, text, seq, at, place } of entries) {
        const { lastInsertRowid } = document.run(id, documentKinds.indexOf(kind), seq, at, place.segment, place.offset);
        texts.run(lastInsertRowid, scope, text, wordParts(text).join(" "));
      }
      return true;
    });
  }
}

function workspaceOf(event: Event): string | undefined {
  return event.type === "thread.started" || event.type === "thread.forked" ? event.workspace : undefined;
}

/** Whether what was read has become shorter. */
function isCut(dir: string, { segment, offset }: LinePlace): boolean {
  return (ifThere(() => statSync(segmentPath(dir, segment)).size) ?? 0) < offset;
}

function transaction<T>(index: DatabaseSync, act: () => T): T {
  index.exec("BEGIN IMMEDIATE");
  try {
    const value = act();
    index.exec("COMMIT");
    return value;
  } catch (error) {
    if (index.isTransaction) index.exec("ROLLBACK");
    throw error;
  }
}
