/**
 * Fettle for programs: open a thread, give it prompts, hear its events, read its log again.
 *
 * ```ts
 * await using thread = await openThread({ workspace: ".", onEvent: (event) => console.log(event.type) });
 * const { verdict, reasons } = await thread.prompt("make the tests pass");
 * ```
 */
import type { Flags } from "./config/load.ts";
import type { Command } from "./contract/command.ts";
import type { Delta, Event } from "./contract/event.ts";
import type { ThreadFacts } from "./log/threads.ts";
import type { WaitingPrompt } from "./agent/inbox.ts";
import type { ThreadJobs, ThreadSetting } from "./agent/thread.ts";
import type { TurnOutcome } from "./agent/turn.ts";
import { fettleHome, loadConfig } from "./config/load.ts";
import { settings } from "./config/settings.ts";
import { FettleError } from "./contract/error.ts";
import type { Origin } from "./agent/open-record.ts";
import { openThread as open } from "./agent/open-thread.ts";
import { version } from "./lib/version.ts";
import { readEvents as read } from "./log/events.ts";
import { listThreads as list, resolveThread } from "./log/threads.ts";
import { resolveWorkspace } from "./sandbox/open.ts";

export type { Command } from "./contract/command.ts";
export { errorCodes, exitCodes, FettleError, type ErrorCode, type ErrorFacts, type ExitCode } from "./contract/error.ts";
export type { Change, Delta, Event, EventType, Receipt, StoredText, Verdict } from "./contract/event.ts";
export type { SettingKey } from "./config/settings.ts";
export type { ThreadFacts } from "./log/threads.ts";
export type { WaitingPrompt } from "./agent/inbox.ts";
export type { ThreadJobs, ThreadSetting } from "./agent/thread.ts";
export type { TurnOutcome } from "./agent/turn.ts";
export { exitCodeOf } from "./surfaces/support/run-task.ts";
export { version } from "./lib/version.ts";

/** Values as a settings file has them: `{ max_steps: 20, "budget.time": "10m", checks: ["npm test"] }`. */
export type SettingValues = Flags;

export interface ThreadOptions {
  /** The folder to work in. */
  workspace: string;
  /** Stronger than environment and files. */
  settings?: SettingValues;
  /** What keys, settings and the state's place are read from. Default: the environment of this process. */
  env?: Readonly<Record<string, string | undefined>>;
  /** Go on with this thread; its id, or an unambiguous beginning of it. */
  resume?: string;
  /** Go on in a new thread from this one's end, or from its event `seq`. */
  fork?: { thread: string; seq?: number };
  /**
   * Whether questions are answered: by commands, when a listener hears `approval.requested` or `question.asked`. Without it nobody is asked,
   * and what would need leave is denied.
   */
  attended?: boolean;
  /** Hears every event after it is in the log, and what is streamed meanwhile. */
  onEvent?: (event: Event | Delta) => void;
  /** Hears what a person should know of the settings, and of damage in the log that is gone on from. */
  onNotice?: (text: string) => void;
}

/** A thread that is open. Only one process at a time can have it open. */
export interface OpenThread extends AsyncDisposable {
  readonly id: string;
  /** Works on the prompt until its turn ends. Rejects only when there can be no log of it; what goes wrong in a turn is in its outcome. */
  prompt(text: string): Promise<TurnOutcome>;
  /** Works on what an earlier process left open, and on what was submitted; undefined when no turn came of it. */
  resume(): Promise<TurnOutcome | undefined>;
  /** Sends a command, also while a turn runs: a prompt then joins the turn before its next step, and so does a command of one's own. */
  submit(command: Command): void;
  /** Prompts that no turn has taken yet, in order. */
  readonly waiting: readonly WaitingPrompt[];
  /** What the thread works with, and what the last step used of it. */
  readonly setting: ThreadSetting;
  /** Commands that go on while the thread works. */
  readonly jobs: ThreadJobs;
  /** Further listeners, from now on. Returns what ends it. */
  listen(listener: (event: Event | Delta) => void): () => void;
  close(): Promise<void>;
}

/** Opens a thread. Throws a `FettleError` when its settings, model, workspace or sandbox cannot be used. */
export async function openThread(options: ThreadOptions): Promise<OpenThread> {
  const { env = process.env, settings: values = {}, onEvent = () => {}, onNotice = () => {} } = options;
  for (const key of Object.keys(values))
    if (!(key in settings))
      throw new FettleError("config.invalid", `Unknown setting "${key}"`, { hint: `Known: ${Object.keys(settings).join(", ")}.` });
  const workspace = resolveWorkspace(options.workspace);
  const config = await loadConfig({ env, flags: values, workspace });
  for (const notice of config.notices) onNotice(notice);
  const thread = await open({
    config,
    env,
    workspace,
    version,
    origin: originOf(options, config.home),
    attended: options.attended === true,
    output: undefined,
    listener: onEvent,
    onProgress() {},
    onNotice,
  });
  return {
    id: thread.id,
    async prompt(text) {
      thread.submit({ type: "prompt.submit", text });
      const outcome = await thread.work();
      if (outcome === undefined) throw new Error("unreachable: a prompt without an outcome");
      return outcome;
    },
    resume: () => thread.work(),
    submit: (command) => thread.submit(command),
    get waiting() {
      return thread.waiting;
    },
    get setting() {
      return thread.setting;
    },
    jobs: thread.jobs,
    listen: (listener) => thread.listen(listener),
    close: () => thread.close(),
    [Symbol.asyncDispose]: () => thread.close(),
  };
}

function originOf({ resume, fork }: ThreadOptions, home: string): Origin {
  if (resume !== undefined && fork !== undefined) throw new FettleError("usage.invalid", "A thread is resumed or forked, not both");
  if (resume !== undefined) return { kind: "resume", thread: resolveThread(home, resume) };
  if (fork !== undefined) return { kind: "fork", ...fork, thread: resolveThread(home, fork.thread) };
  return { kind: "new" };
}

/** Where the state lies, `FETTLE_HOME` or `~/.fettle`. */
export interface StateOptions {
  env?: Readonly<Record<string, string | undefined>>;
}

/** The events of a thread, oldest first, read as they are asked for. Throws `thread.missing`. */
export async function* readEvents(thread: string, { env = process.env }: StateOptions = {}): AsyncGenerator<Event> {
  const home = fettleHome(env);
  yield* read(home, resolveThread(home, thread), {});
}

/** All threads, newest first, each read when it is asked for. */
export function listThreads({ env = process.env }: StateOptions = {}): Generator<ThreadFacts> {
  return list(fettleHome(env));
}
