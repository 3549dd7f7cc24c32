/** A surface shows events and sends commands. On the command line each is one sub-command. */
import type { ExitCode } from "./error.ts";
import type { EventBody } from "./event.ts";
import type { Environment } from "./provider.ts";

export interface SurfaceOption {
  /** As commander writes it: `--model <name>`, `--json`. Not `<name...>`, which would take the words after it, too. */
  flags: string;
  describe: string;
  /** Can be given more than once: its value is a list. */
  repeats?: true;
}

/** The world a surface runs in; nothing is taken from globals. */
export interface SurfaceIo {
  stdin: NodeJS.ReadableStream & { isTTY?: boolean };
  stdout: NodeJS.WritableStream & { isTTY?: boolean; columns?: number };
  stderr: NodeJS.WritableStream & { isTTY?: boolean };
  env: Environment;
  cwd: string;
  /** Aborted by the first Ctrl-C, SIGTERM or SIGHUP; a second one ends the process. */
  interrupt: AbortSignal;
}

export interface SurfaceCall {
  args: readonly string[];
  /** By commander's camel-case names. */
  options: Readonly<Record<string, unknown>>;
  io: SurfaceIo;
  /** Where the command is one of a terminal with an open thread: its log, which nobody else can write to meanwhile. */
  own?: OwnLog;
}

export interface OwnLog {
  thread: string;
  append(body: EventBody, options: { durable: boolean }): unknown;
}

export interface Surface {
  name: string;
  summary: string;
  /** As commander writes them: `[prompt...]`, `<id>`. */
  arguments?: string;
  options?: readonly SurfaceOption[];
  /** Shown under `--help`. */
  examples: readonly { command: string; does: string }[];
  run(call: SurfaceCall): Promise<ExitCode>;
}

export function defineSurface(surface: Surface): Surface {
  return surface;
}

/** What is known of a surface without loading it; generated. */
export interface SurfaceEntry {
  name: string;
  summary: string;
  load(): Promise<{ default: Surface }>;
}
