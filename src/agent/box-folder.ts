import { accessSync, constants, lstatSync, mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../contract/provider.ts";
import { processStart } from "../lib/process-start.ts";

/**
 * A new private folder for a box's pipes and scripts, in memory where the system offers that: on a disk each file that a command
 * needs would wait for whatever the disk is writing. Removes the ones that killed processes of this user have left there.
 */
export function makeBoxFolder(env: Environment, home: string): { path: string; remove(): void } {
  const runtime = env["XDG_RUNTIME_DIR"];
  const parent = [runtime, "/dev/shm"].find((folder) => folder !== undefined && isUsable(folder)) ?? join(home, "boxes");
  mkdirSync(parent, { recursive: true, mode: 0o700 });
  sweep(parent);
  const path = mkdtempSync(join(parent, `fettle-${pidNamespace()}-${process.pid}-${processStart(process.pid) ?? "unknown"}-`));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

function isUsable(folder: string): boolean {
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const nameOfFolder = /^fettle-(?<namespace>\d+)-(?<pid>\d+)-(?<start>\w+)-\w+$/;

function sweep(parent: string): void {
  const own = pidNamespace();
  for (const name of readdirSync(parent)) {
    const { namespace, pid, start } = nameOfFolder.exec(name)?.groups ?? {};
    // A process that cannot be seen from here cannot be judged.
    if (namespace === own && processStart(Number(pid)) !== start) removeOwn(join(parent, name));
  }
}

/** Only what is this user's: in what another one owns, a link to anywhere could appear while it is removed. */
function removeOwn(path: string): void {
  try {
    if (lstatSync(path).uid === process.getuid?.()) rmSync(path, { recursive: true, force: true });
  } catch {
    // Somebody else has swept it meanwhile, or it is to stay.
  }
}

/** Containers that share the memory do not share their pids. */
function pidNamespace(): string {
  if (process.platform !== "linux") return "0";
  return /\d+/.exec(readlinkSync("/proc/self/ns/pid"))?.[0] ?? "0";
}
