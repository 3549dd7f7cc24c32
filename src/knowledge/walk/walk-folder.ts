import { type Dirent, readdirSync } from "node:fs";
import { join } from "node:path";
import ignore, { type Ignore } from "ignore";
import { noiseFolders, privateFolders } from "../../lib/noise-folders.ts";
import { readText, statOf } from "./file-facts.ts";
import { globalExcludes } from "./global-excludes.ts";

const noise: ReadonlySet<string> = new Set([...privateFolders, ...noiseFolders, "bower_components"]);

/** Whether a path leads through a folder that holds what tools install or remember; with `/`. */
export function isNoise(path: string): boolean {
  return path.split("/").some((part) => noise.has(part));
}

interface Rules {
  /** Of the folder, with `/` at the end unless it is the workspace. */
  prefix: string;
  ignore: Ignore;
}

/**
 * Paths of all files below `from` (relative, `.` for the workspace) that no `.gitignore` on the way hides, for folders that git does not
 * know. Links are neither followed nor listed, so a circle of them ends; folders that cannot be read are empty.
 */
export function* walkFolder(workspace: string, from = "."): Generator<string> {
  const open: { folder: string; rules: readonly Rules[] }[] = [rulesAbove(workspace, from)].filter((start) => start !== undefined);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { folder } = next;
    const prefix = folder === "." ? "" : `${folder}/`;
    const entries = list(join(workspace, folder));
    const rules = withOwn(next.rules, { workspace, prefix, has: entries.some(({ name }) => name === ".gitignore") });
    for (const entry of entries) {
      const path = prefix + entry.name;
      if (entry.isDirectory()) {
        if (!noise.has(entry.name) && !isIgnored(`${path}/`, rules)) open.push({ folder: path, rules });
      } else if (entry.isFile() && !isIgnored(path, rules)) {
        yield path;
      }
    }
  }
}

/** Whether the walk would come upon this file or folder. */
export function isWalked(workspace: string, path: string, isFolder: boolean): boolean {
  if (path === ".") return true;
  const cut = path.lastIndexOf("/");
  const start = rulesAbove(workspace, cut < 0 ? "." : path.slice(0, cut));
  if (start === undefined || isNoise(path)) return false;
  const rules = withOwn(start.rules, { workspace, prefix: cut < 0 ? "" : path.slice(0, cut + 1), has: true });
  return !isIgnored(isFolder ? `${path}/` : path, rules);
}

/** The rules that hold in a folder before its own; undefined when they hide it. */
function rulesAbove(workspace: string, folder: string): { folder: string; rules: readonly Rules[] } | undefined {
  let rules = rulesOutside(workspace);
  if (folder === ".") return { folder, rules };
  const parts = folder.split("/");
  for (let depth = 0; depth < parts.length; depth++) {
    const prefix = parts.slice(0, depth).map((part) => `${part}/`);
    rules = withOwn(rules, { workspace, prefix: prefix.join(""), has: true });
    if (isIgnored(`${parts.slice(0, depth + 1).join("/")}/`, rules)) return undefined;
  }
  return { folder, rules };
}

/** What git ignores besides, when the workspace is a repository. */
function rulesOutside(workspace: string): readonly Rules[] {
  if (statOf(join(workspace, ".git"))?.isDirectory() !== true) return [];
  const own = ignore();
  for (const file of [globalExcludes(), join(workspace, ".git/info/exclude")]) own.add(readText(file));
  return [{ prefix: "", ignore: own }];
}

function withOwn(
  rules: readonly Rules[],
  { workspace, prefix, has }: { workspace: string; prefix: string; has: boolean },
): readonly Rules[] {
  const text = has ? readText(join(workspace, prefix, ".gitignore")) : "";
  return text === "" ? rules : [...rules, { prefix, ignore: ignore().add(text) }];
}

/** The innermost rules that say anything decide. */
function isIgnored(path: string, rules: readonly Rules[]): boolean {
  for (let index = rules.length - 1; index >= 0; index--) {
    const { prefix, ignore: own } = rules[index]!;
    const said = own.test(path.slice(prefix.length));
    if (said.ignored) return true;
    if (said.unignored) return false;
  }
  return false;
}

function list(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
