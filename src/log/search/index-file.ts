/**
 * The index of all threads, `HOME/index/threads.db`: which words are in which event. The texts themselves stay in the logs, where a hit is read
 * again, so the index is small, and whoever reads it alone learns words and no sentences. It is written by whoever searches, and made again
 * when it is gone, damaged or of another version.
 *
 * Words and not trigrams: over the same 200,000 texts of 43 MB, FTS5's `trigram` took eight times the processor time of `unicode61` and six
 * times the space (16.0 s and 199 MB beside 2.1 s and 35 MB), and searched slower. What it would find besides, parts of words, is found by
 * beginnings of words and by the parts of compound names, which stand in a column of their own.
 */
import type { DatabaseSync } from "node:sqlite";
import { join } from "node:path";
import { FettleError } from "../../contract/error.ts";
import { sha256 } from "../../lib/hash.ts";
import { discardDerived, isDamage, openDerived } from "../../lib/derived-database.ts";

const VERSION = 1;

const schema = `
  CREATE TABLE threads (
    id INTEGER PRIMARY KEY,
    thread TEXT NOT NULL UNIQUE,
    workspace TEXT NOT NULL,
    -- How far its log has been read: the beginning of the next line, and the hash of the line before it.
    segment INTEGER NOT NULL, offset INTEGER NOT NULL, head TEXT NOT NULL
  );
  CREATE TABLE documents (
    id INTEGER PRIMARY KEY,
    thread INTEGER NOT NULL, kind INTEGER NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL,
    -- Where its event's line begins.
    segment INTEGER NOT NULL, offset INTEGER NOT NULL
  );
  CREATE INDEX documents_by_thread ON documents (thread);
  CREATE VIRTUAL TABLE texts USING fts5(
    scope, text, parts, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
  )`;

export function indexPath(home: string): string {
  return join(home, "index", "threads.db");
}

/**
 * What `act` makes of the open index. When that meets damage, the index is thrown away and `act` gets a new, empty one, once.
 * Throws `log.disk` when the index cannot be written.
 */
export async function withIndex<T>(home: string, act: (index: DatabaseSync) => Promise<T>): Promise<T> {
  const file = indexPath(home);
  try {
    return await tryIndex(file, act);
  } catch (error) {
    if (!isDamage(error)) throw error;
  }
  discardDerived(file);
  return await tryIndex(file, act);
}

async function tryIndex<T>(file: string, act: (index: DatabaseSync) => Promise<T>): Promise<T> {
  try {
    using index = open(file);
    return await act(index);
  } catch (error) {
    throw isDamage(error) || !isOfSqlite(error) ? error : toIndexError(error, file);
  }
}

function open(file: string): DatabaseSync {
  try {
    return openDerived({ file, version: VERSION, schema });
  } catch (error) {
    throw isDamage(error) ? error : toIndexError(error, file);
  }
}

function isOfSqlite(error: unknown): error is Error {
  return error instanceof Error && "errcode" in error;
}

function toIndexError(error: unknown, file: string): unknown {
  if (!isOfSqlite(error) && !(error instanceof Error && "syscall" in error)) return error;
  return new FettleError("log.disk", `The index of threads cannot be written: ${error.message}`, {
    at: file,
    hint: "Check this disk and the rights to the folder. The threads are as they were: the index can be removed, and is made again.",
    cause: error,
  });
}

/** A workspace as a word of the column `scope`. */
export function workspaceWord(workspace: string): string {
  return `w${sha256(workspace).slice(0, 16)}`;
}
