import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Import } from "../language.ts";
import type { Outlined } from "./outline-file.ts";
import type { PackedOutline } from "./packed-outline.ts";
import { LAZY, PER_FILE, REEXPORTS, TYPE_ONLY } from "./schema.ts";
import { packRising, unpackRising } from "./varint.ts";

type Value = string | number | null | Uint8Array;

/** A file as the index has it, for comparing. */
export interface KnownFile {
  id: number;
  size: number;
  mtimeMs: number;
  hash: Uint8Array;
  language: string | undefined;
  package: string | undefined;
}

/** What an import was found to lead to. */
export interface Resolution {
  outside: string | undefined;
  /** Ids, rising. */
  targets: readonly number[];
}

/** An import as resolving needs it, with what is known of it. */
export interface StoredImport extends Resolution {
  id: number;
  specifier: string;
  names: Import["names"];
  flags: number;
}

/** The writing side of an index. All writes are in a `transaction`. */
export class GraphWriter {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  /** Ids of names; kept as long as nobody else writes. */
  readonly #names = new Map<string, number>();

  constructor(database: DatabaseSync) {
    this.#database = database;
    // A cold index touches all of its tables for each file.
    database.exec("PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY");
  }

  /** Commits what `act` writes, and that something was written; or nothing. */
  transaction<T>(act: () => T): T {
    this.#database.exec("BEGIN IMMEDIATE");
    try {
      const result = act();
      this.setMeta("generation", String(this.generation + 1));
      this.#database.exec("COMMIT");
      return result;
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
      // Ids that were given in it are nobody's now.
      this.#names.clear();
      throw error;
    }
  }

  get generation(): number {
    return Number(this.meta("generation") ?? 0);
  }

  meta(key: string): string | undefined {
    return this.#prepare("SELECT value FROM meta WHERE key = ?").get(key)?.["value"] as string | undefined;
  }

  setMeta(key: string, value: string): void {
    this.#run("INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value", key, value);
  }

  /** By path. */
  knownFiles(): Map<string, KnownFile> {
    const statement = this.#prepare("SELECT path, id, size, mtime_ms, hash, language, package FROM files");
    statement.setReturnArrays(true);
    const rows = statement.all() as unknown as [string, number, number, number, Uint8Array, string | null, string | null][];
    return new Map(
      rows.map(([path, id, size, mtimeMs, hash, language, name]) => [
        path,
        { id, size, mtimeMs, hash, language: language ?? undefined, package: name ?? undefined },
      ]),
    );
  }

  /** A file that no language knows: that it is there is all that matters. Its id. */
  putOther(path: string): number {
    return this.#run("INSERT INTO files(path, hash, size, mtime_ms, test, uses) VALUES (?, x'', 0, 0, 0, x'')", path);
  }

  /** What was outlined, in the place of what the index had of it under this id; its id. */
  put(file: Extract<Outlined, { hash: Uint8Array }>, known: number | undefined): number {
    const { path, language, hash, size, mtimeMs, test, problem = null, outline } = file;
    const facts: Value[] = [language, hash, size, mtimeMs, outline?.package ?? null, Number(test), problem];
    let id = known;
    if (id === undefined) {
      id = this.#run(
        "INSERT INTO files(language, hash, size, mtime_ms, package, test, problem, path, uses) VALUES (?, ?, ?, ?, ?, ?, ?, ?, x'')",
        ...facts,
        path,
      );
    } else {
      this.#clear(id);
      this.#run(
        "UPDATE files SET language = ?, hash = ?, size = ?, mtime_ms = ?, package = ?, test = ?, problem = ? WHERE id = ?",
        ...facts,
        id,
      );
    }
    if (outline !== undefined) this.#putOutline(id, outline);
    return id;
  }

  /** Its content is as it was. */
  touch(id: number, { size, mtimeMs }: { size: number; mtimeMs: number }): void {
    this.#run("UPDATE files SET size = ?, mtime_ms = ? WHERE id = ?", size, mtimeMs, id);
  }

  remove(id: number): void {
    this.#clear(id);
    this.#run("DELETE FROM targets WHERE file = ?", id);
    this.#run("DELETE FROM files WHERE id = ?", id);
  }

  pathsOfPackage(language: string, name: string): string[] {
    const rows = this.#prepare("SELECT path FROM files WHERE package = ? AND language = ? ORDER BY path").all(name, language);
    return rows.map((row) => row["path"] as string);
  }

  /** Of one file, or of all; in the order of their ids. */
  imports(file?: number): StoredImport[] {
    const range = file === undefined ? [0, Number.MAX_SAFE_INTEGER] : [file * PER_FILE, (file + 1) * PER_FILE];
    const targets = new Map<number, number[]>();
    for (const row of this.#prepare("SELECT import, file FROM targets WHERE import >= ? AND import < ? ORDER BY import, file").all(
      ...range,
    )) {
      const known = targets.get(row["import"] as number);
      if (known === undefined) targets.set(row["import"] as number, [row["file"] as number]);
      else known.push(row["file"] as number);
    }
    const rows = this.#prepare("SELECT id, specifier, names, flags, outside FROM imports WHERE id >= ? AND id < ? ORDER BY id").all(
      ...range,
    );
    return rows.map((row) => ({
      id: row["id"] as number,
      specifier: row["specifier"] as string,
      names: toNames(row["names"]),
      flags: row["flags"] as number,
      outside: (row["outside"] as string | null) ?? undefined,
      targets: targets.get(row["id"] as number) ?? [],
    }));
  }

  setResolution({ id, flags }: StoredImport, { outside, targets }: Resolution): void {
    this.#run("UPDATE imports SET outside = ? WHERE id = ?", outside ?? null, id);
    this.#run("DELETE FROM targets WHERE import = ?", id);
    for (const file of targets) this.#run("INSERT INTO targets VALUES (?, ?, ?)", id, file, flags);
  }

  manifests(): { language: string; path: string; hash: Uint8Array }[] {
    return this.#prepare("SELECT language, path, hash FROM manifests").all() as unknown as {
      language: string;
      path: string;
      hash: Uint8Array;
    }[];
  }

  forgetManifests(): void {
    this.#run("DELETE FROM manifests");
  }

  addManifest(language: string, { path, hash }: { path: string; hash: Uint8Array }): void {
    this.#run("INSERT OR REPLACE INTO manifests VALUES (?, ?, ?)", language, path, hash);
  }

  #putOutline(file: number, { definitions, imports, useNames, useMembers, useEnds, lines }: PackedOutline): void {
    const first = file * PER_FILE;
    for (const [index, each] of definitions.slice(0, PER_FILE).entries()) {
      const { name, kind, line, endLine, exported, exportedAs, within } = each;
      const own: Value[] = [first + index, this.#nameId(name), kind, line, endLine, Number(exported)];
      this.#run(
        "INSERT INTO definitions VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        ...own,
        exportedAs?.join(" ") ?? null,
        within === undefined ? null : first + within,
      );
    }
    for (const [index, each] of imports.slice(0, PER_FILE).entries()) {
      const names = each.names.length === 0 ? null : JSON.stringify(each.names.map(({ name, local }) => [name, local]));
      this.#run("INSERT INTO imports VALUES (?, ?, ?, ?, ?, NULL)", first + index, each.specifier, each.line, toFlags(each), names);
    }
    const keys: number[] = [];
    let start = 0;
    for (const [index, name] of useNames.entries()) {
      const id = this.#nameId(name);
      const end = useEnds[index]!;
      this.#run("INSERT INTO uses VALUES (?, ?, ?, ?)", id, file, Number(useMembers[index]), lines.subarray(start, end));
      keys.push(id * 2 + Number(useMembers[index]));
      start = end;
    }
    this.#run("UPDATE files SET uses = ? WHERE id = ?", packRising(keys.sort((a, b) => a - b)), file);
  }

  #clear(file: number): void {
    const range = [file * PER_FILE, (file + 1) * PER_FILE];
    this.#run("DELETE FROM definitions WHERE id >= ? AND id < ?", ...range);
    this.#run("DELETE FROM imports WHERE id >= ? AND id < ?", ...range);
    this.#run("DELETE FROM targets WHERE import >= ? AND import < ?", ...range);
    const packed = this.#prepare("SELECT uses FROM files WHERE id = ?").get(file)?.["uses"] as Uint8Array | undefined;
    for (const key of unpackRising(packed ?? new Uint8Array()))
      this.#run("DELETE FROM uses WHERE name = ? AND file = ? AND member = ?", Math.floor(key / 2), file, key % 2);
    this.#run("UPDATE files SET uses = x'' WHERE id = ?", file);
  }

  #nameId(name: string): number {
    const known = this.#names.get(name);
    if (known !== undefined) return known;
    const row = this.#prepare("SELECT id FROM names WHERE name = ?").get(name);
    let id = row?.["id"] as number | undefined;
    if (id === undefined) {
      id = this.#run("INSERT INTO names(name) VALUES (?)", name);
    }
    if (this.#names.size >= MAX_NAMES) this.#names.clear();
    this.#names.set(name, id);
    return id;
  }

  /** The id of what was inserted last. */
  #run(sql: string, ...values: Value[]): number {
    return Number(this.#prepare(sql).run(...values).lastInsertRowid);
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) this.#statements.set(sql, (statement = this.#database.prepare(sql)));
    return statement;
  }
}

/** In memory; more come from the database again. */
const MAX_NAMES = 200_000;

const toFlags = ({ reexports, typeOnly, lazy }: Import): number =>
  (reexports === true ? REEXPORTS : 0) | (typeOnly === true ? TYPE_ONLY : 0) | (lazy === true ? LAZY : 0);

const toNames = (json: unknown): Import["names"] =>
  typeof json === "string" ? (JSON.parse(json) as [string, string][]).map(([name, local]) => ({ name, local })) : [];
