import { posix } from "node:path";
import { parse } from "smol-toml";
import type { ProjectFiles } from "../../../language.ts";

export interface Crate {
  folder: string;
  /** As code names it: with `_` for `-`. */
  name: string;
  /** The root of its library, where it has one. */
  library: string | undefined;
  /** The files that its manifest gives programs, tests and examples. */
  roots: ReadonlySet<string>;
  /** Dependencies that it knows by another name than their own. */
  renamed: ReadonlyMap<string, string>;
}

/** What a Cargo.toml says of its package; undefined for one of a workspace alone, or when it cannot be read. */
export function readCrate(file: string, project: ProjectFiles): Crate | undefined {
  const manifest = read(project.read(file) ?? "");
  const name = text(table(manifest["package"])["name"]);
  if (name === undefined) return undefined;
  const folder = posix.dirname(file);
  const lib = table(manifest["lib"]);
  const library = posix.join(folder, text(lib["path"]) ?? "src/lib.rs");
  const renamed = new Map<string, string>();
  for (const section of ["dependencies", "dev-dependencies", "build-dependencies"])
    for (const [alias, dependency] of Object.entries(table(manifest[section]))) {
      const real = text(table(dependency)["package"]);
      if (real !== undefined) renamed.set(inCode(alias), inCode(real));
    }
  const targets = ["bin", "test", "example", "bench"].flatMap((kind) =>
    Array.isArray(manifest[kind]) ? (manifest[kind] as unknown[]) : [],
  );
  const paths = [...targets.map((target) => text(table(target)["path"])), text(lib["path"])].filter((path) => path !== undefined);
  return {
    folder,
    name: inCode(text(lib["name"]) ?? name),
    library: project.has(library) ? library : undefined,
    roots: new Set(paths.map((path) => posix.join(folder, path))),
    renamed,
  };
}

const inCode = (name: string): string => name.replaceAll("-", "_");
const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
const table = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};

function read(source: string): Record<string, unknown> {
  try {
    return parse(source);
  } catch {
    // Somebody is editing it; the crate is found again when it can be read.
    return {};
  }
}
