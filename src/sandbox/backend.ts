/** What lies below a box: a backend starts processes on a view of the writable roots. */
import type { Readable } from "node:stream";
import type { SandboxTraits } from "../contract/sandbox.ts";

/** How a command ended. `never`: nothing was there to start. `lost`: what watched it died first. */
export type Ending = { how: "exit"; code: number } | { how: "signal"; signal: string } | { how: "never" } | { how: "lost"; reason: string };

/** An overlay for one root: `upper` and `work` are empty folders of the store, on the root's file system. */
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
  /** To the command's process group. */
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
  /** Starts what is slow to start. Rejects with `sandbox.unavailable`. Called before the first launch, and anew after the box died. */
  launch(order: Order): Promise<Process>;
  /** Begins what is slow to begin, in the background; never throws. */
  warm(): void;
  /** Ends every process. */
  close(): Promise<void>;
}
