import { createHash } from "node:crypto";
import { type BigIntStats, closeSync, constants, fstatSync, openSync, readlinkSync, readSync } from "node:fs";
import { sha256 } from "../../lib/hash.ts";
import type { Pace } from "../../lib/pace.ts";

const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
const CHUNK_BYTES = 256 * 1024;
const chunk = Buffer.allocUnsafeSlow(CHUNK_BYTES);

/** What a path holds: enough to tell whether it changed. */
export interface TreeFile {
  mode: "file" | "executable" | "link" | "other";
  /** SHA-256 of the content, of a link's target, or of nothing where there is nothing to read. */
  content: string;
}

/** Reads what `stats` describes; undefined when it is no longer there or not the same file. Links are not followed, pipes and devices not opened. */
export async function readTreeFile(path: Buffer, stats: BigIntStats, pace: Pace): Promise<TreeFile | undefined> {
  try {
    if (stats.isSymbolicLink()) return { mode: "link", content: sha256(readlinkSync(path, "buffer")) };
    if (!stats.isFile()) return { mode: "other", content: sha256("") };
    const content = await hashFile(path, stats, pace);
    if (content === undefined) return undefined;
    return { mode: (stats.mode & 0o111n) === 0n ? "file" : "executable", content };
  } catch (error) {
    if (vanished(error)) return undefined;
    if (unreadable(error)) return { mode: "other", content: sha256("") };
    throw error;
  }
}

async function hashFile(path: Buffer, stats: BigIntStats, pace: Pace): Promise<string | undefined> {
  const fd = openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  try {
    if (fstatSync(fd, { bigint: true }).ino !== stats.ino) return undefined;
    const hash = createHash("sha256");
    // Synchronous: for the many small files of a tree that costs a fraction of what a thread pool does.
    for (let bytes = readSync(fd, chunk); bytes > 0; bytes = readSync(fd, chunk)) {
      hash.update(chunk.subarray(0, bytes));
      if (pace.isDue()) await pace.rest();
    }
    return hash.digest("hex");
  } finally {
    closeSync(fd);
  }
}

/** Gone, or replaced by something else, since it was listed. */
function vanished(error: unknown): boolean {
  return ["ENOENT", "ENOTDIR", "ELOOP", "EISDIR", "ENXIO"].includes((error as NodeJS.ErrnoException).code ?? "");
}

/** No check can read it either. */
function unreadable(error: unknown): boolean {
  return ["EACCES", "EPERM"].includes((error as NodeJS.ErrnoException).code ?? "");
}
