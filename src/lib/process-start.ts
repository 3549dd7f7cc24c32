import { readFileSync } from "node:fs";

/**
 * When a process started, in clock ticks since the machine did: tells it from a later one with the same pid.
 * `unknown` where the system does not tell; undefined when there is no such process or it has ended and only its parent does not know yet.
 */
export function processStart(pid: number): string | undefined {
  if (process.platform !== "linux") return exists(pid) ? "unknown" : undefined;
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return undefined;
  }
  // proc_pid_stat(5): the command in parentheses may itself hold spaces and parentheses; after it come state (3) … starttime (22).
  const [state, ...rest] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return state === "Z" || state === "X" ? undefined : rest[18];
}

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
