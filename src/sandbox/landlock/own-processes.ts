import { readdirSync, statSync } from "node:fs";

/** All tasks of the user count against a limit, wherever they run; a process is counted as one here. */
export function countOwnProcesses(): number {
  const user = process.getuid?.();
  return readdirSync("/proc").filter((name) => /^\d+$/.test(name) && ownerOf(name) === user).length;
}

function ownerOf(pid: string): number | undefined {
  return statSync(`/proc/${pid}`, { throwIfNoEntry: false })?.uid;
}
