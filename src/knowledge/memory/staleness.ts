import { lstatSync } from "node:fs";
import { join } from "node:path";
import { sha256 } from "../../lib/hash.ts";
import type { SpokenOf } from "./memory.ts";
import { readPlainFile } from "./memory-folder.ts";

/** Larger files are told apart by size alone. */
const MAX_BYTES = 16 << 20;

/** The hash that a memory keeps of a file of the workspace now; null where there is none. */
export function hashNow(workspace: string, path: string): string | null {
  const file = join(workspace, path);
  const stats = lstatSync(file, { throwIfNoEntry: false });
  if (stats === undefined) return null;
  if (stats.isDirectory()) return sha256("folder");
  const content = readPlainFile(file, MAX_BYTES);
  return sha256(content ?? `${stats.size} bytes`);
}

/** Paths that are not as they were when a memory was written, or a person last said that it holds. */
export function changedPaths(workspace: string, paths: readonly SpokenOf[]): string[] {
  return paths.filter(({ path, hash }) => hashOrNull(workspace, path) !== hash).map(({ path }) => path);
}

/** A file that cannot be looked at is as good as none. */
function hashOrNull(workspace: string, path: string): string | null {
  try {
    return hashNow(workspace, path);
  } catch {
    return null;
  }
}
