import { closeSync, constants, existsSync, fstatSync, lstatSync, openSync, readdirSync, readSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { sha256 } from "../../lib/hash.ts";
import { type Memory, memoryLimits, memoryName } from "./memory.ts";
import { parseMemory } from "./memory-text.ts";

/** A file of a folder of memories. */
export interface MemoryFile {
  /** Of the file, without `.md`. */
  name: string;
  /** Absolute. */
  file: string;
  /** Of its bytes; empty when they could not be read. */
  sha256: string;
  content: string;
  read: Memory | { problem: string };
}

/** Files of one folder that are looked at. */
const MAX_FILES = 5000;

/**
 * What lies in a folder of memories, by name. Only plain files count: what is behind a link, or in a folder that is reached by one below
 * `root`, is what somebody wants to be taken for a memory. A folder that cannot be read is told as one file `*`, so that nobody misses what is in it.
 */
export function readMemoryFolder(folder: string, root: string): MemoryFile[] {
  if (!isPlainFolder(folder, root))
    return existsSync(folder) ? [unreadable(folder, "*", "their folder is no plain one, or behind a link")] : [];
  let entries: string[];
  try {
    entries = readdirSync(folder);
  } catch (error) {
    return [unreadable(folder, "*", `their folder cannot be read: ${(error as Error).message}`)];
  }
  return entries
    .filter((name) => name.endsWith(".md"))
    .sort()
    .slice(0, MAX_FILES)
    .map((entry) => readMemoryFile(join(folder, entry), entry.slice(0, -".md".length)));
}

function readMemoryFile(file: string, name: string): MemoryFile {
  if (!memoryName.test(name)) return unreadable(file, name, "its name holds more than lower-case letters, digits and dashes");
  const content = readPlainFile(file, memoryLimits.fileBytes);
  if (content === undefined) return unreadable(file, name, "it is no plain file of a fitting size, or may not be read");
  const text = content.toString("utf8");
  const isText = Buffer.from(text).equals(content);
  return { name, file, sha256: sha256(content), content: text, read: isText ? parseMemory(text) : { problem: "it is not UTF-8" } };
}

function unreadable(file: string, name: string, problem: string): MemoryFile {
  return { name, file, sha256: "", content: "", read: { problem } };
}

/** Whether no link is on the way from `root` to the folder. `root` itself may be reached by any. */
export function isPlainFolder(folder: string, root: string): boolean {
  try {
    const way = folder === root ? [] : folder.slice(root.length + 1).split("/");
    if (!lstatSync(realpathSync(root)).isDirectory()) return false;
    let at = root;
    return way.every((name) => lstatSync((at = join(at, name))).isDirectory());
  } catch {
    return false;
  }
}

/** Undefined for what is missing, no plain file, or larger. A link at its end is not followed. */
export function readPlainFile(file: string, maxBytes: number): Buffer | undefined {
  let opened: number;
  try {
    opened = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch {
    return undefined;
  }
  try {
    const stats = fstatSync(opened);
    if (!stats.isFile() || stats.size > maxBytes) return undefined;
    const bytes = Buffer.alloc(stats.size);
    return bytes.subarray(0, readSync(opened, bytes, 0, bytes.length, 0));
  } finally {
    closeSync(opened);
  }
}
