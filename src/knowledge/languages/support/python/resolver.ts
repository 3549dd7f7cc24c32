import { posix } from "node:path";
import type { ProjectFiles, Resolver, Target } from "../../../language.ts";

const manifests = ["pyproject.toml", "setup.py", "setup.cfg"];
/** Where projects have their packages, below the folder of their manifest. */
const sourceFolders = [".", "src", "lib", "python"];

/**
 * Finds modules as Python's path does: in the folder above the importer's own package, in the projects' source folders, in the root.
 * An import leads to the module itself; that the packages around it are run first is not told.
 */
export function pythonResolver(project: ProjectFiles): Resolver {
  const projects = new Set([".", ...manifests.flatMap((name) => project.named(name)).map((path) => posix.dirname(path))]);
  const roots = [...projects].flatMap((folder) => sourceFolders.map((source) => posix.join(folder, source)));
  const seen = new Map<string, string | undefined>();

  /** The file of a module, which lies at this path without its ending. */
  const moduleAt = (path: string): string | undefined => {
    if (!seen.has(path)) {
      const files = [`${path}/__init__.py`, `${path}.py`, `${path}/__init__.pyi`, `${path}.pyi`, `${path}.pyw`];
      seen.set(
        path,
        files.find((file) => project.has(file)),
      );
    }
    return seen.get(path);
  };

  /** A module, those of the names that are modules below it, and whether there is such a folder at all. */
  const modules = (path: string, names: readonly { name: string }[]): Target => {
    const own = moduleAt(path);
    const isPackage = own === undefined || posix.basename(own).startsWith("__init__.");
    const files = new Set<string>();
    for (const { name } of names) {
      // `import a.b` takes the module as a whole; what a package defines itself cannot be told from its submodules without running it.
      const below = name === "*" || !isPackage ? own : (moduleAt(posix.join(path, name)) ?? own);
      if (below !== undefined) files.add(below);
    }
    if (names.length === 0 && own !== undefined) files.add(own);
    return files.size > 0 ? { files: [...files] } : undefined;
  };

  /** The folder that Python would look into for the importer's own package. */
  const rootOf = (from: string): string => {
    let folder = posix.dirname(from);
    while (folder !== "." && (project.has(`${folder}/__init__.py`) || project.has(`${folder}/__init__.pyi`)))
      folder = posix.dirname(folder);
    return folder;
  };

  const absolute = (specifier: string, names: readonly { name: string }[], from: string): Target => {
    const path = specifier.replaceAll(".", "/");
    const [top] = specifier.split(".") as [string];
    let partly = false;
    for (const root of new Set([rootOf(from), ...roots])) {
      const found = modules(posix.join(root, path), names);
      // A file never imports itself: `import json` in `json.py` beside it means another one.
      if (found !== undefined && !("files" in found && found.files.length === 1 && found.files[0] === from)) return found;
      partly ||= moduleAt(posix.join(root, top)) !== undefined && posix.join(root, `${top}.py`) !== from;
    }
    return partly ? undefined : { outside: top };
  };

  return {
    resolve({ specifier, names }, from) {
      const dots = /^\.*/.exec(specifier)![0].length;
      if (dots === 0) return absolute(specifier, names, from);
      const folder = posix.join(posix.dirname(from), ...Array.from({ length: dots - 1 }, () => ".."));
      return folder.startsWith("..") ? undefined : modules(posix.join(folder, specifier.slice(dots).replaceAll(".", "/")), names);
    },
  };
}
