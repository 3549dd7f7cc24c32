import { mkdirSync, readFileSync, readlinkSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { release } from "node:os";
import { join } from "node:path";
import { sha256 } from "../lib/hash.ts";
import { findProgram } from "../lib/program.ts";
import { version } from "../lib/version.ts";

/** What `auto` found by trying, remembered until something that it depends on is another. */
export interface Choice {
  /** Of the sandbox. */
  name: string;
  /** Whether there can be private layers, by the devices of root and store. */
  layers: Readonly<Record<string, boolean>>;
  /** Why it is not a better one; one line each. */
  refused: readonly string[];
}

/** What backends start. A new version of one may do what the old one could not. */
const programs = ["bwrap", "perl", "bash", "nsenter", "unshare", "mount", "sandbox-exec"];

/** The machine since it was started, this user and container, and the programs. */
function situation(workspace: string): string {
  const stamps = programs.map((name) => {
    const path = findProgram(name, workspace);
    const stats = path === undefined ? undefined : statSync(path, { throwIfNoEntry: false });
    return stats === undefined ? "" : `${path}:${stats.size}:${stats.mtimeMs}`;
  });
  const namespaces = ["user", "mnt", "net"].map((name) => read(() => readlinkSync(`/proc/self/ns/${name}`)));
  const boot = read(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8"));
  return sha256(JSON.stringify([version, process.platform, release(), process.getuid?.(), boot, namespaces, stamps]));
}

export interface ChoicePlace {
  /** Fettle's own folder. */
  home: string;
  workspace: string;
}

export function recallChoice({ home, workspace }: ChoicePlace): Choice | undefined {
  const text = read(() => readFileSync(fileIn(home), "utf8"));
  if (text === "") return undefined;
  try {
    const { situation: known, choice } = JSON.parse(text) as { situation: string; choice: Choice };
    return known === situation(workspace) && typeof choice.name === "string" ? choice : undefined;
  } catch {
    return undefined; // Torn, or of another version: it is tried again.
  }
}

/** Losing it costs a trial, so it is not worth an error. */
export function rememberChoice({ home, workspace }: ChoicePlace, choice: Choice): void {
  const file = fileIn(home);
  try {
    mkdirSync(home, { recursive: true, mode: 0o700 });
    writeFileSync(`${file}.${process.pid}`, JSON.stringify({ situation: situation(workspace), choice }), { mode: 0o600 });
    renameSync(`${file}.${process.pid}`, file);
  } catch {
    remove(`${file}.${process.pid}`);
  }
}

export function forgetChoice({ home }: Pick<ChoicePlace, "home">): void {
  remove(fileIn(home));
}

function remove(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // It cannot be there, or cannot be reached; then it is not read either.
  }
}

function fileIn(home: string): string {
  return join(home, "sandbox.json");
}

function read(act: () => string): string {
  try {
    return act();
  } catch {
    return "";
  }
}
