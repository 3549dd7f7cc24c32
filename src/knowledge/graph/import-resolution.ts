import type { Language, Resolver } from "../language.ts";
import type { Project } from "./project.ts";
import type { GraphWriter, Resolution, StoredImport } from "./writer.ts";

/** Where the imports of files lead, for one state of the workspace's files and manifests. Resolvers are made when first needed and kept. */
export class ImportResolution {
  readonly #project: Project;
  readonly #languages: ReadonlyMap<string, Language>;
  readonly #resolvers = new Map<string, Resolver | undefined>();
  readonly #reads = new Map<string, Set<string>>();

  /** `languages`: of all files that may be asked about, by name. */
  constructor(project: Project, languages: ReadonlyMap<string, Language>) {
    this.#project = project;
    this.#languages = languages;
  }

  /** Writes what has changed of where these imports, of one file, lead; how many did. */
  apply(writer: GraphWriter, { path, language, imports }: { path: string; language: string; imports: readonly StoredImport[] }): number {
    const resolver = this.#resolverOf(language);
    let changed = 0;
    for (const imported of imports) {
      const resolution = this.#resolve(resolver, imported, path);
      if (isSame(resolution, imported)) continue;
      writer.setResolution(imported, resolution);
      changed++;
    }
    return changed;
  }

  #resolverOf(name: string): Resolver | undefined {
    if (!this.#resolvers.has(name)) {
      const reads = new Set<string>();
      this.#reads.set(name, reads);
      this.#resolvers.set(name, this.#languages.get(name)?.resolver?.(this.#project.viewFor(reads)));
    }
    return this.#resolvers.get(name);
  }

  #resolve(resolver: Resolver | undefined, imported: StoredImport, from: string): Resolution {
    const target = resolver?.resolve(imported, from);
    if (target === undefined) return { outside: undefined, targets: [] };
    if ("outside" in target) return { outside: target.outside, targets: [] };
    const ids = target.files.map((file) => this.#project.idOf(file)).filter((id) => id !== undefined);
    return { outside: undefined, targets: [...new Set(ids)].sort((a, b) => a - b) };
  }

  /** Notes what resolvers have read, so that a change of it is known for what it is. `all`: what was noted before no longer counts. */
  saveManifests(writer: GraphWriter, { all }: { all: boolean }): void {
    if (all) writer.forgetManifests();
    for (const [language, reads] of this.#reads)
      for (const path of reads) writer.addManifest(language, { path, hash: this.#project.hashOf(path) });
  }

  /** How many manifests are known; rises when resolving met further ones. */
  get reads(): number {
    let count = 0;
    for (const reads of this.#reads.values()) count += reads.size;
    return count;
  }
}

const isSame = (a: Resolution, b: Resolution): boolean =>
  a.outside === b.outside && a.targets.length === b.targets.length && a.targets.every((id, index) => id === b.targets[index]);
