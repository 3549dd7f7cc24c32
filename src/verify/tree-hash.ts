import type { BigIntStats } from "node:fs";
import { sha256 } from "../lib/hash.ts";
import { readTreeFile, type TreeFile } from "./tree/content.ts";
import { listEntries } from "./tree/entries.ts";
import { keepPace } from "../lib/pace.ts";
import { absolute, type PathBytes } from "./tree/path-bytes.ts";

/** All files of a workspace that matter, at one moment. */
export interface Tree {
  /** The same for the same paths, contents, executable bits and link targets, on every machine. */
  hash: string;
  /** In byte order of the paths. */
  files: ReadonlyMap<PathBytes, TreeFile>;
}

export interface TreeHasher {
  /** After the first time it reads only files whose size, times or inode changed. */
  hash(signal?: AbortSignal): Promise<Tree>;
}

/** A file that changed less than this before it was looked at may change again without a trace in its times. */
const RACY_MS = 100;

interface Remembered {
  stamp: string;
  file: TreeFile;
}

/** `workspace` is an absolute, real path. What is learned is kept as long as the hasher. */
export function createTreeHasher(workspace: string): TreeHasher {
  let remembered = new Map<PathBytes, Remembered>();
  return {
    async hash(signal) {
      const pace = keepPace(signal);
      const files = new Map<PathBytes, TreeFile>();
      const next = new Map<PathBytes, Remembered>();
      for await (const { path, stats } of listEntries(workspace, pace, signal)) {
        const stamp = stampOf(stats);
        const known = remembered.get(path);
        const file = known?.stamp === stamp ? known.file : await readTreeFile(absolute(workspace, path), stats, pace);
        if (file === undefined) continue;
        files.set(path, file);
        if (Date.now() - Number(stats.ctimeMs) > RACY_MS) next.set(path, { stamp, file });
      }
      remembered = next;
      return hashTree(files);
    },
  };
}

function stampOf({ size, mtimeNs, ctimeNs, ino, mode }: BigIntStats): string {
  return `${size} ${mtimeNs} ${ctimeNs} ${ino} ${mode}`;
}

/** The tree that these files are. */
export function hashTree(found: ReadonlyMap<PathBytes, TreeFile>): Tree {
  const files = new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
  const lines = [...files].map(([path, { mode, content }]) => `${mode} ${content} ${path}\0`);
  return { hash: sha256(Buffer.from(lines.join(""), "latin1")), files };
}
