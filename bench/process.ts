import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import type { Readable } from "node:stream";
import { watchMemory } from "./memory.ts";
import { nowMs } from "./clock.ts";

export interface Command {
  argv: readonly string[];
  cwd: string;
  env: Readonly<Record<string, string>>;
  timeoutMs: number;
}

export interface Measured {
  startedMs: number;
  wallMs: number;
  /** User and system time of the program and of all it waited for. */
  cpuMs: number;
  /** Peak of the largest process of its tree. */
  peakMb: number;
  /** Peak of the sum over its tree; pages that processes share count once for each. */
  treeMb: number;
  /** Null when it was ended because its time was over. */
  exitCode: number | null;
  stderr: string;
}

/**
 * Bash measures what Node cannot: the processor time of one child and of all it waited for, to the millisecond.
 * It costs every program the same, the bare Node included: about one millisecond of wall time.
 */
const timed = `TIMEFORMAT='%U %S'; { time "$@" 2>&4; } 2>&3`;

/** Runs a program to its end, without input, its output thrown away. */
export async function measure({ argv, cwd, env, timeoutMs }: Command): Promise<Measured> {
  const startedMs = nowMs();
  const stdio = ["ignore", "ignore", "ignore", "pipe", "pipe"] as const;
  const child = spawn("bash", ["--norc", "--noprofile", "-c", timed, "bash", ...argv], { cwd, env, stdio: [...stdio], detached: true });
  const end = (): void => void process.kill(-child.pid!, "SIGKILL");
  const timer = setTimeout(end, timeoutMs);
  const memory = watchMemory(child.pid!);
  const times = text(child.stdio[3] as Readable);
  const stderr = text(child.stdio[4] as Readable);
  const exitCode = await new Promise<number | null>((resolve) => child.once("exit", resolve));
  const wallMs = nowMs() - startedMs;
  clearTimeout(timer);
  const [user = 0, system = 0] = (await times).split(" ").map(Number);
  return { startedMs, wallMs, cpuMs: (user + system) * 1000, ...memory.stop(), exitCode, stderr: await stderr };
}
