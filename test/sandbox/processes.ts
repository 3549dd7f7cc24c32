import { readFileSync, readdirSync } from "node:fs";

/** Process ids of everything on the machine whose command line contains `mark`. */
export function findProcesses(mark: string): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== process.pid && commandLine(pid).includes(mark));
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return ""; // It ended meanwhile.
  }
}

export interface Stat {
  name: string;
  parent: number;
  session: number;
}

/** Zeros when it is gone. */
export function statOf(pid: number): Stat {
  try {
    const [, name = "", rest = ""] = /\((.*)\) \S (.*)$/s.exec(readFileSync(`/proc/${pid}/stat`, "utf8")) ?? [];
    const [parent = 0, , session = 0] = rest.split(" ").map(Number);
    return { name, parent, session };
  } catch {
    return { name: "", parent: 0, session: 0 };
  }
}

export function parentOf(pid: number): number {
  return statOf(pid).parent;
}

/** Children, their children and so on. */
export function descendantsOf(pid: number): number[] {
  const all = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  const parents = new Map(all.map((other) => [other, parentOf(other)]));
  const isBelow = (other: number): boolean => {
    for (let at = parents.get(other) ?? 0; at > 1; at = parents.get(at) ?? 0) if (at === pid) return true;
    return false;
  };
  return all.filter(isBelow);
}
