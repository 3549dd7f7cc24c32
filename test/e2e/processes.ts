import { readdirSync, readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";

const LOOK_AGAIN_MS = 10;

/** Resolves when a process runs whose command line is `text`: what a command changes is not in the workspace before its end. */
export async function untilRuns(text: string): Promise<void> {
  while (!commandLines().includes(text)) await setTimeout(LOOK_AGAIN_MS);
}

/** Of all processes of this machine. */
export function commandLines(): string[] {
  return processes().map(({ line }) => line);
}

/** Ends what has this command line: without a box a killed harness leaves its commands behind. */
export function endProcess(text: string): void {
  for (const { pid, line } of processes()) if (line === text) process.kill(pid, "SIGKILL");
}

function processes(): { pid: number; line: string }[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => ({ pid: Number(pid), line: lineOf(pid) }));
}

function lineOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
  } catch {
    return "";
  }
}
