import { posix } from "node:path";
import type { Hold } from "../change-set.ts";
import type { Addition, Place } from "./additions.ts";
import { foldName, foldPath } from "./fold-name.ts";
import { gitConfigFile, newGrants } from "./keyed-files.ts";
import { parseGitConfig } from "./git-config-syntax.ts";
import { below, parentOf, type Tree, type Trees } from "./trees.ts";

/** What git looks for in a repository's folder: a change of one of them may make a folder a repository, or change what it runs. */
const parts: ReadonlySet<string> = new Set(["head", "objects", "refs", "commondir", "config", "config.worktree", "hooks"]);
/** Files one folder deeper. */
const innerParts: Readonly<Record<string, string>> = { attributes: "info", "git-rebase-todo": "rebase-merge" };
/** How deep helpers of hooks are looked for. */
const MAX_HOOK_DEPTH = 8;

interface Suspect {
  /** Whether its content counts as new although it is not: git has been pointed at it. */
  fresh: boolean;
  /** Git takes it for a repository although it has not the parts of one. */
  certain: boolean;
}

/**
 * Hooks and settings that git would run, in repositories at any depth and by any name: a folder is a repository by what is in it, so a
 * bare one called `assets` is found when its last part arrives, and then all of it is new.
 */
export function judgeRepositories(root: string, trees: Trees): { see(addition: Addition): void; holds(): Hold[] } {
  const { present, future } = trees;
  const suspects = new Map<string, Suspect>();
  const pointers: string[] = [];
  const holds = new Map<string, Hold>();
  const named = namedByConfig(root, present);

  function suspect(path: string, why: Partial<Suspect> = {}): void {
    const known = suspects.get(path);
    suspects.set(path, { fresh: known?.fresh === true || why.fresh === true, certain: known?.certain === true || why.certain === true });
  }

  function hold(path: string, rule: string, reason: string): void {
    if (!holds.has(path)) holds.set(path, { path, rule, reason });
  }

  function see({ place, type }: Addition): void {
    const { name, path } = place;
    if (name === ".git") {
      if (type === "directory") suspect(path);
      else pointers.push(path);
    }
    if (parts.has(name)) suspect(parentOf(path));
    const folder = innerParts[name];
    if (folder !== undefined && place.up?.name === folder) suspect(parentOf(parentOf(path)));
    for (let at = place.up; at !== null; at = at.up) if (at.name === "hooks") suspect(parentOf(at.path));
    if (named !== undefined) seeNamed(place, type);
  }

  /** Files outside `.git` that the configuration of the workspace's own repository already names. */
  function seeNamed({ path }: Place, type: Addition["type"]): void {
    if (named?.hooks.some((folder) => path === folder || path.startsWith(`${folder}/`)) === true && type !== "directory")
      judgeHook(path, true);
    if (named?.includes.includes(path) === true) judgeSettings(path, true);
  }

  /** `.git` as a file or link says where the repository is. */
  function judgePointer(path: string): void {
    const type = future.entry(path)?.type;
    const [before, after] = type === "symlink" ? [present.target(path), future.target(path)] : [present.text(path), future.text(path)];
    if (after === null || (after === before && after !== undefined)) return;
    const target = type === "symlink" ? after : /^gitdir: ([^\0]*?)[\r\n]*$/.exec(after ?? "")?.[1];
    if (target === undefined) return;
    const repository = inside(root, parentOf(path), target);
    if (repository === undefined) hold(path, "git-pointer", "It makes git use a repository outside of the workspace.");
    else if (!isPrivate(repository)) suspect(repository, { fresh: true, certain: true });
  }

  function judge(folder: string, { fresh, certain }: Suspect): void {
    if (!certain && !isRepository(folder, future)) return;
    const was = !fresh && isRepository(folder, present);
    const names = future.names(folder);
    const path = (name: string): string | undefined => {
      const written = names.get(name);
      return written === undefined ? undefined : below(folder, written);
    };
    const common = path("commondir");
    if (common !== undefined && (!was || trees.changes(common))) judgeCommon(folder, common, was);
    for (const name of ["config", "config.worktree"]) {
      const file = path(name);
      if (file !== undefined) judgeSettings(file, was, folder);
    }
    const hooks = path("hooks");
    if (hooks !== undefined) judgeHooks(hooks, was, 0);
    const info = path("info");
    if (info !== undefined)
      judgeLines(below(info, "attributes"), was, /\b(?:filter|diff|merge)=(?!lfs\b)/, "makes files go through a program");
    const rebase = path("rebase-merge");
    if (rebase !== undefined)
      judgeLines(below(rebase, "git-rebase-todo"), was, /^\s*(?:x|exec)\s/, "runs a command when the rebase goes on");
  }

  function judgeCommon(folder: string, path: string, was: boolean): void {
    const after = future.text(path);
    if (was && after === present.text(path)) return;
    const repository = inside(root, folder, (after ?? "").replace(/[\r\n]+$/, ""));
    if (repository === undefined) hold(path, "git-pointer", "It makes git use a repository outside of the workspace.");
    else if (!isPrivate(repository)) suspect(repository, { fresh: true, certain: true });
  }

  function judgeSettings(path: string, was: boolean, folder = parentOf(path)): void {
    if (was && !trees.changes(path)) return;
    if (future.entry(path)?.type === "symlink") {
      if (!was || present.target(path) !== future.target(path))
        hold(path, "git-config", "It is a link, and git would obey what it leads to.");
      return;
    }
    const after = future.text(path);
    if (after === null) return;
    const before = was ? (present.text(path) ?? null) : null;
    const grants = after === undefined ? undefined : newGrants(gitConfigFile, before, after);
    if (grants === undefined) return hold(path, "git-config", "It cannot be read as git's configuration.");
    if (after !== undefined && after !== before && !worksInside(root, folder, after)) grants.push("core.worktree");
    if (grants.length > 0) hold(path, "git-config", `It makes git run or obey something else: ${grants.join(", ")}.`);
  }

  function judgeHooks(path: string, was: boolean, depth: number): void {
    const type = future.entry(path)?.type;
    if (type !== "directory" || depth > MAX_HOOK_DEPTH) return type === undefined ? undefined : judgeHook(path, was);
    for (const name of future.names(path).values()) judgeHooks(below(path, name), was, depth + 1);
  }

  function judgeHook(path: string, was: boolean): void {
    if (path.endsWith(".sample") && future.entry(path)?.type === "file") return;
    if (was && isSame(path, trees)) return;
    hold(path, "git-hook", "Git runs it as a hook.");
  }

  function judgeLines(path: string, was: boolean, pattern: RegExp, what: string): void {
    if (was && !trees.changes(path)) return;
    const linesOf = (text: string | null | undefined) => (text ?? "").split("\n").filter((line) => pattern.test(line));
    const before = new Set(was ? linesOf(present.text(path)) : []);
    const after = future.text(path);
    if (after === undefined || linesOf(after).some((line) => !before.has(line))) hold(path, "git-config", `It ${what}.`);
  }

  return {
    see,
    holds() {
      for (const path of pointers) judgePointer(path);
      // A repository may name another one while it is judged: a map hands out what is added to it.
      const judged = new Map<string, string>();
      for (let left = true; left;) {
        left = false;
        for (const [folder, why] of suspects) {
          const state = JSON.stringify(why);
          if (judged.get(folder) === state) continue;
          judged.set(folder, state);
          judge(folder, why);
          left = true;
        }
      }
      return [...holds.values()];
    },
  };
}

/** Whether git may take a folder for a repository. A `.git` is one before it is complete. */
export function isRepository(folder: string, tree: Tree): boolean {
  if (foldName(posix.basename(folder)) === ".git") return tree.entry(folder)?.type === "directory";
  const names = tree.names(folder);
  return names.has("head") && (names.has("commondir") || (names.has("objects") && names.has("refs")));
}

/** Below a `.git`, where git itself keeps those of submodules and worktrees. */
function isPrivate(path: string): boolean {
  return foldPath(path).includes(".git");
}

/** Same type, mode and content before and after. */
export function isSame(path: string, { present, future, changes }: Trees): boolean {
  if (!changes(path)) return present.entry(path)?.mode === future.entry(path)?.mode;
  const before = present.entry(path);
  const after = future.entry(path);
  if (before === null || after === null || before.type !== after.type || before.mode !== after.mode || before.size !== after.size)
    return false;
  if (before.type === "symlink") return present.target(path) === future.target(path);
  const text = future.text(path);
  return before.type === "file" && text !== undefined && text === present.text(path);
}

/** The path, relative to the root, that a path written in `folder` means; undefined when it lies outside. Text only. */
function inside(root: string, folder: string, path: string): string | undefined {
  const way = posix.relative(root, posix.resolve(root, folder, path));
  return way === ".." || way.startsWith("../") ? undefined : way || ".";
}

function worksInside(root: string, folder: string, text: string): boolean {
  const trees = parseGitConfig(text)?.filter(({ section, name }) => section === "core" && name === "worktree") ?? [];
  return trees.every(({ value }) => value !== null && inside(root, folder, value) !== undefined);
}

/** Folders of hooks and further settings in the workspace that its own repository's configuration names, in its present state. */
function namedByConfig(root: string, present: Tree): { hooks: string[]; includes: string[] } | undefined {
  const settings = parseGitConfig(present.text(".git/config") ?? "") ?? [];
  const paths = (fits: (key: string) => boolean, folder: string) =>
    settings
      .filter(({ section, name, value }) => value && fits(`${section}.${name}`))
      .map(({ value }) => inside(root, folder, value ?? ""))
      .filter((path) => path !== undefined && path !== ".");
  const hooks = paths((key) => key === "core.hookspath", ".") as string[];
  const includes = paths((key) => key === "include.path" || key === "includeif.path", ".git") as string[];
  return hooks.length + includes.length === 0 ? undefined : { hooks, includes };
}
