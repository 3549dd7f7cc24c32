import { randomFillSync } from "node:crypto";
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, statSync } from "node:fs";
import { DIR_MODE, FILE_MODE, reservePath } from "./home.ts";
import { writeFully } from "./write-fully.ts";

const RESERVE_BYTES = 8 << 20;

/** Sets 8 MiB of the disk aside, once for all threads of a home, so that on a full disk the last events can still be written. */
export function keepReserve(home: string): void {
  const path = reservePath(home);
  if (statSync(path, { throwIfNoEntry: false })?.size === RESERVE_BYTES) return;
  mkdirSync(home, { recursive: true, mode: DIR_MODE });
  const temporary = `${path}.${process.pid}`;
  try {
    const file = openSync(temporary, "w", FILE_MODE);
    try {
      // Random, for a file system that compresses would keep nothing of zeros.
      const noise = randomFillSync(Buffer.allocUnsafe(1 << 20));
      for (let written = 0; written < RESERVE_BYTES; written += noise.length) writeFully(file, noise);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Gives the reserve back to the disk. */
export function releaseReserve(home: string): void {
  rmSync(reservePath(home), { force: true });
}
