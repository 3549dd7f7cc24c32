import { spawn, type ChildProcess } from "node:child_process";
import { close, closeSync, constants, openSync, readFileSync } from "node:fs";
import type { Socket } from "node:net";
import type { Readable, Writable } from "node:stream";
import type { Ending, Process } from "../contract/backend.ts";
import type { Identity } from "./identity.ts";
import type { Pipe } from "./meeting-place.ts";
import { readEnding, readGroup } from "./reporter.ts";

/** After a command has ended nothing should hold its output open; outside of a box something may. */
const OUTPUT_GRACE_MS = 500;
/** Nothing in the way of a command waits for anything; what takes longer hangs. */
const START_DEADLINE_MS = 20_000;
const MAX_WORDS = 16 * 1024;

/** See `Start.shared`. */
export const FIRST_SHARED = 8;

export interface Start {
  /** What becomes the reporter, or its parent. */
  argv: readonly string[];
  env: Readonly<Record<string, string>>;
  user: Identity | undefined;
  output: Pipe;
  /** Descriptors for what is not a pipe of the harness; they are closed here. */
  files: { stdin: number | undefined; order: number; filter: number | undefined; script: number | undefined };
  /** Descriptors of the harness that stay open there, from `FIRST_SHARED` on. */
  shared: readonly number[];
  /** The reporter is the first process of a pid namespace, and bubblewrap its parent. */
  contained: boolean;
  /** Roots whose merged view is to be kept. */
  merged: readonly string[];
  /** Called when the command could begin, and before it does. What it throws keeps it from beginning. */
  prepare?(first: number, lose: (reason: string) => void): void;
  /** Called once, when everything of it is gone. */
  finished?(): void;
}

export interface StartedProcess extends Process {
  /** Ends it like SIGKILL does, but for a reason of the harness. */
  lose(reason: string): void;
}

/** Starts a reporter and lets it begin. Rejects with what was said instead when it could not be started; then no part of the command has run. */
export async function startProcess(start: Start): Promise<StartedProcess> {
  const { argv, env, user, output, files, contained } = start;
  const [program = "", ...args] = argv;
  const { stdin, order, filter, script } = files;
  const optional = (file: number | undefined): number | "ignore" => file ?? "ignore";
  let child: ChildProcess;
  try {
    child = spawn(program, args, {
      env,
      cwd: "/",
      // A Ctrl-C at the terminal is for the harness to handle.
      detached: true,
      ...user,
      stdio: [
        optional(stdin),
        output.writer,
        "pipe",
        contained ? "pipe" : "ignore",
        "pipe",
        order,
        optional(filter),
        optional(script),
        ...start.shared,
      ],
    });
  } finally {
    for (const file of [output.writer, stdin, order, filter, script]) if (file !== undefined) closeSync(file);
  }
  const streams = child.stdio as unknown as (Socket | null)[];
  const go = streams[4] as Writable & Readable;
  go.on("error", () => {}); // The reporter is gone; its end tells.
  go.resume();

  let words = "";
  let status = "";
  let wasReady = false;
  let killed = false;
  let lost: string | undefined;
  let exit: { code: number | null; signal: NodeJS.Signals | null } | undefined;
  const ready = Promise.withResolvers<void>();
  const closed = Promise.withResolvers<void>();
  (child.stderr as Readable).on("data", (chunk: Buffer) => {
    words = (words + chunk.toString()).slice(-MAX_WORDS);
    if (!wasReady && /^ready$/m.test(words)) {
      wasReady = true;
      words = "";
      ready.resolve();
    }
  });
  streams[3]?.on("data", (chunk: Buffer) => (status = (status + chunk.toString()).slice(0, MAX_WORDS)));
  child.once("error", (error) => {
    ready.reject(error);
    closed.resolve();
  });
  child.once("exit", (code, signal) => (exit = { code, signal }));
  child.once("close", () => {
    ready.reject(new Error(words.trim() || `it ended with ${exit?.signal ?? `exit code ${exit?.code}`}`));
    closed.resolve();
  });

  /** As the harness counts; undefined when it is gone. */
  function first(): number | undefined {
    if (exit !== undefined || child.pid === undefined) return undefined;
    if (!contained) return child.pid;
    const pid = Number(/"child-pid": *(\d+)/.exec(status)?.[1]);
    // The number may belong to somebody else by now.
    return parentOf(pid) === child.pid ? pid : undefined;
  }

  function destroy(): void {
    killed = true;
    go.destroy();
    const group = contained ? undefined : readGroup(words);
    if (group !== undefined) send(-group, "SIGKILL");
    else {
      const pid = first();
      if (pid !== undefined) send(pid, "SIGKILL");
      if (pid === undefined || !wasReady) child.kill("SIGKILL");
    }
  }

  function lose(reason: string): void {
    lost ??= reason;
    destroy();
  }

  const views = new Map<string, number>();
  const deadline = setTimeout(() => {
    ready.reject(new Error(`nothing was heard of it within ${START_DEADLINE_MS / 1000} s; the last words were: ${words.trim()}`));
    destroy();
  }, START_DEADLINE_MS);
  try {
    await ready.promise;
    for (const root of start.merged)
      views.set(root, openSync(`/proc/${child.pid}/root${root}`, constants.O_RDONLY | constants.O_DIRECTORY));
    const pid = first();
    if (pid !== undefined) start.prepare?.(pid, lose);
    go.end("!");
  } catch (error) {
    destroy();
    await closed.promise;
    output.reader.destroy();
    release();
    start.finished?.();
    throw error;
  } finally {
    clearTimeout(deadline);
  }

  /** The last one to let go of an overlay waits until the kernel has written to disk all that is new on the file system below it. */
  function release(): void {
    for (const file of views.values()) close(file, () => {});
    views.clear();
  }

  async function end(): Promise<Ending> {
    await closed.promise;
    await drain(output.reader);
    start.finished?.();
    if (lost !== undefined) return { how: "lost", reason: lost };
    const { code, signal } = exit ?? { code: null, signal: null };
    if (code !== null) return readEnding(words, code);
    if (killed) return { how: "signal", signal: "SIGKILL" };
    return { how: "lost", reason: `the process that watched it was killed by ${signal ?? "an unknown signal"}` };
  }

  return {
    output: output.reader,
    ended: end(),
    kill(signal) {
      if (signal === "SIGKILL") return destroy();
      const pid = first();
      if (pid !== undefined) send(pid, signal);
    },
    lose,
    merged(root) {
      const file = views.get(root);
      return file === undefined ? undefined : `/proc/self/fd/${file}`;
    },
    release,
  };
}

function parentOf(pid: number): number | undefined {
  try {
    return Number(/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);
  } catch {
    return undefined;
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It is gone already.
  }
}

/** Waits for the end of the output, but not for ever. */
async function drain(output: Socket): Promise<void> {
  if (output.closed) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(() => output.destroy(), OUTPUT_GRACE_MS);
  output.once("close", resolve);
  await promise;
  clearTimeout(timer);
}
