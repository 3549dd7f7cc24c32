import { readFileSync } from "node:fs";

/** The environment variable by which a process that left its command's group is still known as that command's. */
export const COMMAND_VARIABLE = "FETTLE_COMMAND";

export interface StrayRules {
  /** Process id, as the harness sees it, of the first process of the box: it inherits every orphan. */
  leader: number;
  /** Process ids, as the box sees them, of what lawfully lives under the leader. */
  keepers: ReadonlySet<number>;
  /** Values of the variable that belong to commands and jobs that still run. */
  alive: ReadonlySet<string>;
}

/**
 * Kills what commands that have ended left behind: daemons and other orphans in whatever session they hide.
 * An orphan of a command or job that still runs stays. Returns the number of processes killed; killing one may orphan more,
 * so the caller repeats until it is 0.
 */
export function killStrays({ leader, keepers, alive }: StrayRules): number {
  const strays = childrenOf(leader).filter((pid) => !keepers.has(innermostPid(pid)) && !alive.has(commandOf(pid)));
  for (const pid of strays) kill(pid);
  return strays.length;
}

function childrenOf(pid: number): number[] {
  return read(`/proc/${pid}/task/${pid}/children`).split(" ").filter(Boolean).map(Number);
}

function innermostPid(pid: number): number {
  return Number(/^NSpid:.*?(\d+)$/m.exec(read(`/proc/${pid}/status`))?.[1]);
}

function commandOf(pid: number): string {
  const line = read(`/proc/${pid}/environ`)
    .split("\0")
    .find((line) => line.startsWith(`${COMMAND_VARIABLE}=`));
  return line?.slice(COMMAND_VARIABLE.length + 1) ?? "";
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It ended by itself.
  }
}

/** Empty for a process that is gone or that nobody may look into. */
function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
