import { lstatSync } from "node:fs";
import { join } from "node:path";
import { isPlainPath } from "./memory-text.ts";

/** Words that could be paths: with a slash or an ending. Punctuation around them is not part of them. */
const PATH = /[\w@.-]*[\w@-](?:\/[\w@.+-]*[\w-])+\/?|[\w-]+\.[A-Za-z]\w{0,9}\b/g;
/** What a path is made of. One of data, such as a hash or an image, may be as long as the text, and `PATH` takes its square to look through it. */
const RUN = /[\w@.+/-]+/g;
const MAX_RUN = 1024;
const MAX_PATHS = 50;

/** Files and folders of the workspace that a text speaks of, each once, in its order. */
export function mentionedPaths(text: string, workspace: string): string[] {
  const found = new Set<string>();
  for (const word of wordsOf(text)) {
    const path = word.replace(/^\.\//, "").replace(/\/$/, "");
    if (found.size === MAX_PATHS) break;
    if (isPlainPath(path) && isThere(join(workspace, path))) found.add(path);
  }
  return [...found];
}

function* wordsOf(text: string): Generator<string> {
  for (const [run] of text.matchAll(RUN)) if (run.length <= MAX_RUN) for (const [word] of run.matchAll(PATH)) yield word;
}

function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false; // A file where the path has a folder.
  }
}
