/** What lies below a box: a backend starts processes on a view of the writable roots. */
import type { Readable } from "node:stream";
import type { Connection } from "./event.ts";
import type { BoxOptions, SandboxTraits } from "./sandbox.ts";

/** How a command ended. `never`: nothing was there to start. `lost`: what watched it died first, or it took more than it may have. */
export type Ending = { how: "exit"; code: number } | { how: "signal"; signal: string } | { how: "never" } | { how: "lost"; reason: string };

/** An overlay for one root: `upper` and `work` are empty folders below one of the backend's `stores`, on the root's file system. */
export interface Layer {
  root: string;
  upper: string;
  work: string;
}

/**
 * What a command sees where the writable roots are: private layers over them, whose content is judged before it counts;
 * the roots themselves (background jobs, and backends that have no layers); or the roots without leave to write.
 */
export type View = { kind: "layers"; layers: readonly Layer[] } | { kind: "direct" } | { kind: "read-only" };

export interface Order {
  /** A script for `bash --norc --noprofile -c`, or a program with its arguments. */
  what: { script: string } | { argv: readonly string[] };
  /** Absolute. */
  cwd: string;
  /** Besides the variables that all commands of the box have. */
  env: Readonly<Record<string, string>>;
  stdin: string | undefined;
  limits: { memoryBytes: number; processes: number };
  view: View;
}

/** One command in a box. */
export interface Process {
  output: Readable;
  /** Never rejects. Then the output has ended and no process of the command is left. */
  ended: Promise<Ending>;
  /** SIGTERM goes to the command's process group, SIGKILL to everything it started. */
  kill(signal: "SIGTERM" | "SIGKILL"): void;
  /**
   * With layers: absolute path under which the merged view of a root can be read after the end, until `release`;
   * undefined when there is none. Lower folders that a command removed and made anew are only seen there.
   */
  merged(root: string): string | undefined;
  /** Lets go of the merged views. */
  release(): void;
}

export interface Backend {
  traits: SandboxTraits;
  /** Whether `launch` takes views with layers. */
  layers: boolean;
  /** Whether commands do not see what `bans` keep from being read. */
  hidesKept?: true;
  /** Rejects with `sandbox.unavailable` when the box cannot start, and `sandbox.failed` when a command cannot be confined: nothing has run then. */
  launch(order: Order): Promise<Process>;
  /** Takes the records of connections that were made or refused since the last call. */
  takeConnections?(): Connection[];
  /** Begins what is slow to begin, in the background; never throws. */
  warm(): void;
  /** Ends every process. */
  close(): Promise<void>;
}

export interface BackendOptions extends BoxOptions {
  /** Absolute, real paths of all folders that commands may write to; the workspace is the first. None lies in another. */
  roots: readonly string[];
  /** Absolute, real paths of the folders that layers lie in (the undo stores). Commands do not see them. Empty when there will be no layers. */
  stores: readonly string[];
}

/** One thing that was tried in a real box. */
export interface Attempt {
  /** In few words: `write outside`. */
  what: string;
  /** It went as it should: what is forbidden failed, what is promised happened. */
  ok: boolean;
  /** Without it the backend does not count as available. */
  needed: boolean;
  /** What happened, and what that means; a sentence without its full stop. */
  means: string;
}

/** What a backend finds on this machine: by trying, not by looking at versions. */
export interface Probe {
  available: boolean;
  /** What was tried and what happened; one line each. */
  findings: string[];
  attempts: readonly Attempt[];
  /** How to get what is missing, in one sentence. */
  hint?: string;
}

export interface ProbeOptions {
  /** An existing folder; layers are tried below it, as its file system decides whether there can be any. Default: the folder for temporary files. */
  folder?: string;
}

export interface Sandbox {
  name: string;
  /** Order of preference; the lowest available one is chosen by `auto`. Backends that do not confine are never chosen by `auto`. */
  rank: number;
  confined: boolean;
  /** Present when something else confines and a person says so: `auto` takes nobody's word for that. */
  declared?: true;
  /** Present when nobody has tried it on a real machine yet. */
  experimental?: true;
  /** By Node's `process.platform`; default: all. On others it is not tried. */
  platforms?: readonly string[];
  probe(options?: ProbeOptions): Promise<Probe>;
  /** Cheap: starts nothing. Rejects with `sandbox.unavailable` and a hint when the machine plainly cannot. */
  backend(options: BackendOptions): Promise<Backend>;
}

export function defineSandbox(sandbox: Sandbox): Sandbox {
  return sandbox;
}

/** What is known without loading the file; generated. */
export interface SandboxEntry {
  name: string;
  rank: number;
  confined: boolean;
  declared?: true;
  experimental?: true;
  platforms?: readonly string[];
  load(): Promise<{ default: Sandbox }>;
}
