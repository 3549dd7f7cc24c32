import { posix } from "node:path";
import type { ProjectFiles, Resolver } from "../../../language.ts";
import { type Crate, readCrate } from "./cargo.ts";
import { renamingModules } from "./outline.ts";

const otherRoots = new Set(["tests", "examples", "benches"]);

/** Follows a path through the tree of modules as far as that has files: what comes after the last is an item in it. */
export function rustResolver(project: ProjectFiles): Resolver {
  const crates = project
    .named("Cargo.toml")
    .map((file) => readCrate(file, project))
    .filter((crate) => crate !== undefined);
  const byFolder = new Map(crates.map((crate) => [crate.folder, crate]));
  const renaming = new Set(project.ofPackage("rust", renamingModules));
  const byName = new Map(crates.map((crate) => [crate.name, crate]));

  const crateOf = (from: string): Crate | undefined => {
    for (let folder = posix.dirname(from); ; folder = posix.dirname(folder)) {
      const crate = byFolder.get(folder);
      if (crate !== undefined || folder === ".") return crate;
    }
  };

  /** A file that is no module of another one: what it declares lies beside it. */
  const isRoot = (path: string): boolean => {
    const crate = crateOf(path);
    if (/(?:^|\/)(?:mod|lib|main|build)\.rs$/.test(path) || crate?.roots.has(path)) return true;
    const parent = posix.dirname(path);
    return (
      posix.basename(parent) === "bin" ||
      (otherRoots.has(posix.basename(parent)) && posix.dirname(parent) === (crate?.folder ?? posix.dirname(parent)))
    );
  };

  const rootOf = (from: string): string | undefined => {
    const crate = crateOf(from);
    const folder = crate?.folder ?? ".";
    const [first, second] = posix.relative(folder, from).split("/");
    // A program, a test or an example, and the modules beside it, are a crate of their own.
    if (isRoot(from) && !/(?:^|\/)mod\.rs$/.test(from)) return from;
    if (first !== undefined && otherRoots.has(first)) return posix.join(folder, first, second ?? "", "main.rs");
    return [crate?.library, posix.join(folder, "src/lib.rs"), posix.join(folder, "src/main.rs")].find(
      (path) => path !== undefined && project.has(path),
    );
  };

  const childrenOf = (path: string): string => (isRoot(path) ? posix.dirname(path) : path.slice(0, -".rs".length));

  const child = (path: string, name: string): string | undefined => {
    const base = posix.join(childrenOf(path), name);
    const found = [`${base}.rs`, `${base}/mod.rs`].find((file) => project.has(file));
    if (found !== undefined) return found;
    const told = renaming.has(path) ? pathAttributes(project.read(path) ?? "").get(name) : undefined;
    const file = told === undefined ? undefined : posix.join(posix.dirname(path), told);
    return file !== undefined && project.has(file) ? file : undefined;
  };

  const parentOf = (path: string): string | undefined => {
    if (posix.basename(path) !== "mod.rs" && isRoot(path)) return undefined;
    const folder = posix.basename(path) === "mod.rs" ? posix.dirname(posix.dirname(path)) : posix.dirname(path);
    const candidates = ["mod.rs", "lib.rs", "main.rs"].map((name) => posix.join(folder, name));
    return [...candidates, `${folder}.rs`].find((file) => project.has(file)) ?? rootOf(path);
  };

  const walk = (start: string | undefined, path: readonly string[]): string | undefined => {
    let file = start;
    let missing = "";
    for (const name of path) {
      // Modules with a body are folders for the modules in them.
      const next: string | undefined = file === undefined ? undefined : child(file, posix.join(missing, name));
      if (next === undefined) missing = posix.join(missing, name);
      else [file, missing] = [next, ""];
    }
    return file;
  };

  const find = (path: readonly string[], from: string): { file: string } | { outside: string } | undefined => {
    const [first, ...rest] = path as [string, ...string[]];
    const inFile = (file: string | undefined) => (file === undefined ? undefined : { file });
    if (first === "crate" || first === "$crate") return inFile(walk(rootOf(from), rest));
    if (first === "self") return inFile(walk(from, rest));
    if (first === "super") {
      let at: string | undefined = parentOf(from);
      let depth = 1;
      for (; path[depth] === "super" && at !== undefined; depth++) at = parentOf(at);
      return inFile(walk(at, path.slice(depth)));
    }
    const own = crateOf(from);
    const crate = byName.get(own?.renamed.get(first) ?? first);
    if (crate?.library !== undefined) return inFile(walk(crate.library, rest));
    const inModule = child(from, first);
    if (inModule !== undefined) return inFile(walk(inModule, rest));
    // `use Kind::*` takes the variants of an enumeration that is known already.
    return /^\p{Lu}/u.test(first) ? undefined : { outside: own?.renamed.get(first) ?? first };
  };

  return {
    resolve({ specifier, names }, from) {
      if (specifier.endsWith(".rs")) {
        const file = posix.join(posix.dirname(from), specifier);
        return project.has(file) ? { files: [file] } : undefined;
      }
      const path = specifier.split("::");
      const taken = names.length === 0 ? [[]] : names.map(({ name }) => (name === "*" ? [] : [name]));
      const found = taken.map((name) => find([...path, ...name], from)).filter((target) => target !== undefined);
      const files = new Set(found.flatMap((target) => ("file" in target ? [target.file] : [])));
      // `mod lost;` is not the file that asks for it.
      if (names.length === 1 && names[0]!.name === "*" && names[0]!.local !== "*" && path[0] === "self") files.delete(from);
      if (files.size > 0) return { files: [...files] };
      for (const target of found) if ("outside" in target) return target;
      return undefined;
    },
  };
}

function pathAttributes(text: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, path, name] of text.matchAll(
    /#\[\s*path\s*=\s*"([^"]+)"\s*\]\s*(?:#\[[^\]]*\]\s*)*(?:pub(?:\([^)]*\))?\s+)?mod\s+(\w+)\s*;/g,
  ))
    found.set(name!, path!);
  return found;
}
