import { execFileSync } from "node:child_process";
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toName, toPathBytes } from "../../../src/sandbox/path-bytes.ts";
import type { RecordedChange } from "../../../src/sandbox/snapshot/recorded-change.ts";
import { openSnapshot, type Snapshot, type SnapshotOptions } from "../../../src/sandbox/snapshot/snapshot.ts";

export interface TestRoot extends AsyncDisposable {
  root: string;
  /** Beside the root. */
  outside: string;
  /** For the present versions of what is reverted. */
  aside: string;
  /** Of the snapshot. */
  folder: string;
  snapshot: Snapshot;
  /** Runs a script in the root. */
  sh(script: string): void;
}

export function makeRoot(options: Partial<SnapshotOptions> = {}): TestRoot {
  const parent = realpathSync(mkdtempSync(join(tmpdir(), "fettle-test-")));
  const at = (name: string): string => join(parent, name);
  for (const name of ["root", "outside", "aside"]) mkdirSync(at(name));
  const root = at("root");
  const snapshot = openSnapshot({ root, folder: at("store/one"), links: at("store/links"), ...options });
  return {
    root,
    outside: at("outside"),
    aside: at("aside"),
    folder: at("store/one"),
    snapshot,
    sh: (script) => void execFileSync("bash", ["-euc", script], { cwd: root, stdio: ["ignore", "ignore", "inherit"] }),
    async [Symbol.asyncDispose]() {
      await snapshot.close();
      execFileSync("chmod", ["-R", "u+rwX", parent]);
      rmSync(parent, { recursive: true });
    },
  };
}

/** A tree, path by path, as an undo has to bring it back; inode numbers only as which names are one file. */
export function describeTree(top: string): Record<string, string> {
  const tree: Record<string, string> = {};
  const files = new Map<bigint, string>();
  function describe(path: string): void {
    const at = toPathBytes(path === "." ? top : `${top}/${path}`);
    const stats = lstatSync(at, { bigint: true });
    const words = [(stats.mode & 0o177777n).toString(8), String(stats.mtimeNs), `${stats.uid}:${stats.gid}`];
    if (stats.isSymbolicLink()) words.push(toName(readlinkSync(at, { encoding: "buffer" })));
    if (stats.isFile()) words.push(orClosed(() => readFileSync(at, "latin1"), "unreadable"));
    if (stats.isFile() && stats.nlink > 1n) words.push(`same as ${files.get(stats.ino) ?? path}`);
    if (stats.isFile() && !files.has(stats.ino)) files.set(stats.ino, path);
    tree[path] = words.join(" ");
    if (!stats.isDirectory()) return;
    const names = orClosed(() => readdirSync(at, { encoding: "buffer" }), [])
      .map(toName)
      .sort();
    for (const name of names) describe(path === "." ? name : `${path}/${name}`);
  }
  describe(".");
  return tree;
}

function orClosed<Value>(read: () => Value, otherwise: Value): Value {
  try {
    return read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EACCES") throw error;
    return otherwise;
  }
}

/** Changes in a line each, without the root's own time. */
export function brief(changes: readonly RecordedChange[]): string[] {
  return changes
    .filter(({ path }) => path !== ".")
    .map(({ path, before, after, preimage, lost, entries }) => {
      const kept = before === null ? "" : preimage === null ? (lost ? " lost" : " facts") : lost ? " partly kept" : " kept";
      return `${path}: ${before?.type ?? "-"} -> ${after?.type ?? "-"}${kept}${entries === 1 ? "" : ` (${entries})`}`;
    })
    .sort();
}

export const pathsOf = (changes: readonly RecordedChange[]): string[] => changes.map(({ path }) => path);
