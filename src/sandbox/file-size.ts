import { statfsSync } from "node:fs";

const MAX_FILE_BYTES = 16 * 1024 ** 3;
/** Left free for the system, the log and the commit. */
const RESERVE_BYTES = 1024 ** 3;
const MIN_FILE_BYTES = 64 * 1024 ** 2;

/** Bytes that one file of a command may have: a runaway `yes > file` must not fill the disk. Several files together may; the commit then fails, and the root is as before. */
export function fileSizeLimit(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return Math.max(MIN_FILE_BYTES, Math.min(MAX_FILE_BYTES, bavail * bsize - RESERVE_BYTES));
}
