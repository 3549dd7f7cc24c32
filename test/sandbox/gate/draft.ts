import { execFileSync } from "node:child_process";
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { EntryState, PendingChange } from "../../../src/sandbox/change-set.ts";
import { judgeChanges } from "../../../src/sandbox/gate/judge.ts";
import { typeOf } from "../../../src/sandbox/gate/trees.ts";
import { toName, toPathBytes } from "../../../src/sandbox/path-bytes.ts";

export type Texts = Readonly<Record<string, string | null>>;

/** A workspace whose changes are drafted: made for real, taken back, and handed out as what a transaction would change. */
export interface Draft extends Disposable {
  root: string;
  /** Changes the workspace itself, without the gate: what was there before. A null removes. */
  write(texts: Texts): void;
  run(script: string): void;
  /** What `act` would change. Folders in `replaced` are one change, as when they were removed and made anew. */
  changes(act: () => void, replaced?: readonly string[]): PendingChange[];
  /** The rule of each hold by path, for what a script or files would change. */
  judge(change: string | Texts, options?: { replaced?: readonly string[]; maxDeletions?: number }): Promise<Record<string, string>>;
}

const environment = {
  PATH: process.env["PATH"],
  HOME: "/nonexistent",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  ...Object.fromEntries(
    ["AUTHOR", "COMMITTER"].flatMap((who) => [
      [`GIT_${who}_NAME`, "Test"],
      [`GIT_${who}_EMAIL`, "test@example.com"],
    ]),
  ),
};

export function openDraft(texts: Texts = {}): Draft {
  const base = realpathSync(mkdtempSync(join(tmpdir(), "fettle-gate-")));
  const root = join(base, "root");
  mkdirSync(root);
  let drafts = 0;

  function write(texts: Texts): void {
    for (const [name, text] of Object.entries(texts)) {
      const path = join(root, name);
      if (text === null) {
        rmSync(path, { recursive: true });
        continue;
      }
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
  }

  function run(script: string): void {
    execFileSync("bash", ["--norc", "-euc", script], { cwd: root, env: environment, stdio: ["ignore", "pipe", "pipe"] });
  }

  function changes(act: () => void, replaced: readonly string[] = []): PendingChange[] {
    const saved = join(base, "saved");
    const after = join(base, `after-${drafts++}`);
    execFileSync("cp", ["-a", root, saved]);
    act();
    renameSync(root, after);
    renameSync(saved, root);
    return compare(".", { root, after, replaced });
  }

  write(texts);
  return {
    root,
    write,
    run,
    changes,
    async judge(change, { replaced, maxDeletions = 100 } = {}) {
      const pending = changes(() => (typeof change === "string" ? run(change) : write(change)), replaced);
      const { pass, holds } = await judgeChanges(pending, { root, maxDeletions });
      if (holds.length === 0 && pass.length !== pending.length) throw new Error("a change neither passes nor is held");
      return Object.fromEntries(holds.map(({ path, rule }) => [path, rule]));
    },
    [Symbol.dispose]: () => rmSync(base, { recursive: true, force: true }),
  };
}

function compare(path: string, sides: { root: string; after: string; replaced: readonly string[] }): PendingChange[] {
  const { root, after, replaced } = sides;
  const inner = (name: string) => (path === "." ? name : `${path}/${name}`);
  const names = new Set([...namesIn(join(root, path)), ...namesIn(join(after, path))]);
  return Array.from(names)
    .sort()
    .flatMap((name) => {
      const at = inner(name);
      const [old, fresh] = [join(root, at), join(after, at)];
      const [before, now] = [stateOf(old), stateOf(fresh)];
      if (before?.type === "directory" && now?.type === "directory" && !replaced.includes(at)) {
        const own = before.mode === now.mode ? [] : [{ path: at, before, after: now, staged: null, entries: 1 }];
        return [...own, ...compare(at, sides)];
      }
      if (before !== null && now !== null && isSameContent(old, before, fresh, now)) {
        return before.mode === now.mode ? [] : [{ path: at, before, after: now, staged: null, entries: 1 }];
      }
      return [{ path: at, before, after: now, staged: now === null ? null : fresh, entries: countOf(now === null ? old : fresh) }];
    });
}

function isSameContent(old: string, before: EntryState, fresh: string, now: EntryState): boolean {
  if (before.type !== now.type || before.target !== now.target) return false;
  return before.type !== "directory" && (before.type !== "file" || readFileSync(toPathBytes(old)).equals(readFileSync(toPathBytes(fresh))));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(toPathBytes(folder), { encoding: "buffer" }).map(toName);
  } catch {
    return [];
  }
}

function countOf(path: string): number {
  return 1 + (stateOf(path)?.type === "directory" ? namesIn(path).reduce((sum, name) => sum + countOf(join(path, name)), 0) : 0);
}

function stateOf(path: string): EntryState | null {
  const stats = lstatSync(toPathBytes(path), { throwIfNoEntry: false, bigint: true });
  if (stats === undefined) return null;
  return {
    type: typeOf(stats),
    mode: Number(stats.mode) & 0o7777,
    uid: Number(stats.uid),
    gid: Number(stats.gid),
    size: stats.isFile() ? Number(stats.size) : 0,
    mtimeNs: stats.mtimeNs,
    ino: stats.ino,
    ...(stats.isSymbolicLink() && { target: toName(readlinkSync(toPathBytes(path), { encoding: "buffer" })) }),
  };
}
