import { type Dirent, readdirSync, readFileSync } from "node:fs";
import ignore, { type Ignore } from "ignore";
import { noiseFolders, privateFolders } from "../../lib/noise-folders.ts";
import { absolute, type PathBytes, toPathBytes } from "./path-bytes.ts";

const SKIPPED = new Set([...noiseFolders, ...privateFolders]);

/** Files below `folder` of the workspace that no `.gitignore` names, and those files themselves, in no order. Follows no links. */
export function* listByWalk(workspace: string, folder: PathBytes = "", above: readonly Rules[] = []): Generator<PathBytes> {
  const rules = [...above, ...rulesOf(workspace, folder)];
  for (const entry of entriesOf(workspace, folder)) {
    const name = toPathBytes(entry.name);
    const path = folder === "" ? name : `${folder}/${name}`;
    if (!entry.isDirectory()) {
      if (name === ".gitignore" || !ignored(path, rules)) yield path;
    } else if (!SKIPPED.has(name) && !ignored(`${path}/`, rules)) {
      yield* listByWalk(workspace, path, rules);
    }
  }
}

interface Rules {
  folder: PathBytes;
  rules: Ignore;
}

/** Of a folder that vanished or cannot be read: nothing. */
function entriesOf(workspace: string, folder: PathBytes): Dirent<Buffer>[] {
  try {
    return readdirSync(absolute(workspace, folder), { withFileTypes: true, encoding: "buffer" });
  } catch {
    return [];
  }
}

function rulesOf(workspace: string, folder: PathBytes): Rules[] {
  try {
    const path = folder === "" ? ".gitignore" : `${folder}/.gitignore`;
    const text = readFileSync(absolute(workspace, path), "latin1");
    return [{ folder, rules: ignore({ ignorecase: false }).add(text) }];
  } catch {
    return [];
  }
}

/** The rule nearest to the file decides. */
function ignored(path: PathBytes, all: readonly Rules[]): boolean {
  for (const { folder, rules } of all.toReversed()) {
    const result = rules.test(folder === "" ? path : path.slice(folder.length + 1));
    if (result.ignored || result.unignored) return result.ignored;
  }
  return false;
}
