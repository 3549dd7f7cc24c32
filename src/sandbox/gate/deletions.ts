import ignore from "ignore";
import { join } from "node:path";
import { escapeLine } from "../../lib/escape.ts";
import { rulesFrom } from "../../lib/ignore-rules.ts";
import type { Hold, PendingChange } from "../change-set.ts";
import { toPathBytes } from "../path-bytes.ts";
import { errorCode } from "../pin.ts";
import { eachAddition, namesIn } from "./additions.ts";
import { regenerableFolders } from "./folders.ts";
import { parseGitConfig } from "./git-config-syntax.ts";
import { parseGitIndex, type TrackedFile } from "./git-index.ts";
import { isRepository } from "./repositories.ts";
import { below, parentOf, type Tree, type Trees } from "./trees.ts";

const MAX_LISTED = 20;
const MAX_INDEX_BYTES = 1024 * 1024 * 1024;

interface Lost {
  path: string;
  /** More than one where a folder is gone already and only its count is known. */
  files: number;
  change: PendingChange;
}

interface DeletionOptions {
  root: string;
  pending: readonly PendingChange[];
  trees: Trees;
  maxDeletions: number;
  /** Whether what goes is git's own and so no file of the project; asked for whole changes, and for repositories inside of them. */
  lose(path: string, change: PendingChange): boolean;
}

/**
 * Holds back when too many files go at once that nothing makes again: neither ignored, nor below a folder that is built or installed, nor
 * moved elsewhere in the same change set, nor taken out of the checkout by git, which keeps them.
 */
export function judgeDeletions(options: DeletionOptions): Hold[] {
  const { pending, trees, maxDeletions } = options;
  const { lost, regenerable } = collectLost(options);
  const index = openIndex(trees);
  for (const [folder, change] of regenerable) {
    const tracked = index.trackedBelow(folder).filter((path) => trees.present.entry(path) !== null && trees.future.entry(path) === null);
    lost.push(...tracked.map((path) => ({ path, files: 1, change })));
  }
  if (count(lost) <= maxDeletions) return [];
  const ignores = ignoredBy(trees.present, lost);
  const moved = movedTo(pending);
  const gone = lost.filter(({ path }) => !index.keeps(path) && !(ignores(path) && !index.tracks(path)) && !moved(path, trees.present));
  if (count(gone) <= maxDeletions) return [];
  const listed = gone.slice(0, MAX_LISTED).map(({ path }) => escapeLine(path));
  const rest = count(gone) - listed.length;
  const reason = `${count(gone)} files would be gone: ${listed.join(", ")}${rest > 0 ? ` and ${rest} more` : ""}.`;
  return Array.from(new Set(gone.map(({ change }) => change.path)), (path) => ({ path, rule: "mass-deletion", reason }));
}

function count(lost: readonly Lost[]): number {
  return lost.reduce((sum, { files }) => sum + files, 0);
}

function collectLost({ root, pending, trees, lose }: DeletionOptions): { lost: Lost[]; regenerable: Map<string, PendingChange> } {
  const { present, future } = trees;
  const lost: Lost[] = [];
  const regenerable = new Map<string, PendingChange>();

  function walk(path: string, change: PendingChange, replaced: boolean): void {
    const entry = present.entry(path);
    if (entry === null) return;
    if (entry.type !== "directory") {
      if (!replaced || future.entry(path) === null) lost.push({ path, files: 1, change });
      return;
    }
    const name = path.slice(path.lastIndexOf("/") + 1);
    if (regenerableFolders.has(name)) {
      regenerable.set(path, change);
      return;
    }
    const names = namesOf(path);
    const maybe = name.length < 6 || names.some((inner) => inner.length === 4 && inner.toLowerCase() === "head");
    if (maybe && path !== change.path && isRepository(path, present)) {
      lose(path, change);
      return;
    }
    for (const inner of names) walk(below(path, inner), change, replaced);
  }

  function namesOf(path: string): string[] {
    try {
      return namesIn(join(root, path));
    } catch (error) {
      if (errorCode(error) === "EACCES") return [];
      throw error;
    }
  }

  for (const change of pending) {
    const { path, before, after, staged } = change;
    if (before === null || (after !== null && (before.type !== "directory" || staged === null))) continue;
    const generated = regenerableAbove(path);
    if (generated !== undefined) {
      regenerable.set(generated, change);
    } else if (!lose(path, change)) {
      if (present.entry(path) === null) lost.push({ path, files: before.type === "directory" ? change.entries : 1, change });
      else walk(path, change, after !== null);
    }
  }
  return { lost, regenerable };
}

function regenerableAbove(path: string): string | undefined {
  const names = path.split("/");
  const at = names.findIndex((name, index) => index < names.length - 1 && regenerableFolders.has(name));
  return at < 0 ? undefined : names.slice(0, at + 1).join("/");
}

/** What the workspace's own repository knows of its files, before and after; read when first asked for. */
function openIndex({ present, future }: Trees): {
  tracks(path: string): boolean;
  /** Git has what was there, and has taken it away itself. */
  keeps(path: string): boolean;
  trackedBelow(folder: string): string[];
} {
  const raw = memo(() => Buffer.from(present.text(".git/index", MAX_INDEX_BYTES) ?? "", "latin1"));
  const hashBytes = memo(() => hashSize(present));
  const before = memo(() => parseGitIndex(raw(), hashBytes()));
  const after = memo(() => parseGitIndex(Buffer.from(future.text(".git/index", MAX_INDEX_BYTES) ?? "", "latin1"), hashBytes()));
  const bytes = (path: string) => Buffer.from(toPathBytes(path)).toString("latin1");
  return {
    tracks: (path) => before()?.has(bytes(path)) === true,
    keeps(path) {
      const known = before()?.get(bytes(path));
      return known !== undefined && after()?.has(bytes(path)) === false && isClean(known, path, present);
    },
    trackedBelow(folder) {
      const prefix = bytes(`${folder}/`);
      // Version 4 does not write names in full.
      if (raw().length < 12 || (raw().readUInt32BE(4) < 4 && !raw().includes(prefix, 0, "latin1"))) return [];
      return Array.from(before()?.keys() ?? [])
        .filter((path) => path.startsWith(prefix))
        .map((path) => Buffer.from(path, "latin1").toString());
    },
  };
}

function memo<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

function isClean({ size, mtimeNs }: TrackedFile, path: string, present: Tree): boolean {
  const entry = present.entry(path);
  return entry !== null && entry.size % 2 ** 32 === size && entry.mtimeNs === mtimeNs;
}

function hashSize(present: Tree): 20 | 32 {
  const settings = parseGitConfig(present.text(".git/config") ?? "") ?? [];
  return settings.some(({ section, name, value }) => section === "extensions" && name === "objectformat" && value === "sha256") ? 32 : 20;
}

/** By the `.gitignore` files as they are now: what hides the files must not come with their removal. */
function ignoredBy(present: Tree, lost: readonly Lost[]): (path: string) => boolean {
  const folders = new Set<string>(["."]);
  for (const { path } of lost) for (let at = parentOf(path); !folders.has(at); at = parentOf(at)) folders.add(at);
  const rules = ignore();
  let some = false;
  for (const folder of Array.from(folders).sort((a, b) => a.split("/").length - b.split("/").length)) {
    const text = present.text(below(folder, ".gitignore"));
    if (!text) continue;
    rules.add(rulesFrom(Buffer.from(text, "latin1").toString(), folder));
    some = true;
  }
  return (path) => some && rules.ignores(path);
}

/** Whether a file of the same name and size comes elsewhere: then it was moved. Each one that comes stands for one that goes. */
function movedTo(pending: readonly PendingChange[]): (path: string, present: Tree) => boolean {
  const come = new Map<string, number>();
  const keyOf = (path: string, size: number) => `${size}/${path.slice(path.lastIndexOf("/") + 1)}`;
  eachAddition(pending, ({ place, type, size, before, content }) => {
    if (type !== "file" || !content || before) return;
    const key = keyOf(place.path, size);
    come.set(key, (come.get(key) ?? 0) + 1);
  });
  return (path, present) => {
    if (come.size === 0) return false;
    const entry = present.entry(path);
    if (entry?.type !== "file") return false;
    const key = keyOf(path, entry.size);
    const left = come.get(key) ?? 0;
    if (left > 0) come.set(key, left - 1);
    return left > 0;
  };
}
