/**
 * The tables of a workspace's index. Everything of a file hangs on its id: definitions and imports have `file * PER_FILE + n` as theirs,
 * in the order of the text, so that they lie together and need no index of their own.
 */
export const VERSION = 1;

/** Definitions, or imports, that one file can have; what is beyond is left out. File ids stay below 2^31, so ids are exact numbers. */
export const PER_FILE = 2 ** 20;

export const schema = `
  -- hash: SHA-256 of the bytes, empty for what was not read. language is null for files that no language knows.
  -- uses: the keys of its rows in the table, as deltas. problem: why it was not parsed.
  CREATE TABLE files(id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, language TEXT, hash BLOB NOT NULL, size INTEGER NOT NULL,
    mtime_ms REAL NOT NULL, package TEXT, test INTEGER NOT NULL, problem TEXT, uses BLOB NOT NULL);
  CREATE TABLE names(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
  -- within: the id of what it is in. exported_as: further names, with blanks between them.
  CREATE TABLE definitions(id INTEGER PRIMARY KEY, name INTEGER NOT NULL, kind TEXT NOT NULL, line INTEGER NOT NULL, end_line INTEGER NOT NULL,
    exported INTEGER NOT NULL, exported_as TEXT, within INTEGER);
  CREATE INDEX definitions_by_name ON definitions(name);
  -- lines: as deltas, each a varint.
  CREATE TABLE uses(name INTEGER, file INTEGER, member INTEGER, lines BLOB NOT NULL, PRIMARY KEY (name, file, member)) WITHOUT ROWID;
  -- names: pairs of name and local name, as JSON; null for none. flags: see ImportFlag.
  CREATE TABLE imports(id INTEGER PRIMARY KEY, specifier TEXT NOT NULL, line INTEGER NOT NULL, flags INTEGER NOT NULL, names TEXT, outside TEXT);
  CREATE TABLE targets(import INTEGER, file INTEGER, flags INTEGER NOT NULL, PRIMARY KEY (import, file)) WITHOUT ROWID;
  CREATE INDEX targets_by_file ON targets(file, import, flags);
  -- What resolvers have read of the tree, with its hash (empty: it was not there), by language.
  CREATE TABLE manifests(language TEXT, path TEXT, hash BLOB NOT NULL, PRIMARY KEY (language, path)) WITHOUT ROWID;
  CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
`;

/** Bits of an import's flags. */
export const REEXPORTS = 1;
export const TYPE_ONLY = 2;
export const LAZY = 4;
