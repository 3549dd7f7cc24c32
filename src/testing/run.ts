import { spawn, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import type { Readable, Writable } from "node:stream";
import { parseJson } from "./json.ts";

export interface RunOptions {
  cwd?: string;
  /** Over the environment of this process; undefined removes a variable. */
  env?: Readonly<Record<string, string | undefined>>;
  /** What the program reads. Default: nothing. */
  stdin?: string;
  /** A guard against hanging, in milliseconds: the program and its children are killed and the run fails. Default: 60 s. */
  timeoutMs?: number;
}

export interface RunResult {
  /** Null when a signal ended the program. */
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** Runs a program to its end. Rejects when it cannot be started or takes longer than `timeoutMs`. */
export async function run(argv: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  await using program = start(argv, options);
  program.stdin.end(options.stdin ?? "");
  return await program.ended;
}

/** A program that is running. Killed with its children when disposed of. */
export interface RunningProgram extends AsyncDisposable {
  pid: number;
  stdin: Writable;
  /** Rejects as `run` does. */
  ended: Promise<RunResult>;
  /**
   * The first line of standard output that is JSON and that `matches`; lines already seen by an earlier call are passed over.
   * Rejects with all output when the program ends first.
   */
  until<Line>(matches: (line: Line) => boolean): Promise<Line>;
  /** Sends the signal to the program and its children. */
  kill(signal?: NodeJS.Signals): void;
}

/** Starts a program in a process group of its own. */
export function start(argv: readonly string[], options: RunOptions = {}): RunningProgram {
  const [command = "", ...args] = argv;
  const { cwd, timeoutMs = 60_000 } = options;
  const env = { ...process.env, ...options.env };
  const child = spawn(command, args, { cwd, env, detached: true, stdio: ["pipe", "pipe", "pipe"] });
  // A program that does not read its input may end before the input is written.
  child.stdin.on("error", () => {});
  const output = collect(child);
  /** How far `until` has read. */
  let read = 0;
  const kill = (signal: NodeJS.Signals = "SIGTERM") => killGroup(child, signal);
  const ended = finish(child, { output, timeoutMs, title: argv.join(" ") });
  // Whoever does not wait for the end does not want to hear of it.
  ended.catch(() => {});
  return {
    pid: child.pid ?? 0,
    stdin: child.stdin,
    ended,
    kill,
    async until<Line>(matches: (line: Line) => boolean): Promise<Line> {
      for (;;) {
        const end = output.stdout.indexOf("\n", read);
        if (end >= 0) {
          const line = parseJson(output.stdout.slice(read, end)) as Line | undefined;
          read = end + 1;
          if (line !== undefined && matches(line)) return line;
        } else if (child.stdout.readableEnded) {
          throw new Error(`${argv.join(" ")} ended before the line came\n${output.stdout}${output.stderr}`);
        } else {
          const heard = new AbortController();
          const { signal } = heard;
          await Promise.race([once(child.stdout, "data", { signal }), once(child.stdout, "end", { signal }), ended]).finally(() =>
            heard.abort(),
          );
        }
      }
    },
    async [Symbol.asyncDispose]() {
      kill("SIGKILL");
      await ended.catch(() => {});
    },
  };
}

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

interface Output {
  stdout: string;
  stderr: string;
}

function collect({ stdout, stderr }: Child): Output {
  const output = { stdout: "", stderr: "" };
  stdout.setEncoding("utf8").on("data", (text: string) => (output.stdout += text));
  stderr.setEncoding("utf8").on("data", (text: string) => (output.stderr += text));
  return output;
}

async function finish(
  child: Child,
  { output, timeoutMs, title }: { output: Output; timeoutMs: number; title: string },
): Promise<RunResult> {
  let late = false;
  const guard = setTimeout(() => {
    late = true;
    killGroup(child, "SIGKILL");
  }, timeoutMs);
  try {
    const [code, signal] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
    if (late) throw new Error(`${title} did not end within ${timeoutMs} ms\n${output.stdout}${output.stderr}`);
    return { code, signal, ...output };
  } finally {
    clearTimeout(guard);
  }
}

function killGroup({ pid }: Child, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    // The whole group has ended already.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
