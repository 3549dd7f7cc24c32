import { lstatSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

const MAX_AGE_MS = 7 * 24 * 60 * 60 * 1000;
const ENTRIES_PER_STEP = 64;

/** Deletes the second names of files that are long gone; younger ones may be what a running job has deleted. */
export function* sweepLinks(folder: string): Generator<undefined, void> {
  const oldest = Date.now() - MAX_AGE_MS;
  let count = 0;
  for (const name of readdirSync(folder)) {
    if (++count % ENTRIES_PER_STEP === 0) yield;
    const path = join(folder, name);
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (stats?.nlink === 1 && stats.ctimeMs < oldest) rmSync(path, { force: true });
  }
}
