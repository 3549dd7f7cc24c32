import { type Dirent, readdirSync } from "node:fs";
import { join } from "node:path";

/** Paths of the entries below a folder that count, relative to it; none when it cannot be read. */
export function entriesBelow(folder: string, counts: (entry: Dirent) => boolean): string[] {
  return list(folder)
    .filter(counts)
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

function list(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true });
  } catch {
    return [];
  }
}
