import { posix } from "node:path";
import type { ProjectFiles, Resolver, Target } from "../../../language.ts";
import { nearest } from "../nearest.ts";
import { packageOf } from "./outline.ts";

interface Module {
  /** Of its go.mod; `.` for the root. */
  folder: string;
  path: string;
  /** Module paths that a replace directive leads to folders. */
  replaced: ReadonlyMap<string, string>;
  required: readonly string[];
}

/** Names of packages in a folder that cannot be imported from it: programs, and files that no build takes. */
const notImported = ["main", "ignore", "documentation"];

/** A package is all files of its folder but its tests, in the module whose path is the longest beginning of what is imported. */
export function goResolver(project: ProjectFiles): Resolver {
  const modules = project.named("go.mod").map((file) => readModule(file, project.read(file) ?? ""));
  const byFolder = new Map(modules.map((module) => [module.folder, module]));
  const packages = new Map<string, readonly string[]>();

  const moduleOf = (from: string): Module | undefined => {
    for (let folder = posix.dirname(from); ; folder = posix.dirname(folder)) {
      const module = byFolder.get(folder);
      if (module !== undefined || folder === ".") return module;
    }
  };

  const packageIn = (folder: string): readonly string[] => {
    let files = packages.get(folder);
    if (files === undefined) {
      const others = new Set(
        notImported.flatMap((name) => (posix.basename(folder) === name ? [] : project.ofPackage("go", packageOf(folder, name)))),
      );
      const isPart = (path: string) =>
        path.endsWith(".go") && !path.endsWith("_test.go") && !/^[_.]/.test(posix.basename(path)) && !others.has(path);
      packages.set(folder, (files = project.inFolder(folder).filter(isPart)));
    }
    return files;
  };

  /** Folders that the import could mean, the likeliest first. */
  function* folders(specifier: string, own: Module | undefined, from: string): Generator<string> {
    const [root] = specifier.split("/") as [string];
    for (const [path, folder] of own?.replaced ?? []) if (isWithin(specifier, path)) yield posix.join(folder, specifier.slice(path.length));
    const candidates = byLength(modules, specifier);
    for (const path of new Set(candidates.map((module) => module.path))) {
      const same = candidates.filter((module) => module.path === path).map(({ folder }) => posix.join(folder, "go.mod"));
      // A copy of a module, as among test data, is one for itself.
      const folder = path === own?.path ? own.folder : posix.dirname(nearest(same, from)!);
      yield posix.join(folder, specifier.slice(path.length));
    }
    // The standard library's own packages have no module before their name.
    if (own?.path === "std" && !root.includes(".")) yield posix.join(own.folder, specifier);
    if (own !== undefined) yield posix.join(own.folder, "vendor", specifier);
  }

  return {
    resolve({ specifier }, from): Target {
      const own = moduleOf(from);
      if (/^\.\.?(?:\/|$)/.test(specifier)) return toTarget(packageIn(posix.join(posix.dirname(from), specifier)));
      for (const folder of folders(specifier, own, from)) {
        const target = toTarget(packageIn(folder));
        if (target !== undefined) return target;
      }
      if (modules.some(({ path }) => isWithin(specifier, path))) return undefined;
      return { outside: own?.required.find((path) => isWithin(specifier, path)) ?? specifier };
    },
  };
}

const toTarget = (files: readonly string[]): Target => (files.length > 0 ? { files } : undefined);

const isWithin = (specifier: string, path: string): boolean => specifier === path || specifier.startsWith(`${path}/`);

const byLength = (modules: readonly Module[], specifier: string): Module[] =>
  modules.filter(({ path }) => isWithin(specifier, path)).sort((a, b) => b.path.length - a.path.length);

function readModule(file: string, text: string): Module {
  const folder = posix.dirname(file);
  const replaced = new Map<string, string>();
  const required: string[] = [];
  let path = "";
  let block = "";
  for (const line of text.split("\n")) {
    const words = line
      .replace(/\/\/.*/, "")
      .trim()
      .split(/\s+/)
      .map((word) => word.replaceAll(/^["`]|["`]$/g, ""));
    const [first, second] = words;
    if (first === ")") block = "";
    else if (second === "(") block = first!;
    else {
      const [verb, ...args] = block === "" ? words : [block, ...words];
      const arrow = args.indexOf("=>");
      const [target] = args.slice(arrow + 1);
      if (verb === "module" && args[0] !== undefined) path = args[0];
      else if (verb === "require" && args[0] !== undefined) required.push(args[0]);
      else if (verb === "replace" && arrow > 0 && target !== undefined && /^\.\.?(?:\/|$)/.test(target))
        replaced.set(args[0]!, posix.join(folder, target));
    }
  }
  return { folder, path: path === "" ? folder : path, replaced, required: required.sort((a, b) => b.length - a.length) };
}
