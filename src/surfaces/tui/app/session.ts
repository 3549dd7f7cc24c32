import type { WaitingPrompt } from "../../../agent/inbox.ts";
import type { Thread } from "../../../agent/thread.ts";
import type { TurnOutcome } from "../../../agent/turn.ts";
import type { Origin } from "../../../agent/open-record.ts";
import { WholeEvents } from "./whole-events.ts";
import type { Flags } from "../../../config/load.ts";
import type { Command } from "../../../contract/command.ts";
import { toErrorFacts } from "../../../contract/error.ts";
import type { Delta, Event } from "../../../contract/event.ts";
import type { SurfaceIo } from "../../../contract/surface.ts";
import { version } from "../../../lib/version.ts";
import type { FileVersions, VersionsOf } from "../../support/file-versions.ts";

export interface SessionOptions {
  io: SurfaceIo;
  /** Settings given on the command line. */
  flags: Flags;
  /** What is heard from now on is of another thread, from its beginning. */
  onOther(): void;
  /** Hears what happens in the thread, and when it is gone on with, first what happened before. */
  hear(heard: Event | Delta): void;
  /** Hears what is going on between events. */
  onProgress(text: string): void;
  /** Hears what a person should know. */
  onNotice(text: string): void;
  /** A turn has ended, or could not begin. */
  onEnded(outcome: TurnOutcome | Error | undefined): void;
}

type ToWork = Extract<Command, { type: "prompt.submit" | "command.run" | "context.compact" }>;

/** The thread behind the terminal. It is opened by the first prompt, so that looking around leaves no empty thread behind. */
export class Session {
  readonly #options: SessionOptions;
  #flags: Flags;
  #origin: Origin = { kind: "new" };
  #opening: Promise<Thread> | undefined;
  #thread: Thread | undefined;
  #versionsOf: VersionsOf | undefined;
  /** What the thread is being opened for. */
  #first: ToWork | undefined;
  #working = 0;
  /** All that was submitted has come to its end; never rejects. */
  #worked: Promise<unknown> = Promise.resolve();
  readonly #events: WholeEvents;
  /** Of a thread whose log was lost; never rejects. */
  #ending: Promise<unknown> = Promise.resolve();

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#flags = options.flags;
    this.#events = new WholeEvents(options.hear, async (thread) => {
      const [{ openBlobs }, { fettleHome }] = await Promise.all([import("../../../log/blobs.ts"), import("../../../config/load.ts")]);
      return openBlobs(fettleHome(options.io.env), thread);
    });
  }

  /** Undefined before the first prompt. */
  get thread(): Thread | undefined {
    return this.#thread;
  }

  /** The thread that is open, or that the next prompt goes on with or branches off from. */
  get current(): string | undefined {
    return this.#thread?.id ?? ("thread" in this.#origin ? this.#origin.thread : undefined);
  }

  /** What it was given on the command line, and what was chosen since. */
  get flags(): Flags {
    return this.#flags;
  }

  get atWork(): boolean {
    return this.#working > 0;
  }

  /** What was submitted, as long as the thread is being opened for it; an own command with its `!`. */
  get opening(): string | undefined {
    if (this.#first?.type === "command.run") return `! ${this.#first.script}`;
    return this.#first?.type === "prompt.submit" ? this.#first.text : undefined;
  }

  /** Prompts that no turn has taken yet. */
  get waiting(): readonly WaitingPrompt[] {
    return this.#thread?.waiting ?? [];
  }

  /** What checkpoints of the thread have changed, file by file; empty where that is not kept any more. */
  versionsOf(checkpoints: readonly string[]): readonly FileVersions[] {
    return this.#versionsOf?.(checkpoints) ?? [];
  }

  /**
   * Hands a prompt or an own command to the thread, opening it when there is none, and works on it. Does not wait for the end.
   * @param waits hears under which id a prompt waits for its turn
   */
  submit(command: ToWork, waits?: (prompt: string) => void): void {
    const before = this.#worked;
    if (this.#thread === undefined) this.#first ??= command;
    const work = this.#work((thread) => {
      const others = new Set(thread.waiting.map(({ id }) => id));
      thread.submit(command);
      const added = thread.waiting.find(({ id }) => !others.has(id));
      if (added !== undefined) waits?.(added.id);
    });
    this.#worked = Promise.all([before, work]);
  }

  /** Anything else; nothing happens when no thread is open. */
  send(command: Exclude<Command, ToWork>): void {
    this.#thread?.submit(command);
  }

  /** Closes the thread; the next prompt goes on with `origin`, of which what has happened is told at once. */
  async goOnWith(origin: Origin): Promise<void> {
    await this.close();
    this.#origin = origin;
    this.#options.onOther();
    if (origin.kind !== "new") await this.#tellPast(origin);
  }

  /** Closes the thread; the next prompt goes on with it under these settings. */
  async change(flags: Flags): Promise<void> {
    const id = this.#thread?.id;
    await this.close();
    this.#flags = { ...this.#flags, ...flags };
    if (id !== undefined) this.#origin = { kind: "resume", thread: id };
  }

  /** What runs is interrupted, and is in the log with its end before the thread is closed. */
  async close(): Promise<void> {
    const thread = this.#thread ?? (await this.#opening?.catch(() => undefined));
    this.#opening = undefined;
    this.#thread = undefined;
    if (thread === undefined) return void (await this.#ending);
    thread.submit({ type: "turn.interrupt", reason: "the terminal was closed" });
    await this.#worked;
    await thread.close();
    await this.#events.settled();
    this.#origin = { kind: "resume", thread: thread.id };
  }

  async #work(begin: (thread: Thread) => void): Promise<void> {
    this.#working++;
    let ended: TurnOutcome | Error | undefined;
    try {
      const thread = await this.#open().finally(() => {
        this.#first = undefined;
      });
      begin(thread);
      ended = await thread.work();
    } catch (error) {
      ended = error as Error;
    } finally {
      this.#working--;
    }
    if (this.#working === 0 && isLogLost(ended)) this.#endThread();
    this.#options.onEnded(ended);
  }

  /** Its log takes no more prompts. The next one opens the thread again; until there is room on the disk, it is told so. */
  #endThread(): void {
    const thread = this.#thread;
    if (thread === undefined) return;
    this.#thread = undefined;
    this.#opening = undefined;
    this.#origin = { kind: "resume", thread: thread.id };
    this.#ending = thread.close().catch(() => {});
  }

  #open(): Promise<Thread> {
    this.#opening ??= this.#openNow().catch((error: unknown) => {
      // The next prompt tries again.
      this.#opening = undefined;
      throw error;
    });
    return this.#opening;
  }

  async #openNow(): Promise<Thread> {
    await this.#ending;
    const { io, onProgress, onNotice } = this.#options;
    const [{ openThread }, { loadConfig }, { resolveWorkspace }] = await Promise.all([
      import("../../../agent/open-thread.ts"),
      import("../../../config/load.ts"),
      import("../../../sandbox/open.ts"),
    ]);
    const workspace = resolveWorkspace(io.cwd);
    const config = await loadConfig({ env: io.env, flags: this.#flags, workspace });
    for (const notice of config.notices) onNotice(notice);
    const thread = await openThread({
      config,
      env: io.env,
      workspace,
      version,
      origin: this.#origin,
      attended: true,
      output: undefined,
      listener: (heard) => this.#events.take(heard),
      onProgress,
      onNotice,
    });
    await this.#openVersions();
    this.#thread = thread;
    return thread;
  }

  /** Where there is none, changes are named, and not shown. */
  async #openVersions(): Promise<void> {
    const { openFileVersions } = await import("../../support/file-versions.ts");
    this.#versionsOf = await openFileVersions(this.#options.io).catch(() => undefined);
  }

  async #tellPast({ thread, ...from }: Exclude<Origin, { kind: "new" }>): Promise<void> {
    const [{ readEvents }, { fettleHome }] = await Promise.all([import("../../../log/events.ts"), import("../../../config/load.ts")]);
    await this.#openVersions();
    const last = "seq" in from && from.seq !== undefined ? from.seq : Infinity;
    for await (const event of readEvents(fettleHome(this.#options.io.env), thread, { onSkipped: () => {} })) {
      if (event.thread === thread && event.seq > last) break;
      this.#events.take(event);
    }
    await this.#events.settled();
  }
}

function isLogLost(ended: TurnOutcome | Error | undefined): boolean {
  const code = ended instanceof Error ? toErrorFacts(ended).code : ended?.error?.code;
  return code === "log.disk";
}
