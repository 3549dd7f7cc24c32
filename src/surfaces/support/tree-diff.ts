import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createTwoFilesPatch } from "diff";
import { escapeControls } from "../../lib/escape.ts";
import type { Style } from "./style.ts";

/** Unified diff of the named files between two folders, escaped and coloured; empty for files that are the same. */
export function diffFolders(before: string, after: string, { paths, style }: { paths: readonly string[]; style: Style }): string {
  const read = (file: string) => (existsSync(file) ? readFileSync(file, "utf8") : "");
  return paths
    .map((path) => ({ path, old: read(join(before, path)), new: read(join(after, path)) }))
    .filter((file) => file.old !== file.new)
    .map((file) => diffTexts({ path: file.path, before: file.old, after: file.new, style }))
    .join("\n");
}

/** Unified diff of one file's two versions, escaped and coloured. */
export function diffTexts({ path, before, after, style }: { path: string; before: string; after: string; style: Style }): string {
  const patch = createTwoFilesPatch(`a/${path}`, `b/${path}`, before, after, undefined, undefined, { context: 2 });
  return colour(escapeControls(patch), style);
}

function colour(patch: string, style: Style): string {
  return patch
    .split("\n")
    .filter((line) => !line.startsWith("===="))
    .map((line) => {
      if (line.startsWith("+++") || line.startsWith("---")) return style.bold(line.trimEnd());
      if (line.startsWith("+")) return style.green(line);
      if (line.startsWith("-")) return style.red(line);
      return line.startsWith("@@") ? style.dim(line) : line;
    })
    .join("\n");
}
