import { posix } from "node:path";
import type { Language, ProjectFiles, Target } from "../../../src/knowledge/language.ts";

/** A project of these files, all of them outlined, in which the imports of one file are followed. */
export async function projectOf(language: Language, files: Readonly<Record<string, string>>) {
  const packages = new Map<string, string[]>();
  const paths = Object.keys(files);
  for (const path of paths) {
    if (!language.endings.includes(posix.extname(path))) continue;
    const name = (await language.outline({ path, text: files[path]! })).package;
    if (name !== undefined) packages.set(name, [...(packages.get(name) ?? []), path]);
  }
  const project: ProjectFiles = {
    has: (path) => Object.hasOwn(files, path),
    inFolder: (folder) => paths.filter((path) => posix.dirname(path) === folder),
    named: (name) => paths.filter((path) => posix.basename(path) === name),
    ofPackage: (asked, name) => (asked === language.name ? (packages.get(name) ?? []) : []),
    read: (path) => files[path],
  };
  const resolver = language.resolver!(project);

  return {
    resolver,
    /** For each import of a file, in order: what is written and where it leads. */
    async follow(from: string): Promise<string[]> {
      const { imports } = await language.outline({ path: from, text: files[from]! });
      return imports.map((imported) => `${imported.specifier} -> ${target(resolver.resolve(imported, from))}`);
    },
  };
}

function target(found: Target): string {
  if (found === undefined) return "nothing";
  return "outside" in found ? `(${found.outside})` : found.files.join(" ");
}
