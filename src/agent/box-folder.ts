import { accessSync, constants, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../contract/provider.ts";

/**
 * A new private folder for a box's pipes and scripts, in memory where the system offers that: on a disk each file that a command
 * needs would wait for whatever the disk is writing.
 */
export function makeBoxFolder(env: Environment, home: string): { path: string; remove(): void } {
  const runtime = env["XDG_RUNTIME_DIR"];
  const parent = [runtime, "/dev/shm"].find((folder) => folder !== undefined && isWritable(folder)) ?? join(home, "boxes");
  mkdirSync(parent, { recursive: true, mode: 0o700 });
  const path = mkdtempSync(join(parent, "fettle-"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
