import { lstatSync } from "node:fs";
import { join } from "node:path";
import { isPlainPath } from "./memory-text.ts";

/** Words that could be paths: with a slash or an ending. Punctuation around them is not part of them. */
const PATH = /[\w@.-]*[\w@-](?:\/[\w@.+-]*[\w-])+\/?|[\w-]+\.[A-Za-z]\w{0,9}\b/g;
const MAX_PATHS = 50;

/** Files and folders of the workspace that a text speaks of, each once, in its order. */
export function mentionedPaths(text: string, workspace: string): string[] {
  const found = new Set<string>();
  for (const [word] of text.matchAll(PATH)) {
    const path = word.replace(/^\.\//, "").replace(/\/$/, "");
    if (found.size === MAX_PATHS) break;
    if (isPlainPath(path) && isThere(join(workspace, path))) found.add(path);
  }
  return [...found];
}

function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false; // A file where the path has a folder.
  }
}
