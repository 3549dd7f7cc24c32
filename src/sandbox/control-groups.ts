import { accessSync, constants, existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { isInside } from "../lib/path.ts";

/** Limits that the kernel keeps for a command and all that it starts together. */
export interface ControlGroup {
  /** A process, and with it what it starts from now on. Throws when the kernel refuses. */
  add(pid: number): void;
  /** When no process is left in it. */
  remove(): void;
}

/** Files of one controller, in version 2 and version 1. */
interface Controller {
  /** Folder in which groups can be made. */
  parent: string;
  limitFile: string;
}

export interface ControlGroups {
  memory: Controller | undefined;
  pids: Controller | undefined;
}

type Name = keyof ControlGroups;

const limitFiles: Readonly<Record<Name, { v1: string; v2: string }>> = {
  memory: { v1: "memory.limit_in_bytes", v2: "memory.max" },
  pids: { v1: "pids.max", v2: "pids.max" },
};

/** What this process may use, found by looking where the kernel says it is itself. Containers often have none, and users without a delegated group. */
export function findControlGroups(): ControlGroups {
  try {
    const own = readFileSync("/proc/self/cgroup", "utf8").trimEnd().split("\n");
    const mounts = readFileSync("/proc/self/mountinfo", "utf8").trimEnd().split("\n");
    return { memory: findController("memory", own, mounts), pids: findController("pids", own, mounts) };
  } catch {
    return { memory: undefined, pids: undefined };
  }
}

function findController(name: Name, own: readonly string[], mounts: readonly string[]): Controller | undefined {
  const groups = own.map((line) => /^\d+:([^:]*):(.*)$/.exec(line)).filter((match) => match !== null);
  for (const [, controllers = "", path = ""] of groups) {
    const version = controllers === "" ? "v2" : "v1";
    if (version === "v1" && !controllers.split(",").includes(name)) continue;
    const parent = placeOf(path, mounts, (type, options) =>
      version === "v2" ? type === "cgroup2" : type === "cgroup" && options.split(",").includes(name),
    );
    if (parent === undefined || !isWritable(parent)) continue;
    if (version === "v2" && !enable(name, parent)) continue;
    return { parent, limitFile: limitFiles[name][version] };
  }
  return undefined;
}

/** Where a group is in the file system. Fields of mountinfo: proc(5). */
function placeOf(path: string, mounts: readonly string[], isIt: (type: string, options: string) => boolean): string | undefined {
  for (const line of mounts) {
    const [before = "", after = ""] = line.split(" - ");
    const [, , , root = "", point = ""] = before.split(" ");
    const [type = "", , options = ""] = after.split(" ");
    if (isIt(type, options) && isInside(path, root)) return join(point, relative(root, path));
  }
  return undefined;
}

/** In version 2 the children of a group have a controller only when the group hands it on, which it cannot while processes are in it. */
function enable(name: Name, parent: string): boolean {
  const file = join(parent, "cgroup.subtree_control");
  try {
    if (!readFileSync(file, "utf8").split(/\s/).includes(name)) writeFileSync(file, `+${name}`);
    return true;
  } catch {
    return false;
  }
}

function isWritable(folder: string): boolean {
  try {
    accessSync(join(folder, "cgroup.procs"), constants.W_OK);
    return existsSync(folder);
  } catch {
    return false;
  }
}

/** Removes what harnesses left that were killed. A group with processes in it stays. */
export function removeDeadGroups({ memory, pids }: ControlGroups): void {
  for (const parent of new Set([memory, pids].flatMap((controller) => controller?.parent ?? []))) {
    for (const name of readdirSync(parent)) {
      const owner = /^fettle-(\d+)-\d+$/.exec(name)?.[1];
      if (owner !== undefined && !existsSync(`/proc/${owner}`)) removeGroup(join(parent, name));
    }
  }
}

let made = 0;

/** Undefined where that cannot be limited. `limit` is in bytes or processes. */
export function makeControlGroup(controller: Controller | undefined, limit: number): ControlGroup | undefined {
  if (controller === undefined || limit === 0) return undefined;
  const folder = join(controller.parent, `fettle-${process.pid}-${++made}`);
  try {
    mkdirSync(folder);
    writeFileSync(join(folder, controller.limitFile), String(limit));
  } catch {
    removeGroup(folder);
    return undefined;
  }
  return {
    add: (pid) => writeFileSync(join(folder, "cgroup.procs"), String(pid)),
    remove: () => removeGroup(folder),
  };
}

function removeGroup(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Never made, or still busy: it is empty, and takes nothing.
  }
}
