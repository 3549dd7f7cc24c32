import { hash, type KeyObject } from "node:crypto";
import { renameSync, writeFileSync } from "node:fs";
import type { Event, EventBody, EventType } from "../contract/event.ts";
import { signCheckpoint } from "./checkpoint.ts";
import { FILE_MODE, threadPaths } from "./home.ts";
import { isDiskFull, toDiskError } from "./disk-error.ts";
import type { MerkleTree } from "./merkle.ts";
import type { Lock } from "../lib/process-lock.ts";
import { releaseReserve } from "./reserve.ts";
import type { SegmentWriter } from "./segment-writer.ts";
import { signingKey } from "./signing-key.ts";

const turnEnds: ReadonlySet<EventType> = new Set(["turn.completed", "turn.failed", "turn.interrupted"]);

/** What a log still takes when the disk is full: the ends of what has begun. */
const lastWords: ReadonlySet<EventType> = new Set([...turnEnds, "step.completed", "item.completed", "transaction.committed"]);

/** A log held for writing. It is the only writer until it is closed. */
export class ThreadLog implements Disposable {
  readonly thread: string;
  readonly #home: string;
  readonly #now: () => number;
  readonly #lock: Lock;
  readonly #segments: SegmentWriter;
  readonly #tree: MerkleTree;
  #seq: number;
  #prev: string;
  #signingKey: KeyObject | undefined;
  #closed = false;
  /** Set once the disk was full: why only last words are taken. */
  #diskFull: unknown;
  /** Why nothing is taken any more. */
  #ended: unknown;

  constructor(held: {
    home: string;
    thread: string;
    /** Milliseconds since the epoch. */
    now: () => number;
    lock: Lock;
    segments: SegmentWriter;
    /** The next event's `seq` and `prev`. */
    seq: number;
    prev: string;
    /** Over all lines so far. */
    tree: MerkleTree;
  }) {
    this.thread = held.thread;
    this.#home = held.home;
    this.#now = held.now;
    this.#lock = held.lock;
    this.#segments = held.segments;
    this.#tree = held.tree;
    this.#seq = held.seq;
    this.#prev = held.prev;
  }

  /**
   * Appends one event. When it returns, the whole line is with the operating system and survives the end of this process;
   * with `durable` it survives a power cut too. The end of a turn, and a verdict outside of one, are always durable, and a checkpoint is
   * signed over the log so far.
   *
   * Throws `log.disk` when the line cannot be written, and the log is as it was before; when only the sync or the checkpoint failed, the line is there.
   * On a full disk the reserve is released and the log then takes only what ends something that has begun; after any other failure it takes nothing more.
   */
  append(body: EventBody, { durable = false }: { durable?: boolean } = {}): Event {
    if (this.#ended) throw this.#ended;
    const event = { v: 1, seq: this.#seq, at: this.#now(), thread: this.thread, prev: this.#prev, ...body } as Event;
    const line = Buffer.from(`${JSON.stringify(event)}\n`);
    const isSigned = turnEnds.has(body.type) || (body.type === "verdict.reached" && body.turn === undefined);

    this.#write(() => this.#segments.write(line), lastWords.has(body.type));
    if (durable || isSigned) this.#sync();

    const bytes = line.subarray(0, -1);
    this.#seq++;
    this.#prev = hash("sha256", bytes);
    this.#tree.append(bytes);
    if (isSigned) this.#write(() => this.#writeCheckpoint(), true);
    return event;
  }

  /** Makes everything durable and lets the next writer in. Does nothing the second time. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    try {
      if (!this.#ended) this.#sync();
    } finally {
      this.#ended = new Error(`the log of thread ${this.thread} is closed`);
      this.#segments.close();
      this.#lock.release();
    }
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** `write` leaves everything as it was when it throws. */
  #write(write: () => void, isLastWord: boolean): void {
    if (this.#diskFull && !isLastWord) throw this.#diskFull;
    try {
      write();
    } catch (error) {
      if (this.#diskFull || !isDiskFull(error)) throw this.#end(error);
      releaseReserve(this.#home);
      this.#diskFull = toDiskError(error, this.#home);
      this.#write(write, isLastWord);
    }
  }

  #sync(): void {
    try {
      this.#segments.sync();
    } catch (error) {
      // Not tried again: after a failed sync the kernel may report success for bytes that it has dropped.
      throw this.#end(error);
    }
  }

  #end(error: unknown): unknown {
    this.#ended = toDiskError(error, this.#home);
    return this.#ended;
  }

  #writeCheckpoint(): void {
    const { checkpoint: path } = threadPaths(this.#home, this.thread);
    this.#signingKey ??= signingKey(this.#home);
    const { size } = this.#tree;
    const note = signCheckpoint({ thread: this.thread, size, root: this.#tree.root(), privateKey: this.#signingKey });
    writeFileSync(`${path}.new`, note, { mode: FILE_MODE, flush: true });
    renameSync(`${path}.new`, path);
  }
}
