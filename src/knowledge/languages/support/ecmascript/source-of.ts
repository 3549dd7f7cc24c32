import { join, relative } from "node:path/posix";
import type { ProjectFiles } from "../../../language.ts";
import { fileAt, fileOrIndexAt } from "./file-at.ts";
import type { TsConfig } from "./tsconfig.ts";

/** Folders that builds write to and sources do not lie in. */
const outputs = /^(?:dist|lib|build|out|output|es|esm|cjs|mjs|umd|types|typings|dts|node|browser|development|production|src)$/;
const outputNames = /^dist-?|^lib-?|^build-?|-?(?:esm|cjs|types)$/;

/**
 * The source that a file of a package's build is made from, when the build itself is not among the files: as the package's
 * `tsconfig.json` says, and else in `src` or the package's folder, below what looks like the build's own folders.
 */
export function sourceOf(
  project: ProjectFiles,
  { path, folder, config }: { path: string; folder: string; config?: TsConfig },
): string | undefined {
  for (const outDir of config?.outDirs ?? []) {
    const inside = relative(outDir, path);
    if (inside.startsWith("..")) continue;
    const roots = config?.rootDir === undefined ? [join(folder, "src"), folder] : [config.rootDir];
    for (const root of roots) {
      const source = fileAt(project, join(root, inside));
      if (source !== undefined) return source;
    }
  }
  const parts = relative(folder, path).split("/");
  while (parts.length > 0) {
    const rest = parts.join("/");
    const source = fileOrIndexAt(project, join(folder, "src", rest)) ?? fileAt(project, join(folder, rest));
    if (source !== undefined) return source;
    const [first] = parts;
    if (first === undefined || !(outputs.test(first) || outputNames.test(first))) return undefined;
    parts.shift();
  }
  return undefined;
}
