import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { discardDerived, isDamage, openDerived } from "../../lib/derived-database.ts";
import type { Language } from "../language.ts";
import { type FoundFile, statOf } from "../walk/file-facts.ts";
import { type Listing, listFiles, listSome } from "../walk/list-files.ts";
import { Change } from "./change.ts";
import { compare } from "./comparison.ts";
import type { UpdateProgress, UpdateReport } from "./graph.ts";
import { ImportResolution } from "./import-resolution.ts";
import { loadLanguageNamed } from "./language-table.ts";
import type { Outlined } from "./outline-file.ts";
import type { Outliners } from "./outliners.ts";
import { Project, readManifest } from "./project.ts";
import { PER_FILE, schema, VERSION } from "./schema.ts";
import { GraphWriter, type KnownFile } from "./writer.ts";

export interface IndexerOptions {
  /** Absolute and real. */
  workspace: string;
  /** Of the database. */
  file: string;
  outliners: Outliners;
  maxFiles: number;
}

export interface UpdateOptions {
  paths?: readonly string[] | undefined;
  signal: AbortSignal;
  onProgress(progress: UpdateProgress): void;
}

interface Memory {
  identity: string;
  generation: number;
  known: Map<string, KnownFile>;
  resolution: ImportResolution | undefined;
}

/** Keeps an index in step with a workspace. One update at a time, of all indexers of a workspace: the caller holds its lock. */
export class Indexer {
  readonly #options: IndexerOptions;
  /** What the database held after the last update, to be forgotten when somebody else has written since. */
  #memory: Memory | undefined;

  constructor(options: IndexerOptions) {
    this.#options = options;
  }

  /** A damaged index is made anew. Rejects with the signal's reason, or when the database cannot be written. */
  async update(options: UpdateOptions): Promise<UpdateReport> {
    const { file } = this.#options;
    const database = openDerived({ file, version: VERSION, schema });
    try {
      return await this.#update(new GraphWriter(database), options);
    } catch (error) {
      this.#memory = undefined;
      if (!isDamage(error)) throw error;
      database.close();
      discardDerived(file);
      return await this.update({ ...options, paths: undefined });
    } finally {
      if (database.isOpen) database.close();
    }
  }

  async close(): Promise<void> {
    await this.#options.outliners.close();
  }

  async #update(writer: GraphWriter, { paths, signal, onProgress }: UpdateOptions): Promise<UpdateReport> {
    const begin = performance.now();
    const memory = this.#remember(writer);
    const { known } = memory;
    const whole = paths === undefined || writer.meta("state") !== "complete" || paths.some((path) => path.endsWith(".gitignore"));

    onProgress({ phase: "list", done: 0, total: 0 });
    const listedAt = Date.now();
    const { files, cut, scope } = whole
      ? { ...(await this.#listAll(signal)), scope: known.keys() }
      : await this.#listSome(paths, { known, signal });
    const { candidates, others, gone } = compare(files, { known, scope });
    const stale = this.#staleManifests(writer, whole ? undefined : paths);
    const change = new Change(writer, { known, listedAt });
    const isSmall = candidates.length <= SMALL;

    const outlined: Outlined[] = [];
    let done = 0;
    await this.#options.outliners.run(
      candidates,
      (some) => {
        outlined.push(...some);
        done += some.length;
        onProgress({ phase: "outline", done, total: candidates.length });
        if (isSmall || outlined.length < BATCH) return;
        writer.transaction(() => {
          // Whoever finds the index so knows that imports are still to be resolved.
          writer.setMeta("state", "partial");
          writer.setMeta("unresolved", "1");
          change.apply(outlined.splice(0));
        });
      },
      signal,
    );
    signal.throwIfAborted();

    const state = cut ? "partial" : "complete";
    const settled = outlined.length + others.length + gone.length === 0 && change.changed.size === 0;
    let resolved = 0;
    if (settled && !stale && writer.meta("state") === state && writer.meta("unresolved") !== "1") return report();

    onProgress({ phase: "resolve", done: 0, total: 0 });
    const languages = await loadLanguages([...known.values(), ...outlined]);
    const resolution = writer.transaction(() => {
      change.apply(outlined.splice(0));
      change.remove(gone);
      change.add(others);
      const everything = change.isStructural || stale || writer.meta("unresolved") === "1";
      const used = (everything ? undefined : memory.resolution) ?? this.#newResolution(writer, { known, languages });
      const { reads } = used;
      resolved = everything
        ? resolveAll(writer, { resolution: used, known })
        : resolveSome(writer, { resolution: used, known, paths: change.changed });
      if (everything || used.reads !== reads) used.saveManifests(writer, { all: everything });
      writer.setMeta("state", state);
      writer.setMeta("unresolved", "0");
      writer.setMeta("partial", cut ? `only ${this.#options.maxFiles} files are indexed` : "");
      return used;
    });
    this.#memory = { ...memory, resolution, generation: writer.generation };
    return report();

    function report(): UpdateReport {
      return {
        files: known.size,
        outlined: change.outlined,
        removed: change.removed,
        resolved,
        ...(cut && { partial: writer.meta("partial") ?? "" }),
        milliseconds: performance.now() - begin,
      };
    }
  }

  #remember(writer: GraphWriter): Memory {
    let identity = writer.meta("identity");
    if (identity === undefined) {
      identity = randomUUID();
      const made = identity;
      writer.transaction(() => writer.setMeta("identity", made));
    }
    const { generation } = writer;
    const memory = this.#memory;
    if (memory?.identity === identity && memory.generation === generation) return memory;
    return (this.#memory = { identity, generation, known: writer.knownFiles(), resolution: undefined });
  }

  async #listAll(signal: AbortSignal): Promise<Listing> {
    const { workspace, maxFiles } = this.#options;
    return await listFiles({ workspace, maxFiles, signal });
  }

  /** What is known needs no rules to be looked at; with what may have been below the paths. */
  async #listSome(
    paths: readonly string[],
    { known, signal }: { known: ReadonlyMap<string, KnownFile>; signal: AbortSignal },
  ): Promise<Listing & { scope: Iterable<string> }> {
    const { workspace, maxFiles } = this.#options;
    const files: FoundFile[] = [];
    const scope: string[] = [];
    const unknown: string[] = [];
    for (const path of new Set(paths)) {
      if (!known.has(path)) {
        unknown.push(path);
        continue;
      }
      scope.push(path);
      const facts = statOf(join(workspace, path));
      if (facts?.isFile() === true) files.push({ path, size: facts.size, mtimeMs: facts.mtimeMs });
      else if (facts !== undefined) unknown.push(path);
    }
    if (unknown.length > 0) {
      const prefixes = unknown.map((path) => (path === "." ? "" : `${path}/`));
      for (const path of known.keys()) if (prefixes.some((prefix) => path.startsWith(prefix))) scope.push(path);
      const listing = await listSome({ workspace, maxFiles: maxFiles - known.size, signal }, unknown);
      return { files: [...files, ...listing.files], cut: listing.cut, scope };
    }
    return { files, cut: false, scope };
  }

  /** Whether something that resolvers have read is not what it was. */
  #staleManifests(writer: GraphWriter, paths: readonly string[] | undefined): boolean {
    const wanted = paths === undefined ? undefined : new Set(paths);
    const { workspace } = this.#options;
    return writer.manifests().some(({ path, hash }) => {
      if (wanted !== undefined && !wanted.has(path)) return false;
      return !Buffer.from(hash).equals(readManifest(workspace, path).hash);
    });
  }

  #newResolution(
    writer: GraphWriter,
    { known, languages }: { known: ReadonlyMap<string, KnownFile>; languages: ReadonlyMap<string, Language> },
  ): ImportResolution {
    const ids = new Map<string, number>();
    for (const [path, { id }] of known) ids.set(path, id);
    const ofPackage = (language: string, name: string) => writer.pathsOfPackage(language, name);
    return new ImportResolution(new Project(this.#options.workspace, { ids, ofPackage }), languages);
  }
}

/** Up to so many files are one transaction, so that nobody sees half of an edit. */
const SMALL = 256;
const BATCH = 512;

async function loadLanguages(files: readonly object[]): Promise<Map<string, Language>> {
  const names = new Set(files.map((file) => ("language" in file && typeof file.language === "string" ? file.language : undefined)));
  const languages = new Map<string, Language>();
  for (const name of names) {
    const language = name === undefined ? undefined : await loadLanguageNamed(name);
    if (language !== undefined) languages.set(language.name, language);
  }
  return languages;
}

interface Resolving {
  resolution: ImportResolution;
  known: ReadonlyMap<string, KnownFile>;
}

function resolveAll(writer: GraphWriter, { resolution, known }: Resolving): number {
  const files = new Map<number, { path: string; language: string }>();
  for (const [path, { id, language }] of known) if (language !== undefined) files.set(id, { path, language });
  let resolved = 0;
  for (const imported of writer.imports()) {
    const file = files.get(Math.floor(imported.id / PER_FILE));
    if (file !== undefined) resolved += resolution.apply(writer, { ...file, imports: [imported] });
  }
  return resolved;
}

function resolveSome(writer: GraphWriter, { resolution, known, paths }: Resolving & { paths: Iterable<string> }): number {
  let resolved = 0;
  for (const path of paths) {
    const file = known.get(path);
    if (file?.language !== undefined)
      resolved += resolution.apply(writer, { path, language: file.language, imports: writer.imports(file.id) });
  }
  return resolved;
}
