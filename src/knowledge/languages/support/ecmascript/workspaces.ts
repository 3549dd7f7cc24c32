import { dirname, join, relative } from "node:path/posix";
import picomatch from "picomatch";
import { parse as parseYaml } from "yaml";
import type { ProjectFiles } from "../../../language.ts";
import { isObject, readObject } from "./file-at.ts";

/** A folder with a `package.json`. */
export interface Package {
  folder: string;
  manifest: Record<string, unknown>;
}

/** The packages of a project: which one a file is in, and which ones it can name. */
export class Workspaces {
  readonly #project: ProjectFiles;
  readonly #packages = new Map<string, Package>();
  /** Of a folder: the package around it. */
  readonly #around = new Map<string, Package | undefined>();
  /** Of a package's folder: the others that it can name. */
  readonly #members = new Map<string, ReadonlyMap<string, Package>>();

  constructor(project: ProjectFiles) {
    this.#project = project;
    for (const path of project.named("package.json"))
      this.#packages.set(dirname(path), { folder: dirname(path), manifest: readObject(project.read(path)) });
  }

  /** The nearest package around a folder, the folder itself included. */
  around(folder: string): Package | undefined {
    const known = this.#around.get(folder);
    if (known !== undefined || this.#around.has(folder)) return known;
    const found = this.#packages.get(folder) ?? (folder === "." ? undefined : this.around(dirname(folder)));
    this.#around.set(folder, found);
    return found;
  }

  /** All packages around a folder, from the inside out. */
  *above(folder: string): Generator<Package> {
    for (
      let found = this.around(folder);
      found !== undefined;
      found = found.folder === "." ? undefined : this.around(dirname(found.folder))
    )
      yield found;
  }

  /** The package of this name that files in the folder mean: a member of the same workspace, or one that a manifest above gives a path to. */
  named(name: string, folder: string): Package | undefined {
    for (const above of this.above(folder)) {
      const linked = this.#linked(above, name) ?? this.#membersOf(above).get(name);
      if (linked !== undefined) return linked;
    }
    return undefined;
  }

  /** Whether a manifest above says that the package comes from elsewhere. */
  isDeclared(name: string, folder: string): boolean {
    const types = `@types/${name.startsWith("@") ? name.slice(1).replace("/", "__") : name}`;
    for (const { manifest } of this.above(folder))
      for (const field of dependencyFields) {
        const declared = manifest[field];
        if (isObject(declared) && (Object.hasOwn(declared, name) || Object.hasOwn(declared, types))) return true;
      }
    return false;
  }

  /** `file:../stock`, `link:../stock`, `portal:…`. */
  #linked({ folder, manifest }: Package, name: string): Package | undefined {
    for (const field of dependencyFields) {
      const declared = manifest[field];
      const range = isObject(declared) && Object.hasOwn(declared, name) ? declared[name] : undefined;
      const path = typeof range === "string" ? /^(?:file|link|portal):(.+)$/.exec(range)?.[1] : undefined;
      if (path !== undefined) return this.#packages.get(join(folder, path).replace(/\/$/, ""));
    }
    return undefined;
  }

  /** The members of the workspace whose root this package is. */
  #membersOf({ folder, manifest }: Package): ReadonlyMap<string, Package> {
    const known = this.#members.get(folder);
    if (known !== undefined) return known;
    const members = new Map<string, Package>();
    this.#members.set(folder, members);
    const globs = [...workspaceGlobs(manifest["workspaces"]), ...this.#pnpmGlobs(folder)];
    if (globs.length === 0) return members;
    const included = globs.filter((glob) => !glob.startsWith("!")).map((glob) => picomatch(clean(glob)));
    const excluded = globs.filter((glob) => glob.startsWith("!")).map((glob) => picomatch(clean(glob.slice(1))));
    for (const member of this.#packages.values()) {
      const { name } = member.manifest;
      const path = relative(folder, member.folder);
      if (typeof name !== "string" || path.startsWith("..")) continue;
      const isMember = path === "" || (included.some((matches) => matches(path)) && !excluded.some((matches) => matches(path)));
      if (isMember && !members.has(name)) members.set(name, member);
    }
    return members;
  }

  #pnpmGlobs(folder: string): string[] {
    const path = join(folder, "pnpm-workspace.yaml");
    if (!this.#project.has(path)) return [];
    try {
      const value: unknown = parseYaml(this.#project.read(path) ?? "");
      return isObject(value) ? workspaceGlobs(value["packages"]) : [];
    } catch {
      return [];
    }
  }
}

const dependencyFields = ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"];

const clean = (glob: string) => glob.replace(/^\.\//, "").replace(/\/+$/, "");

/** A list, or yarn's object with one. */
function workspaceGlobs(value: unknown): string[] {
  const list = isObject(value) ? value["packages"] : value;
  return Array.isArray(list) ? list.filter((glob) => typeof glob === "string") : [];
}
