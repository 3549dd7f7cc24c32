import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import type { Identity } from "./identity.ts";

const START_DEADLINE_MS = 20_000;

/** A process that keeps the namespaces of a box alive, and runs nothing of anybody. */
export interface Holder {
  /** Descriptors of its namespaces, in the order asked for. A number of a process could belong to another one by the time it is used. */
  namespaces: readonly number[];
  /** As the harness counts; only good while it is known to live. */
  pid: number;
  readonly dead: boolean;
  close(): Promise<void>;
}

export interface HolderStart {
  argv: readonly string[];
  env: Readonly<Record<string, string>>;
  user: Identity | undefined;
  /** Which it has of its own: names in /proc/PID/ns. */
  namespaces: readonly string[];
}

/** Resolves when everything is mounted; rejects with what was said instead. It ends with the harness: by the end of its input, and by the kernel. */
export async function startHolder({ argv, env, user, namespaces }: HolderStart): Promise<Holder> {
  const [program = "", ...args] = argv;
  const child = spawn(program, args, { env, cwd: "/", detached: true, ...user, stdio: ["pipe", "pipe", "pipe"] });
  child.stdin.on("error", () => {}); // It died; `dead` tells.
  let dead = false;
  let complaint = "";
  const ready = Promise.withResolvers<{ pid: number; namespaces: number[] }>();
  const closed = Promise.withResolvers<void>();
  child.stderr.on("data", (chunk: Buffer) => (complaint = (complaint + chunk.toString()).slice(-4096)));
  let text = "";
  child.stdout.on("data", (chunk: Buffer) => {
    text += chunk.toString();
    const pid = /^ready (\d+)$/m.exec(text)?.[1];
    if (pid === undefined) return;
    try {
      ready.resolve({ pid: Number(pid), namespaces: namespaces.map((name) => openSync(`/proc/${pid}/ns/${name}`, "r")) });
    } catch (error) {
      ready.reject(error);
    }
  });
  child.once("error", (error) => {
    dead = true;
    ready.reject(error);
    closed.resolve();
  });
  child.once("exit", () => (dead = true));
  child.once("close", (code, signal) => {
    ready.reject(new Error(complaint.trim() || `it ended with ${signal ?? `exit code ${code}`}`));
    closed.resolve();
  });
  const timer = setTimeout(() => {
    ready.reject(new Error(`it was not ready within ${START_DEADLINE_MS / 1000} s: ${complaint.trim()}`));
    child.kill("SIGKILL");
  }, START_DEADLINE_MS);
  const opened = await ready.promise.finally(() => clearTimeout(timer));
  return {
    ...opened,
    get dead() {
      return dead;
    },
    async close() {
      child.stdin.end();
      child.kill("SIGKILL");
      await closed.promise;
      for (const namespace of opened.namespaces.splice(0)) closeSync(namespace);
    },
  };
}
