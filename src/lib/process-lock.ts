/**
 * A lock file that names its holder, so that the lock of a dead process can be told from a live one and taken over.
 * Exactly one of any number of contenders gets it.
 */
import { randomBytes } from "node:crypto";
import { linkSync, readFileSync, readlinkSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { processStart } from "./process-start.ts";

interface Holder {
  pid: number;
  /** When the process started, as the kernel counts; tells it from a later process with the same pid. */
  started: string;
  /** The machine and its pid namespace; a holder elsewhere cannot be judged and counts as alive. */
  host: string;
}

export interface Lock {
  release(): void;
}

/** Takes the lock, over a dead holder if need be. Returns the live holder instead when there is one. */
export function takeLock(path: string): Lock | { holder: Holder } {
  const self: Holder = { pid: process.pid, started: startOf(process.pid) ?? "", host: ownHost() };
  const temporary = `${path}.${process.pid}.${randomBytes(4).toString("hex")}`;
  writeFileSync(temporary, `${JSON.stringify(self)}\n`, { mode: 0o600 });
  try {
    const holder = claim(path, temporary, self);
    return holder ? { holder } : { release: () => rmSync(path, { force: true }) };
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** Links `temporary` to `path`, so that the lock is complete from its first moment; returns the live holder who is in the way. */
function claim(path: string, temporary: string, self: Holder): Holder | undefined {
  for (;;) {
    if (linkUnlessThere(temporary, path)) return undefined;
    const holder = readHolder(path);
    if (holder === undefined) continue;
    if (isAlive(holder, self)) return holder;

    // Two contenders may have seen the same dead holder: only who has the guard may replace the lock, and must look again.
    const guard = `${path}.takeover`;
    const other = claim(guard, temporary, self);
    if (other) return other;
    const current = readHolder(path);
    if (current !== undefined && !isAlive(current, self)) {
      renameSync(guard, path);
      return undefined;
    }
    rmSync(guard);
  }
}

function linkUnlessThere(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Undefined when the lock has just been released, `dead` when a power cut took what was in it. */
function readHolder(path: string): Holder | "dead" | undefined {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  try {
    return JSON.parse(text) as Holder;
  } catch {
    return "dead";
  }
}

function isAlive(holder: Holder | "dead", self: Holder): holder is Holder {
  return holder !== "dead" && (holder.host !== self.host || startOf(holder.pid) === holder.started);
}

/** Boot and clock tick at which a process started, `unknown` where the system does not tell, undefined when there is no such process. */
function startOf(pid: number): string | undefined {
  const start = processStart(pid);
  if (start === undefined || process.platform !== "linux") return start;
  return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()}/${start}`;
}

/** The machine and the pid namespace that pids of this process mean something in. */
function ownHost(): string {
  return process.platform === "linux" ? `${hostname()} ${readlinkSync("/proc/self/ns/pid")}` : hostname();
}
