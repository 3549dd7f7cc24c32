/** A SQLite database that holds nothing but what can be computed again: whatever is wrong with it, it is made anew. */
import { chmodSync, closeSync, existsSync, mkdirSync, openSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import type * as Sqlite from "node:sqlite";
import type { DatabaseSync } from "node:sqlite";
import { takeLock } from "./process-lock.ts";

export interface DerivedDatabase {
  /** Absolute; its folder is made. */
  file: string;
  /** From 1, of `schema`: a database of any other version is made anew. */
  version: number;
  /** SQL that makes the tables. */
  schema: string;
}

const BUSY_MS = 10_000;
const RETRY_MS = 20;

/** Opens it, for several processes at once; one that is damaged or of another version is moved aside and made anew. */
export function openDerived({ file, version, schema }: DerivedDatabase): DatabaseSync {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const found = tryOpen({ file, version, schema });
  if (found !== undefined) return found;
  return alone(file, () => {
    // Whoever was first has made it already.
    const made = tryOpen({ file, version, schema });
    if (made !== undefined) return made;
    moveAside(file);
    const fresh = tryOpen({ file, version, schema });
    if (fresh === undefined) throw new Error(`unreachable: the new database ${file} is of another version`);
    return fresh;
  });
}

/** Moves a database aside in which damage was met; the next `openDerived` makes it anew. Close it first. */
export function discardDerived(file: string): void {
  alone(file, () => moveAside(file));
}

/** Whether an error says that the file is not, or not any more, what SQLite has written. */
export function isDamage(error: unknown): boolean {
  if (!(error instanceof Error) || !("errcode" in error) || typeof error.errcode !== "number") return false;
  const code = error.errcode & 0xff;
  return code === CORRUPT || code === NOT_A_DATABASE || (code === SOME_ERROR && /no such table|vtable constructor/.test(error.message));
}

const SOME_ERROR = 1;
const CORRUPT = 11;
const NOT_A_DATABASE = 26;

/** Undefined when it is damaged or of another version. */
function tryOpen({ file, version, schema }: DerivedDatabase): DatabaseSync | undefined {
  // Made before SQLite does, so that nobody else can read it from the first moment on.
  if (!existsSync(file)) closeSync(openSync(file, "a", 0o600));
  chmodSync(file, 0o600);
  let database: DatabaseSync | undefined;
  try {
    database = new (sqlite().DatabaseSync)(file, { timeout: BUSY_MS });
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -16384");
    if (versionOf(database) === 0) create(database, { version, schema });
    if (versionOf(database) === version) return database;
  } catch (error) {
    if (!isDamage(error)) {
      database?.close();
      throw error;
    }
  }
  database?.close();
  return undefined;
}

function create(database: DatabaseSync, { version, schema }: Pick<DerivedDatabase, "version" | "schema">): void {
  database.exec("BEGIN IMMEDIATE");
  try {
    // Somebody else may have been first.
    if (versionOf(database) === 0) database.exec(`${schema}; PRAGMA user_version = ${version}`);
    database.exec("COMMIT");
  } catch (error) {
    if (database.isTransaction) database.exec("ROLLBACK");
    throw error;
  }
}

function versionOf(database: DatabaseSync): number {
  return Number(database.prepare("PRAGMA user_version").get()?.["user_version"]);
}

/** One damaged copy is kept, for whoever wants to know why. */
function moveAside(file: string): void {
  for (const end of ["-wal", "-shm"]) rmSync(`${file}${end}`, { force: true });
  if (existsSync(file)) renameSync(file, `${file}.damaged`);
}

function alone<T>(file: string, act: () => T): T {
  for (;;) {
    const lock = takeLock(`${file}.lock`);
    if (!("release" in lock)) {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MS);
      continue;
    }
    try {
      return act();
    } finally {
      lock.release();
    }
  }
}

/** Loaded with the first database: most commands need none. Node 22 calls it experimental, which is nothing that a person has to know. */
function sqlite(): typeof Sqlite {
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    return process.getBuiltinModule("node:sqlite");
  } finally {
    process.emitWarning = emitWarning;
  }
}
