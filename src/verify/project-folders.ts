import type { Check, Project } from "../contract/check.ts";
import { noiseFolders } from "../lib/noise-folders.ts";

/** What says that a folder is a project by itself. */
const MANIFESTS = new Set([
  "package.json",
  "Cargo.toml",
  "go.mod",
  "pyproject.toml",
  "setup.py",
  "pom.xml",
  "build.gradle",
  "build.gradle.kts",
  "composer.json",
  "Gemfile",
  "mix.exs",
  "deno.json",
  "Package.swift",
]);

/** Where projects lie that are not part of the work: what is tested with, shown, copied. */
const ASIDE = new Set([
  ...noiseFolders,
  "node_modules",
  "vendor",
  "third_party",
  "fixtures",
  "__fixtures__",
  "testdata",
  "examples",
  "example",
  "samples",
  "templates",
  "docs",
  "test",
  "tests",
  "dist",
  "build",
  "target",
]);

/** A repository of many projects says at its root how they are tested; without that a few are all that is run. */
const MAX_PROJECTS = 8;
const MAX_FOLDERS = 200;
const MAX_DEPTH = 2;

/** Folders below the root with a manifest of their own, nearest first: `backend`, `packages/core`. A project's own folders are not looked into. */
export async function findProjectFolders({ files }: Project): Promise<string[]> {
  const found: string[] = [];
  let looked = 0;
  let level = [""];
  for (let depth = 0; depth <= MAX_DEPTH; depth++) {
    const next: string[] = [];
    for (const folder of level) {
      if (++looked > MAX_FOLDERS || found.length === MAX_PROJECTS) return found;
      const entries = await files.list(folder === "" ? "." : folder).catch(() => []);
      if (folder !== "" && entries.some(({ name, type }) => type === "file" && MANIFESTS.has(name))) {
        found.push(folder);
        continue;
      }
      const folders = entries.filter(({ name, type }) => type === "directory" && !name.startsWith(".") && !ASIDE.has(name));
      next.push(...folders.map(({ name }) => (folder === "" ? name : `${folder}/${name}`)).sort());
    }
    level = next;
  }
  return found;
}

/** The project in a folder of this one. */
export function projectIn({ files }: Project, folder: string): Project {
  if (folder === ".") return { files };
  const below = (path: string): string => (path === "." ? folder : `${folder}/${path}`);
  return {
    files: {
      read: (path, window) => files.read(below(path), window),
      list: (path) => files.list(below(path)),
      facts: (path) => files.facts(below(path)),
    },
  };
}

/** A check of the project in `folder`, as one of the project around it. */
export function liftCheck(check: Check, folder: string): Check {
  const { id, cwd, from } = check;
  return { ...check, id: `${folder}: ${id}`, cwd: cwd === "." ? folder : `${folder}/${cwd}`, from: `${folder}/${from}` };
}
