import { readdirSync } from "node:fs";
import type { Order } from "../contract/backend.ts";
import { findControlGroups, makeControlGroup, removeDeadGroups, type ControlGroups } from "./control-groups.ts";

type Limits = Order["limits"];

/** How often the processes of a command are counted where nobody else does. */
const COUNT_EVERY_MS = 20;

/** The limits of one command. */
export interface LimitedCommand {
  /** What is left to the limits of single processes (setrlimit). */
  rlimits: Limits;
  /** Called with the first process of its pid namespace before the command begins. Throws when the kernel refuses. `stop` ends it for a reason. */
  begin(first: number, stop: (reason: string) => void): void;
  finish(): void;
}

/**
 * Keeps limits by control groups where there are any; else by setrlimit, which counts address space instead of memory. The kernel exempts
 * root from its limit on processes: without control groups those of root are counted, and a command that has too many is ended.
 */
export function openLimits({ isRoot, groups }: { isRoot: boolean; groups?: ControlGroups }): (limits: Limits) => LimitedCommand {
  return (limits) => {
    if (limits.memoryBytes === 0 && limits.processes === 0) return { rlimits: limits, begin: () => {}, finish: () => {} };
    if (groups === undefined) removeDeadGroups((groups = findControlGroups()));
    const memory = makeControlGroup(groups.memory, limits.memoryBytes);
    // The process that reports how the command ended is one more.
    const pids = makeControlGroup(groups.pids, limits.processes === 0 ? 0 : limits.processes + 1);
    let counting: NodeJS.Timeout | undefined;
    return {
      rlimits: { memoryBytes: memory === undefined ? limits.memoryBytes : 0, processes: pids === undefined ? limits.processes : 0 },
      begin(first, stop) {
        memory?.add(first);
        pids?.add(first);
        if (pids !== undefined || limits.processes === 0 || !isRoot) return;
        counting = setInterval(() => {
          if (countProcesses(first) > limits.processes + 1) stop(`it had more than the ${limits.processes} processes it may have`);
        }, COUNT_EVERY_MS);
      },
      finish() {
        clearInterval(counting);
        memory?.remove();
        pids?.remove();
      },
    };
  };
}

/** In the namespace of that process, by the box's own /proc. */
function countProcesses(first: number): number {
  try {
    return readdirSync(`/proc/${first}/root/proc`).filter((name) => /^\d+$/.test(name)).length;
  } catch {
    return 0; // It is gone.
  }
}
