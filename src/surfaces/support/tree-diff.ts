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
    .map((file) => createTwoFilesPatch(`a/${file.path}`, `b/${file.path}`, file.old, file.new, undefined, undefined, { context: 2 }))
    .map((patch) => colour(escapeControls(patch), style))
    .join("\n");
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
