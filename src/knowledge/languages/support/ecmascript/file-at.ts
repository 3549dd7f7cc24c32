import { join } from "node:path/posix";
import type { ProjectFiles } from "../../../language.ts";

/** What stands for a name with this ending, in the compiler's order: the source before what was made of it. */
const substitutes: readonly [ending: string, sources: readonly string[]][] = [
  [".d.ts", [".d.ts", ".ts", ".tsx"]],
  [".d.mts", [".d.mts", ".mts"]],
  [".d.cts", [".d.cts", ".cts"]],
  [".mts", [".mts", ".d.mts", ".mjs"]],
  [".cts", [".cts", ".d.cts", ".cjs"]],
  [".tsx", [".tsx", ".ts", ".d.ts", ".jsx", ".js"]],
  [".ts", [".ts", ".tsx", ".d.ts", ".js", ".jsx"]],
  [".mjs", [".mts", ".d.mts", ".mjs"]],
  [".cjs", [".cts", ".d.cts", ".cjs"]],
  [".jsx", [".tsx", ".ts", ".d.ts", ".jsx"]],
  [".js", [".ts", ".tsx", ".d.ts", ".js", ".jsx"]],
];

const endings = [".ts", ".tsx", ".d.ts", ".js", ".jsx", ".mts", ".mjs", ".cts", ".cjs", ".json", ".vue", ".svelte"];

/** The file that a path without or with another ending means, as the compiler looks for it; not a folder's. */
export function fileAt(project: ProjectFiles, path: string): string | undefined {
  const substitute = substitutes.find(([ending]) => path.endsWith(ending));
  if (substitute !== undefined) {
    const [ending, sources] = substitute;
    const stem = path.slice(0, -ending.length);
    const source = sources.find((candidate) => project.has(stem + candidate));
    if (source !== undefined) return stem + source;
  }
  if (project.has(path)) return path;
  const ending = endings.find((candidate) => project.has(path + candidate));
  return ending === undefined ? undefined : path + ending;
}

/** The same, or the file that stands for a folder (with `/` at the end: nothing but that): what its `package.json` names, then its index. */
export function fileOrIndexAt(project: ProjectFiles, path: string): string | undefined {
  const isFolder = path === "." || path.endsWith("/");
  const folder = path.replace(/\/+$/, "") || ".";
  return (isFolder ? undefined : fileAt(project, folder)) ?? mainOf(project, folder) ?? fileAt(project, join(folder, "index"));
}

function mainOf(project: ProjectFiles, folder: string): string | undefined {
  const manifest = join(folder, "package.json");
  if (!project.has(manifest)) return undefined;
  const main = readObject(project.read(manifest));
  for (const field of ["types", "typings", "main"]) {
    const named = main[field];
    if (typeof named !== "string") continue;
    const path = join(folder, named);
    const found = fileAt(project, path) ?? fileAt(project, join(path, "index"));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** An object of JSON; an empty one for what is none. */
export function readObject(text: string | undefined): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text ?? "{}");
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
