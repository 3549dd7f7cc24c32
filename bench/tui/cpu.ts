import { readFileSync } from "node:fs";

/** Milliseconds in one tick, the kernel's unit for times of processes (USER_HZ is 100 on all of Linux). */
const TICK_MS = 10;

/** User and system time of a process and of its children that have ended; 0 when it has gone. */
export function cpuMsOf(pid: number): number {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return 0;
  }
  // The second field, the name in brackets, may have blanks in it.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks) * TICK_MS, 0);
}
