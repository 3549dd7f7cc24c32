import { closeSync, fsyncSync, openSync } from "node:fs";

/** Returns when the names in the folder survive a power cut. */
export function syncFolder(dir: string): void {
  const folder = openSync(dir, "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
