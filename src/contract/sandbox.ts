/**
 * Where effects happen. Every effect of every tool goes through a `Box`; there is one per thread, over a backend (backend.ts).
 * No argument a model can set reaches `BoxOptions`.
 */
import type { Change, Connection, Held } from "./event.ts";

export type Effect = "none" | "read" | "write" | "execute" | "network";

/** What a rule says to a host whatever lists allow it. */
export interface HostRuling {
  decision: "ask" | "deny";
  /** Name of the rule and where it stands. */
  rule: string;
  where: string;
  reason: string;
}

/** A connection to a host that a rule asks about; without one, a request that would write where no list allows it. */
export interface NetworkQuestion {
  host: string;
  port: number;
  method: string;
  /** Without the query, at most 200 characters. Empty when a whole connection is asked for. */
  path: string;
  ruling?: HostRuling;
}

/** What a box may reach. */
export interface NetworkOptions {
  /** `host`, `host:port`, `*.host`, `preset:NAME`. */
  allow: readonly string[];
  /** Where writing needs no answer. Allows nothing that `allow` does not. */
  write: readonly string[];
  /** Where connections are passed on unread. Allows nothing that `allow` does not. */
  tunnel: readonly string[];
  /** By variable: where the real value is put in place of what commands see. */
  secrets: Readonly<Record<string, { hosts?: readonly string[]; query?: boolean }>>;
  /** Of the harness: values of secrets, the machine's own proxy and certificates. */
  env: Readonly<Record<string, string | undefined>>;
  /** What a rule says to a canonical host; undefined when none is stricter than the lists. */
  ruled?(host: string): HostRuling | undefined;
  /**
   * Answers for a person; undefined when nobody could be asked. Without it nobody is there, and what would be asked is refused.
   * `signal` goes off when the box no longer waits.
   */
  judge?(question: NetworkQuestion, signal: AbortSignal): Promise<"allow" | "deny" | undefined>;
}

/** What rules keep from the agent, asked by absolute, canonical path. Pure. */
export interface PathBans {
  /** Why the path, or the folder it lies in, is kept, with rule and place; undefined when it is not. */
  over(path: string): string | undefined;
  /** Whether something in this folder may be kept, whatever its name. */
  below(folder: string): boolean;
  /** Why the folder must not go although what was in it cannot be looked at any more. */
  named(folder: string): string | undefined;
}

export interface BoxOptions {
  /** Absolute, real path of the workspace. Never `/` or the home folder. */
  workspace: string;
  /** Fettle's own folder: undo stores lie in it where they can. */
  home: string;
  /** A private folder of the harness for this thread, outside the workspace, that the box may see only in the parts the backend mounts. */
  stateDir: string;
  /** Mount the workspace read-only (plan mode). */
  readOnly: boolean;
  /** Names of further environment variables that commands may see; values come from the harness's environment. */
  passEnv: readonly string[];
  /** Names of variables that no `passEnv` gets into the box: the keys of model providers. */
  neverPass?: readonly string[];
  /** Bytes of address space and number of processes a command may have; 0 = no limit. */
  limits: { memoryBytes: number; processes: number };
  /** Bytes of old content that each undo store keeps. */
  undoBytes: number;
  /** More deletions at once than these are held back. */
  maxDeletions: number;
  /** Absent: no network. */
  network?: NetworkOptions;
  /** What commands and tools may not read, or not change, whichever road they take. Absent: nothing. */
  bans?: { read?: PathBans; write?: PathBans };
}

export interface CommandOptions {
  /** Relative to the workspace, default its root. */
  cwd?: string;
  /** Milliseconds; 0 = none. On expiry SIGTERM to the group, SIGKILL 2 s later. */
  timeoutMs: number;
  signal?: AbortSignal;
  env?: Readonly<Record<string, string>>;
  /** Text for standard input; without it the input is empty. */
  stdin?: string;
  /** Called with each chunk as it arrives. */
  onOutput?(chunk: Buffer): void;
  /** Bytes of output that are kept (head and tail half each); the rest is counted, hashed and dropped. Default 8 MiB. */
  maxBytes?: number;
}

export interface CommandResult {
  /** Null when ended by a signal or never started. */
  exitCode: number | null;
  signal: string | null;
  timedOut: boolean;
  aborted: boolean;
  /** Standard output and error as they arrived, interleaved. When `omittedBytes` > 0 a marker line stands where bytes are missing. */
  output: Buffer;
  totalBytes: number;
  omittedBytes: number;
  /** SHA-256 (hex) over all `totalBytes`. */
  outputHash: string;
  ms: number;
}

export interface JobStatus {
  id: string;
  command: string;
  running: boolean;
  exitCode: number | null;
  signal: string | null;
  totalBytes: number;
}

/** Long-running commands of a thread. They end with the box. */
export interface Jobs {
  start(script: string, options: { cwd?: string; env?: Readonly<Record<string, string>> }): Promise<JobStatus>;
  list(): JobStatus[];
  /** Output from byte `offset`, at most `maxBytes`; older bytes than the last 1 MiB may be gone. */
  output(id: string, offset: number, maxBytes: number): { text: string; nextOffset: number; droppedBytes: number };
  /** Resolves with `true` when the output matches, `false` when the job ended or the time is over first. */
  waitFor(id: string, pattern: RegExp, timeoutMs: number, signal?: AbortSignal): Promise<boolean>;
  stop(id: string): Promise<JobStatus>;
  /** Hears of each job that starts or ends from now on. Returns what ends it. */
  watch(listener: (job: JobStatus) => void): () => void;
}

export interface FileFacts {
  type: "file" | "directory" | "symlink" | "other";
  size: number;
  mode: number;
  mtimeMs: number;
}

/**
 * The workspace's files as tools see them. Paths are relative to the workspace or absolute inside it.
 * No symlink is followed out of the workspace, also not one that is swapped in meanwhile; the attempt throws `sandbox.outside`
 * naming the real target. A missing file throws the `ENOENT` of the file system.
 */
export interface Files {
  /** The path relative to the workspace, normalised; throws `sandbox.outside`. */
  resolve(path: string): string;
  facts(path: string): Promise<FileFacts>;
  /** At most `maxBytes` from `offset`. */
  read(path: string, window?: { offset: number; maxBytes: number }): Promise<Buffer>;
  /** Atomic (temporary file, rename); keeps the mode of an existing file; makes missing folders. */
  write(path: string, content: Uint8Array): Promise<void>;
  remove(path: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  list(path: string): Promise<{ name: string; type: FileFacts["type"] }[]>;
}

export interface Box {
  files: Files;
  jobs: Jobs;
  /** Runs `script` by a fixed `bash --norc --noprofile`, in its own process group, without a terminal. */
  run(script: string, options: CommandOptions): Promise<CommandResult>;
  /** Runs a program without a shell. */
  exec(argv: readonly string[], options: CommandOptions): Promise<CommandResult>;
}

/** For whom a transaction is done. */
export interface TransactionRequest {
  effect: Effect;
  thread: string;
  turn: number;
  /** Id of the call, repair or check. */
  item: string;
  /** One line for people: `shell npm ci`. */
  title: string;
}

/** What a transaction did to the workspace and the other writable roots. */
export interface TransactionOutcome {
  changes: Change[];
  /** Where `fettle undo` can return to; one for each commit that changed something. */
  checkpoints: string[];
  /** Connections that were made or refused since the transaction before. */
  connections: Connection[];
  /** What the gate kept out, and the ids under which it is kept. */
  held: Held[];
  quarantine: string[];
  /** False when changes made by commands may not all be known. */
  complete: boolean;
  /** What whoever asked has to know besides, one sentence each. */
  notes: string[];
}

/** What the commands of a trial find, by path relative to the workspace: this content, or nothing. */
export type TrialEdits = ReadonlyMap<string, Uint8Array | null>;

/** Outside of a transaction each command and each edit is one of its own. */
export interface OpenBox extends Box, AsyncDisposable {
  traits: SandboxTraits;
  /** Absolute path of the workspace. */
  workspace: string;
  /** Starts what is slow to start, in the background. Never throws; the first command reports a failure. */
  warm(): void;
  /**
   * Runs `body` as one transaction. Each command's changes are judged and committed when it ends; edits when `body` has returned,
   * unless `keepEdits` says that they are not wanted, or `body` throws. Effects `none` and `read` see the workspace read-only.
   */
  transaction<T>(
    request: TransactionRequest,
    body: (box: Box) => Promise<T>,
    options?: { keepEdits?(value: T): boolean },
  ): Promise<{ value: T } & TransactionOutcome>;
  /**
   * Runs `body` on the workspace as it is, but for `edits`. Its commands see what those before them have written; all of it is dropped at
   * the end, however that comes: nothing reaches the workspace. No files are copied but those of `edits`.
   * Absent where commands cannot have private layers, and where nothing may be written.
   */
  trial?<T>(edits: TrialEdits, body: (box: Pick<Box, "run" | "exec">) => Promise<T>): Promise<T>;
  /** What came of a transaction of that item which nobody has heard the end of: whether it reached the workspace. */
  happened(request: { thread: string; item: string }): Promise<"done" | "not-done" | "unknown">;
  /** Ends every process of the box, jobs included. */
  close(): Promise<void>;
}

export interface SandboxTraits {
  name: string;
  /** True when a command cannot write outside the workspace nor reach the network. */
  confined: boolean;
  network: "none" | "listed" | "host";
  /** Present where commands cannot speak to each other by TCP either. */
  loopback?: false;
  /** One line for people: what holds, and what does not. */
  summary: string;
  /** What somebody should know at the start: why it is not the box that it could be. */
  notice?: string;
}
