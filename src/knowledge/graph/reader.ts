import { statSync } from "node:fs";
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { discardDerived, isDamage } from "../../lib/derived-database.ts";
import type { DefinitionKind, ImportedName } from "../language.ts";
import { type FileEdges, readFileEdges } from "./file-edges.ts";
import { LAZY, PER_FILE, REEXPORTS, TYPE_ONLY } from "./schema.ts";
import { unpackRising } from "./varint.ts";

/** A file of the index. Ids are the index's own: they last as long as the file does, and mean nothing in another index. */
export interface IndexedFile {
  id: number;
  /** Relative to the workspace, with `/`. */
  path: string;
  /** Name of the language; undefined for a file that none knows. */
  language: string | undefined;
  package: string | undefined;
  test: boolean;
  /** Why it was not parsed: too large, generated, binary. */
  problem: string | undefined;
  size: number;
}

export interface IndexedDefinition {
  id: number;
  /** Id of its file. */
  file: number;
  name: string;
  kind: DefinitionKind;
  /** From 1. */
  line: number;
  endLine: number;
  exported: boolean;
  /** Under which others know it, besides its own name. */
  exportedAs: readonly string[];
  /** Id of the definition it is in. */
  within: number | undefined;
}

/** All uses of one name in one file. */
export interface IndexedUse {
  file: number;
  name: string;
  member: boolean;
  /** From 1, rising; a line that uses it twice is there once. */
  lines: readonly number[];
}

export interface IndexedImport {
  id: number;
  /** Id of the file that imports. */
  file: number;
  specifier: string;
  line: number;
  names: readonly ImportedName[];
  reexports: boolean;
  typeOnly: boolean;
  lazy: boolean;
  /** The package, outside of the workspace, that it leads to. */
  outside: string | undefined;
  /** Ids of the files it leads to; empty, without `outside`: it cannot be found. */
  targets: readonly number[];
}

/**
 * What an index knows, read from its database: the ground that all queries stand on. Each method is one indexed look-up (some
 * microseconds and as much for each row), except `files`, which reads a table. `edges` remembers what it has read until the index changes.
 * Reads see what was last committed; two reads may see different states when an update ends between them, so that an id of a first
 * answer may be unknown to a second: treat that as "not there".
 */
export class GraphReader {
  readonly #source: { file: string; open(): DatabaseSync };
  readonly #statements = new Map<string, StatementSync>();
  #database: DatabaseSync | undefined;
  /** The file that is open, by its number: somebody may put another in its place. */
  #inode: number | undefined;
  #isAtOnce = false;
  #edges: { generation: number; identity: string | undefined; edges: FileEdges } | undefined;

  constructor(source: { file: string; open(): DatabaseSync }) {
    this.#source = source;
  }

  /** Rises with each update that changed anything; what was computed at one generation holds as long as it stays. */
  get generation(): number {
    return Number(this.meta("generation") ?? 0);
  }

  meta(key: string): string | undefined {
    return this.#get("SELECT value FROM meta WHERE key = ?", key)?.["value"] as string | undefined;
  }

  file(path: string): IndexedFile | undefined {
    const row = this.#get(`SELECT ${FILE} FROM files WHERE path = ?`, path);
    return row && toFile(row);
  }

  fileById(id: number): IndexedFile | undefined {
    const row = this.#get(`SELECT ${FILE} FROM files WHERE id = ?`, id);
    return row && toFile(row);
  }

  /** All of them, by id. */
  *files(): Generator<IndexedFile> {
    // By pages, so that no statement stays open while the caller thinks.
    for (let page = this.#filesAfter(-1); page.length > 0; page = this.#filesAfter(page.at(-1)!.id)) yield* page;
  }

  #filesAfter(id: number): IndexedFile[] {
    return this.#all(`SELECT ${FILE} FROM files WHERE id > ? ORDER BY id LIMIT 1000`, id).map(toFile);
  }

  /** Files of a language that say they are (part of) this package. */
  filesOfPackage(language: string, name: string): IndexedFile[] {
    return this.#all(`SELECT ${FILE} FROM files WHERE package = ? AND language = ? ORDER BY id`, name, language).map(toFile);
  }

  /** By their own name, in the order of files and lines. */
  definitionsNamed(name: string): IndexedDefinition[] {
    const sql = `SELECT ${DEFINITION} WHERE definitions.name = (SELECT id FROM names WHERE name = ?) ORDER BY definitions.id`;
    return this.#all(sql, name).map(toDefinition);
  }

  definition(id: number): IndexedDefinition | undefined {
    const row = this.#get(`SELECT ${DEFINITION} WHERE definitions.id = ?`, id);
    return row && toDefinition(row);
  }

  /** In the order of the text. */
  definitionsIn(file: number): IndexedDefinition[] {
    const sql = `SELECT ${DEFINITION} WHERE definitions.id >= ? AND definitions.id < ? ORDER BY definitions.id`;
    return this.#all(sql, file * PER_FILE, (file + 1) * PER_FILE).map(toDefinition);
  }

  /** Names of definitions that begin so, by name; for completion. */
  namesBeginning(prefix: string, limit: number): string[] {
    const sql =
      "SELECT name FROM names WHERE name >= ? AND name < ? AND EXISTS (SELECT 1 FROM definitions WHERE definitions.name = names.id) ORDER BY name LIMIT ?";
    return this.#all(sql, prefix, `${prefix}\u{10ffff}`, limit).map((row) => row["name"] as string);
  }

  /** In all files, or in one. */
  usesOf(name: string, file?: number): IndexedUse[] {
    const sql = "SELECT file, member, lines FROM uses WHERE name = (SELECT id FROM names WHERE name = ?)";
    const rows = file === undefined ? this.#all(`${sql} ORDER BY file`, name) : this.#all(`${sql} AND file = ?`, name, file);
    return rows.map((row) => ({
      file: row["file"] as number,
      name,
      member: row["member"] === 1,
      lines: unpackRising(row["lines"] as Uint8Array),
    }));
  }

  /** How many files use a name. */
  filesUsing(name: string): number {
    const sql = "SELECT COUNT(DISTINCT file) AS count FROM uses WHERE name = (SELECT id FROM names WHERE name = ?)";
    return (this.#get(sql, name)?.["count"] as number | undefined) ?? 0;
  }

  /** All names that a file uses. */
  usesIn(file: number): IndexedUse[] {
    const packed = this.#get("SELECT uses FROM files WHERE id = ?", file)?.["uses"] as Uint8Array | undefined;
    const uses: IndexedUse[] = [];
    for (const key of unpackRising(packed ?? new Uint8Array())) {
      const sql =
        "SELECT names.name AS name, lines FROM uses JOIN names ON names.id = uses.name WHERE uses.name = ? AND file = ? AND member = ?";
      const row = this.#get(sql, Math.floor(key / 2), file, key % 2);
      if (row !== undefined)
        uses.push({ file, name: row["name"] as string, member: key % 2 === 1, lines: unpackRising(row["lines"] as Uint8Array) });
    }
    return uses;
  }

  /**
   * `read` sees one state of the index, whatever is written meanwhile; its reads cost half as much as alone. For a question that takes
   * many of them: while it lasts, the index cannot shed what was overwritten.
   */
  atOnce<T>(read: () => T): T {
    if (this.#isAtOnce) return read();
    this.#isAtOnce = this.#read(() => {
      this.#open().exec("BEGIN");
      return true;
    }, false);
    try {
      return read();
    } finally {
      this.#isAtOnce = false;
      if (this.#database?.isTransaction === true) this.#database.exec("COMMIT");
    }
  }

  /** In the order of the text. */
  importsIn(file: number): IndexedImport[] {
    const rows = this.#all("SELECT * FROM imports WHERE id >= ? AND id < ? ORDER BY id", file * PER_FILE, (file + 1) * PER_FILE);
    return rows.map((row) => this.#toImport(row));
  }

  /** The imports that lead to a file. */
  importsOf(file: number): IndexedImport[] {
    const rows = this.#all(
      "SELECT imports.* FROM targets JOIN imports ON imports.id = targets.import WHERE targets.file = ? ORDER BY imports.id",
      file,
    );
    return rows.map((row) => this.#toImport(row));
  }

  /** The import graph between files, remembered as far as it was read. */
  edges(): FileEdges {
    const { generation } = this;
    const identity = this.meta("identity");
    if (this.#edges?.generation !== generation || this.#edges.identity !== identity)
      this.#edges = { generation, identity, edges: readFileEdges((sql, ...values) => this.#rows(sql, values)) };
    return this.#edges.edges;
  }

  #toImport(row: Row): IndexedImport {
    const id = row["id"] as number;
    const flags = row["flags"] as number;
    const names = row["names"] === null ? [] : (JSON.parse(row["names"] as string) as [name: string, local: string][]);
    return {
      id,
      file: Math.floor(id / PER_FILE),
      specifier: row["specifier"] as string,
      line: row["line"] as number,
      names: names.map(([name, local]) => ({ name, local })),
      reexports: (flags & REEXPORTS) !== 0,
      typeOnly: (flags & TYPE_ONLY) !== 0,
      lazy: (flags & LAZY) !== 0,
      outside: text(row["outside"]),
      targets: this.#all("SELECT file FROM targets WHERE import = ? ORDER BY file", id).map((target) => target["file"] as number),
    };
  }

  close(): void {
    this.#statements.clear();
    this.#database?.close();
    this.#database = undefined;
  }

  #get(sql: string, ...values: (string | number)[]): Row | undefined {
    return this.#read(() => this.#prepare(sql).get(...values), undefined);
  }

  #all(sql: string, ...values: (string | number)[]): Row[] {
    return this.#read(() => this.#prepare(sql).all(...values), []);
  }

  /** Rows as arrays of numbers. */
  #rows(sql: string, values: readonly number[]): number[][] {
    return this.#read(() => {
      const statement = this.#prepare(sql);
      statement.setReturnArrays(true);
      return statement.all(...values) as unknown as number[][];
    }, []);
  }

  /** A damaged index is an empty one, until the next update has made it anew. */
  #read<T>(read: () => T, none: T): T {
    try {
      return read();
    } catch (error) {
      if (!isDamage(error)) throw error;
      this.close();
      discardDerived(this.#source.file);
      return none;
    }
  }

  #prepare(sql: string): StatementSync {
    const database = this.#open();
    let statement = this.#statements.get(sql);
    if (statement === undefined) this.#statements.set(sql, (statement = database.prepare(sql)));
    return statement;
  }

  #open(): DatabaseSync {
    if (this.#isAtOnce && this.#database !== undefined) return this.#database;
    const inode = statSync(this.#source.file, { throwIfNoEntry: false })?.ino;
    if (this.#database === undefined || inode !== this.#inode) {
      this.close();
      this.#database = this.#source.open();
      this.#inode = statSync(this.#source.file, { throwIfNoEntry: false })?.ino;
    }
    return this.#database;
  }
}

type Row = Record<string, unknown>;

const FILE = "id, path, language, package, test, problem, size";
const DEFINITION =
  "definitions.id AS id, names.name AS name, kind, line, end_line, exported, exported_as, within FROM definitions JOIN names ON names.id = definitions.name";

const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

const toFile = (row: Row): IndexedFile => ({
  id: row["id"] as number,
  path: row["path"] as string,
  language: text(row["language"]),
  package: text(row["package"]),
  test: row["test"] === 1,
  problem: text(row["problem"]),
  size: row["size"] as number,
});

const toDefinition = (row: Row): IndexedDefinition => ({
  id: row["id"] as number,
  file: Math.floor((row["id"] as number) / PER_FILE),
  name: row["name"] as string,
  kind: row["kind"] as DefinitionKind,
  line: row["line"] as number,
  endLine: row["end_line"] as number,
  exported: row["exported"] === 1,
  exportedAs: text(row["exported_as"])?.split(" ") ?? [],
  within: typeof row["within"] === "number" ? row["within"] : undefined,
});
