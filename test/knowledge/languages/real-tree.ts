import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import type { Language, ProjectFiles } from "../../../src/knowledge/language.ts";

/** Files of a folder, by their path in it: what each leads to, in order. */
export type Edges = Readonly<Record<string, readonly string[]>>;

/** A folder of the machine as resolvers see it: for languages that do not ask for packages or for folders that are not there. */
export function projectIn(root: string): ProjectFiles {
  const files: string[] = [];
  const open = ["."];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      if (entry.isFile()) files.push(posix.join(folder, entry.name));
      // What is installed beside it is not part of it.
      else if (entry.isDirectory() && entry.name !== "site-packages") open.push(posix.join(folder, entry.name));
    }
  }
  const known = new Set(files);
  const byName = Map.groupBy(files, (path) => posix.basename(path));
  const byFolder = Map.groupBy(files, (path) => posix.dirname(path));
  return {
    has: (path) => known.has(path),
    inFolder: (folder) => byFolder.get(folder) ?? [],
    named: (name) => byName.get(name) ?? [],
    ofPackage: () => [],
    read: (path) => (existsSync(join(root, path)) ? readFileSync(join(root, path), "utf8") : undefined),
  };
}

/** Where the imports of these files lead, as the language tells. */
export async function edgesOf(language: Language, { root, files }: { root: string; files: readonly string[] }): Promise<Edges> {
  const resolver = language.resolver!(projectIn(root));
  const edges: Record<string, string[]> = {};
  for (const path of files) {
    const { imports } = await language.outline({ path, text: readFileSync(join(root, path), "utf8") });
    const targets = imports
      .map((imported) => resolver.resolve(imported, path))
      .flatMap((found) => (found !== undefined && "files" in found ? found.files : []));
    edges[path] = [...new Set(targets)].filter((target) => target !== path).sort();
  }
  return edges;
}

/** How much of what is found is right, and how much of what is right is found; with what differs. */
export function compare(found: Edges, right: Edges) {
  const flat = (edges: Edges) =>
    new Set(Object.entries(edges).flatMap(([from, targets]) => targets.map((target) => `${from} -> ${target}`)));
  const [ours, theirs] = [flat(found), flat(right)];
  const wrong = [...ours].filter((edge) => !theirs.has(edge));
  const missing = [...theirs].filter((edge) => !ours.has(edge));
  const both = ours.size - wrong.length;
  return { edges: theirs.size, precision: both / ours.size, recall: both / theirs.size, wrong, missing };
}
