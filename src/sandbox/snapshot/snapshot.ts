import { type BigIntStats, lstatSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { keepPace } from "../../lib/pace.ts";
import { toPathBytes } from "../path-bytes.ts";
import { type Difference, differences } from "./differences.ts";
import { type Entry, type Gap, isSameState, TICK_MS, toEntry } from "./entry.ts";
import { entryOf, holdBelow, type HeldFolder, holdFolder } from "./held-folder.ts";
import { openImages, type Outcome } from "./images.ts";
import { loadSetMtime } from "./mtime.ts";
import { sweepLinks } from "./links.ts";
import { dropImages, recordChanges } from "./record.ts";
import { removeTree } from "./remove-tree.ts";
import type { Comparison, RecordedChange } from "./recorded-change.ts";
import { type Reverted, revertChanges } from "./revert.ts";
import { blindBelow, gapsBelow, type Wanted, wantedBelow } from "./survey.ts";
import { walk, walkChildren, type WalkOptions } from "./walk.ts";

const MB = 1024 * 1024;
/** How often what is being written to is tried again, a tick apart. */
const MAX_TRIES = 3;
/** Folders of installed packages: many files, which installers replace and seldom write to. */
const dependencyFolders = new Set(["node_modules", "bower_components", ".venv", "venv", "site-packages", ".tox", ".pnpm-store"]);

export interface SnapshotOptions {
  /** Absolute and real. */
  root: string;
  /** For copies: on the root's file system, out of the commands' reach, for this snapshot alone. What is in it is deleted. */
  folder: string;
  /** For second names of files; as `folder`, but one for all snapshots of a root, and it stays. */
  links: string;
  /** Paths relative to the root that are left alone. */
  exclude?: readonly string[];
  /** What a file may have for a copy, in bytes; default 50 MB. */
  maxFileBytes?: number;
  /** What all copies may have together, in bytes; default 2 GB. Never more than half of what is free. */
  maxBytes?: number;
}

/**
 * Knows what is below a root and keeps copies of it, so that what a command does there directly can be told and undone.
 *
 * Each look is a walk over all entries, without following links: times of folders do not tell of writes into files, and watchers lose
 * events. Untouched is what has the same inode and times, of which `ctime` can be set by nobody; it is not read again, so that a second
 * look at the same tree copies nothing. Files in folders of dependencies are kept by a second name, not a copy: they come back when
 * deleted or replaced, not when written to in place, which is a gap. Memory: about 500 bytes per entry.
 *
 * Not kept: extended attributes. Not noticed: writes through a memory map that was written to before the look, until they reach the disk;
 * writes to a dependency whose time was set back and whose number of names changed.
 *
 * The methods wait for each other.
 */
export interface Snapshot {
  /** What is there now is what the next comparison starts from. Returns what of it could not be brought back. */
  take(): Promise<Gap[]>;
  /** What happened since the last look. What is there now is what the next comparison starts from. After a `take`. */
  compare(): Promise<Comparison>;
  /** What is at these paths, and below them, is what the next comparison starts from: who changed it has recorded that otherwise. */
  adopt(paths: readonly string[]): Promise<void>;
  /** Takes changes back, each wholly or a path inside of a new folder: `revertChanges`. */
  revert(changes: readonly RecordedChange[], paths: readonly string[], options: { to: string }): Promise<Reverted>;
  /** Deletes all copies, and the pre-images that nobody took. */
  close(): Promise<void>;
}

type FolderEntry = Entry & { children: Map<string, Entry> };

export function openSnapshot(options: SnapshotOptions): Snapshot {
  const { root, folder, links, exclude = [], maxFileBytes = 50 * MB, maxBytes = 2048 * MB } = options;
  const excluded = new Set(exclude);
  removeTree(folder);
  const images = openImages({ folder: join(folder, "images"), links, maxFileBytes, maxBytes });
  let base: FolderEntry | undefined;
  let comparisons = 0;
  let last: Promise<unknown> = Promise.resolve();

  async function inTurn<Value>(act: () => Promise<Value>): Promise<Value> {
    const mine = last.then(act);
    last = mine.catch(() => {});
    return await mine;
  }

  async function look(): Promise<FolderEntry> {
    using held = holdFolder(root);
    const stats = statsOf(held);
    const children = await runPaced(walkChildren(held, "", base?.children, walkOptions(held)));
    await captureAll([...wantedBelow("", children)]);
    return { ...toEntry(stats), children };
  }

  function walkOptions(held: HeldFolder): WalkOptions {
    return { device: statsOf(held).dev, isExcluded: (path) => excluded.has(path) };
  }

  async function captureAll(wanted: readonly Wanted[]): Promise<void> {
    if (wanted.length === 0) return;
    const maxSize = chooseMaxSize(wanted, images.room());
    let left = await captureOnce(wanted, maxSize);
    for (let tries = 1; tries < MAX_TRIES && left.length > 0; tries++) {
      await setTimeout(TICK_MS);
      left = await captureOnce(left, maxSize);
    }
    for (const { entry } of left) entry.gap = "torn";
    if (wanted.some(({ entry }) => entry.image?.linked === true)) await runPaced(sweepLinks(links));
    // Whatever is written later has another time than what was looked at.
    await setTimeout(TICK_MS);
  }

  /** Returns what is being written to. */
  async function captureOnce(wanted: readonly Wanted[], maxSize: number): Promise<Wanted[]> {
    const left: Wanted[] = [];
    const pace = keepPace();
    let held: { path: string; folder: HeldFolder | undefined } | undefined;
    try {
      for (const one of wanted) {
        if (pace.isDue()) await pace.rest();
        if (held?.path !== one.folder) {
          held?.folder?.[Symbol.dispose]();
          held = { path: one.folder, folder: tryHold(root, one.folder) };
        }
        const outcome = await captureEntry(held.folder, one, maxSize);
        if (outcome === "gone") one.siblings.delete(one.name);
        else if (outcome === "being written") left.push(one);
        else if (outcome !== "kept") one.entry.gap = outcome;
      }
    } finally {
      held?.folder?.[Symbol.dispose]();
    }
    return left;
  }

  async function captureEntry(held: HeldFolder | undefined, { folder, name, entry }: Wanted, maxSize: number): Promise<Outcome> {
    const linked = isDependency(folder);
    if (held === undefined) return "torn";
    if (!linked && entry.state.size > maxFileBytes) return "too large";
    if (!linked && entry.state.size > maxSize) return "no room";
    return await images.capture(held, name, entry, { linked });
  }

  async function adoptAll(paths: readonly string[]): Promise<void> {
    for (const path of paths) if (path !== ".") await adoptPath(path.split("/"));
    using held = holdFolder(root);
    if (base !== undefined) base = { ...toEntry(statsOf(held)), children: base.children };
  }

  /** The names are those on the way from the root. */
  async function adoptPath(names: readonly string[]): Promise<void> {
    if (base === undefined) return;
    let { children: siblings } = base;
    for (const [depth, name] of names.entries()) {
      const folder = names.slice(0, depth).join("/");
      using held = tryHold(root, folder);
      if (held === undefined || excluded.has(names.slice(0, depth + 1).join("/"))) return;
      const known = siblings.get(name);
      const stats = lstatSync(toPathBytes(entryOf(held, name)), { bigint: true, throwIfNoEntry: false });
      if (depth === names.length - 1 || known?.children === undefined || stats?.isDirectory() !== true) {
        await adoptEntry(siblings, held, { folder, name });
        return;
      }
      // Its time is what a change in it changes; the rest is for the next comparison.
      siblings.set(name, { ...known, state: { ...known.state, mtimeNs: stats.mtimeNs } });
      siblings = known.children;
    }
  }

  async function adoptEntry(
    siblings: Map<string, Entry>,
    held: HeldFolder,
    { folder, name }: { folder: string; name: string },
  ): Promise<void> {
    const known = siblings.get(name);
    const now = await runPaced(walk(held, { folder, name }, known, walkOptions(held)));
    const found = new Map(now === undefined ? [] : [[name, now]]);
    await captureAll([...wantedBelow(folder, found)]);
    forgetOld(new Map(known === undefined ? [] : [[name, known]]), found);
    const entry = found.get(name);
    if (entry === undefined) siblings.delete(name);
    else siblings.set(name, entry);
  }

  function forgetOld(old: Map<string, Entry>, now: Map<string, Entry>): void {
    for (const { before, after } of differences(old, now)) {
      const staysFolder = before?.state.type === "directory" && after?.state.type === "directory";
      if (before !== undefined && !staysFolder) dropImages(before, images);
    }
  }

  return {
    take: () =>
      inTurn(async () => {
        const now = await look();
        if (base !== undefined) forgetOld(base.children, now.children);
        base = now;
        return [...gapsBelow("", now.children)];
      }),

    compare: () =>
      inTurn(async () => {
        if (base === undefined) throw new Error("Nothing was looked at before.");
        const now = await look();
        const out = join(folder, `out-${comparisons++}`);
        mkdirSync(out, { mode: 0o700 });
        const found = [...differences(base.children, now.children), ...topDifference(base, now)];
        const { changes, gaps } = recordChanges(found, { images, folder: out, setMtime: await loadSetMtime() });
        base = now;
        const all = [...gaps, ...blindBelow("", now.children)];
        const release = (): void => removeTree(out);
        return { changes, gaps: all, complete: all.length === 0, shared: true, release } satisfies Comparison;
      }),

    adopt: (paths) => inTurn(() => adoptAll(paths)),

    revert: (changes, paths, { to }) =>
      inTurn(async () => {
        const reverted = revertChanges(changes, paths, { root, to, setMtime: await loadSetMtime() });
        await adoptAll(paths);
        return reverted;
      }),

    close: () => inTurn(async () => removeTree(folder)),
  };
}

function* topDifference(before: FolderEntry, after: FolderEntry): Generator<Difference> {
  if (!isSameState(before.state, after.state)) yield { path: ".", before, after };
}

function statsOf(held: HeldFolder): BigIntStats {
  return lstatSync(`${held.path}/.`, { bigint: true });
}

function isDependency(folder: string): boolean {
  return folder.split("/").some((name) => dependencyFolders.has(name));
}

/** So that what does not fit is few and large: the size up to which all files fit into the room. */
function chooseMaxSize(wanted: readonly Wanted[], room: number): number {
  const sizes = wanted.filter(({ folder }) => !isDependency(folder)).map(({ entry }) => entry.state.size);
  let total = 0;
  for (const size of sizes.sort((a, b) => a - b)) {
    total += size;
    if (total > room) return size - 1;
  }
  return Number.POSITIVE_INFINITY;
}

function tryHold(root: string, folder: string): HeldFolder | undefined {
  try {
    return holdBelow(root, folder);
  } catch {
    return undefined;
  }
}

async function runPaced<Value>(steps: Generator<undefined, Value>): Promise<Value> {
  const pace = keepPace();
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (pace.isDue()) await pace.rest();
  }
}
