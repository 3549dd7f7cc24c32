import { builtinModules } from "node:module";
import { dirname, join, relative } from "node:path/posix";
import type { Import, ProjectFiles, Resolver, Target } from "../../../language.ts";
import { fileAt, fileOrIndexAt } from "./file-at.ts";
import { targetsIn } from "./package-map.ts";
import { matchPattern } from "./pattern.ts";
import { sourceOf } from "./source-of.ts";
import { readTsConfig, type TsConfig } from "./tsconfig.ts";
import { type Package, Workspaces } from "./workspaces.ts";

export const ecmascriptManifests = ["package.json", "tsconfig.json", "jsconfig.json", "pnpm-workspace.yaml"];

/**
 * Finds what an import of JavaScript's family means, as TypeScript does (https://www.typescriptlang.org/docs/handbook/modules/reference.html)
 * where the sources are concerned: what is installed lies outside, and a package of the workspace that is not built is its sources.
 */
export function ecmascriptResolver(project: ProjectFiles): Resolver {
  const resolver = new EcmascriptResolver(project);
  return { resolve: (imported, from) => resolver.resolve(imported, from) };
}

const builtins: ReadonlySet<string> = new Set(builtinModules);

class EcmascriptResolver {
  readonly #project: ProjectFiles;
  readonly #workspaces: Workspaces;
  readonly #configs = new Map<string, TsConfig>();
  /** By folder: the configurations that its files are compiled with. */
  readonly #configsAt = new Map<string, readonly TsConfig[]>();
  /** By folder and name, for names that are no paths. */
  readonly #known = new Map<string, Target>();

  constructor(project: ProjectFiles) {
    this.#project = project;
    this.#workspaces = new Workspaces(project);
  }

  resolve({ specifier }: Pick<Import, "specifier" | "names">, from: string): Target {
    const folder = dirname(from);
    // What bundlers are told of a file stands behind it.
    const name = specifier.startsWith("#") ? specifier : specifier.replace(/[?#].*$/, "");
    if (name === "" || /^[a-z][a-z+.-]+:\/\//i.test(name) || name.startsWith("data:")) return undefined;
    if (name.startsWith("node:")) return { outside: name };
    if (/^\.\.?(?:\/|$)/.test(name)) return this.#relative(name, folder);
    const key = `${folder}\0${name}`;
    if (!this.#known.has(key)) this.#known.set(key, this.#byName(name, folder));
    return this.#known.get(key);
  }

  #relative(name: string, folder: string): Target {
    // `.` means the folder even where a file of its name is beside it.
    const path = /(?:^|\/)\.{1,2}$/.test(name) ? `${join(folder, name)}/` : join(folder, name);
    if (path.startsWith("..")) return undefined;
    const found = this.#fileAt(path, folder) ?? this.#inRootDirs(path, folder);
    return found === undefined ? undefined : this.#files(found);
  }

  /** With the suffixes that the configuration asks for. */
  #fileAt(path: string, folder: string): string | undefined {
    for (const suffix of this.#configsOf(folder)[0]?.suffixes ?? []) {
      const found =
        suffix === ""
          ? undefined
          : fileAt(
              this.#project,
              path.replace(/(\.[cm]?[jt]sx?)?$/, (ending) => suffix + ending),
            );
      if (found !== undefined) return found;
    }
    return fileOrIndexAt(this.#project, path);
  }

  #inRootDirs(path: string, folder: string): string | undefined {
    for (const { rootDirs = [] } of this.#configsOf(folder)) {
      const own = rootDirs.find((root) => !relative(root, path).startsWith(".."));
      if (own === undefined) continue;
      for (const root of rootDirs) {
        const found = fileOrIndexAt(this.#project, join(root, relative(own, path)));
        if (found !== undefined) return found;
      }
    }
    return undefined;
  }

  #byName(name: string, folder: string): Target {
    const mapped = this.#mapped(name, folder);
    if (mapped !== undefined) return this.#files(mapped);
    if (name.startsWith("#")) return this.#ownImport(name, folder);
    if (name.startsWith("/")) return undefined;
    const { packageName, subpath } = splitName(name);
    const member = this.#memberNamed(packageName, folder);
    if (member !== undefined) {
      const found = this.#inPackage(member, { subpath, folder });
      return found === undefined ? undefined : this.#files(found);
    }
    if (this.#workspaces.isDeclared(packageName, folder)) return { outside: packageName };
    return builtins.has(name) ? { outside: `node:${name}` } : undefined;
  }

  /** By `paths`, then from `baseUrl`. */
  #mapped(name: string, folder: string): string | undefined {
    for (const { paths, baseUrl } of this.#configsOf(folder)) {
      const match = paths === undefined ? undefined : matchPattern(paths.keys(), name);
      for (const target of match === undefined ? [] : (paths?.get(match.key) ?? [])) {
        const path = target.replace("*", () => match!.rest);
        const found = this.#fileAt(path, folder) ?? this.#sourceIn(path);
        if (found !== undefined) return found;
      }
      const found = baseUrl === undefined || name.startsWith("/") ? undefined : this.#fileAt(join(baseUrl, name), folder);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #ownImport(name: string, folder: string): Target {
    const own = this.#workspaces.around(folder);
    if (own === undefined) return undefined;
    for (const target of this.#targets(own.manifest["imports"], { name, folder })) {
      if (!target.startsWith("./")) return this.#byName(target, own.folder);
      const path = join(own.folder, target);
      const found = fileAt(this.#project, path) ?? this.#sourceIn(path, own);
      if (found !== undefined) return this.#files(found);
    }
    return undefined;
  }

  /** The package itself when it says what others see of it, or another one of the workspace. */
  #memberNamed(name: string, folder: string): Package | undefined {
    const own = this.#workspaces.around(folder);
    if (own?.manifest["name"] === name && own.manifest["exports"] !== undefined) return own;
    return this.#workspaces.named(name, folder);
  }

  #inPackage(member: Package, { subpath, folder }: { subpath: string; folder: string }): string | undefined {
    const { manifest } = member;
    if (manifest["exports"] !== undefined && manifest["exports"] !== null) {
      for (const target of this.#targets(manifest["exports"], { name: subpath, folder })) {
        const path = join(member.folder, target);
        const found = fileAt(this.#project, path) ?? this.#sourceIn(path, member);
        if (found !== undefined) return found;
      }
      return undefined;
    }
    if (subpath !== ".") {
      const path = join(member.folder, subpath);
      return fileOrIndexAt(this.#project, path) ?? this.#sourceIn(path, member);
    }
    const built = fileOrIndexAt(this.#project, `${member.folder}/`);
    if (built !== undefined) return built;
    for (const field of ["source", "types", "typings", "module", "main"]) {
      const named = manifest[field];
      const found = typeof named === "string" ? this.#sourceIn(join(member.folder, named), member) : undefined;
      if (found !== undefined) return found;
    }
    return fileAt(this.#project, join(member.folder, "src/index"));
  }

  /** First as an import, then as a `require`: their targets differ in the build, rarely in the source. */
  #targets(map: unknown, { name, folder }: { name: string; folder: string }): string[] {
    const own = this.#configsOf(folder).flatMap(({ conditions }) => conditions);
    return ["import", "require"].flatMap((kind) =>
      targetsIn(map, { name, conditions: new Set([...own, "types", kind, "node", "default"]) }),
    );
  }

  #sourceIn(path: string, member: Package | undefined = this.#workspaces.around(dirname(path))): string | undefined {
    if (member === undefined) return undefined;
    const [config] = this.#configsOf(member.folder);
    return sourceOf(this.#project, { path, folder: member.folder, ...(config !== undefined && { config }) });
  }

  /** A declaration beside the code that it declares is one thing with it. */
  #files(path: string): Target {
    const stem = /^(.*)\.d\.([cm]?)ts$/.exec(path);
    const code = stem === null ? undefined : `${stem[1]}.${stem[2]}js`;
    return { files: code !== undefined && this.#project.has(code) ? [path, code] : [path] };
  }

  #configsOf(folder: string): readonly TsConfig[] {
    const known = this.#configsAt.get(folder);
    if (known !== undefined) return known;
    const name = ["tsconfig.json", "jsconfig.json"].find((candidate) => this.#project.has(join(folder, candidate)));
    const configs =
      name === undefined ? (folder === "." ? [] : this.#configsOf(dirname(folder))) : this.#withReferences(join(folder, name));
    this.#configsAt.set(folder, configs);
    return configs;
  }

  #withReferences(path: string): TsConfig[] {
    const config = this.#config(path);
    return [config, ...config.references.map((reference) => this.#config(reference))];
  }

  #config(path: string): TsConfig {
    let config = this.#configs.get(path);
    if (config === undefined) this.#configs.set(path, (config = readTsConfig(this.#project, path)));
    return config;
  }
}

/** `@scope/name/a/b` → `@scope/name` and `./a/b`. */
function splitName(name: string): { packageName: string; subpath: string } {
  const parts = name.split("/");
  const length = name.startsWith("@") ? 2 : 1;
  const rest = parts.slice(length).join("/");
  return { packageName: parts.slice(0, length).join("/"), subpath: rest === "" ? "." : `./${rest}` };
}
