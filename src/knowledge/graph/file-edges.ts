import { LAZY, PER_FILE, TYPE_ONLY } from "./schema.ts";

/** One direction of an import between two files, seen from one of them. */
export interface FileEdge {
  /** Id of the other file. */
  file: number;
  /** None of the imports between the two leaves anything behind when the program runs. */
  typeOnly: boolean;
  /** None of them is sure to be reached when the file is. */
  lazy: boolean;
}

/**
 * Which file imports which, each pair once, in both directions. A file's edges are read when they are first asked for, some ten
 * microseconds each, so that a question about a few files costs little in a tree of any size; `files` reads the whole table.
 */
export interface FileEdges {
  importsOf(file: number): readonly FileEdge[];
  importersOf(file: number): readonly FileEdge[];
  /** Ids of the files that import or are imported. */
  files(): Iterable<number>;
}

/** Rows of two numbers, as arrays. */
type Rows = (sql: string, ...values: number[]) => number[][];

export function readFileEdges(rows: Rows): FileEdges {
  const imports = new Map<number, readonly FileEdge[]>();
  const importers = new Map<number, readonly FileEdge[]>();
  let files: Set<number> | undefined;
  return {
    importsOf: (file) =>
      remembered(imports, file, () => {
        const sql = "SELECT file, flags FROM targets WHERE import >= ? AND import < ?";
        return rows(sql, file * PER_FILE, (file + 1) * PER_FILE);
      }),
    importersOf: (file) =>
      remembered(importers, file, () => {
        const found = rows("SELECT import, flags FROM targets WHERE file = ?", file);
        return found.map(([imported = 0, flags = 0]) => [Math.floor(imported / PER_FILE), flags]);
      }),
    files: () => (files ??= new Set(rows(`SELECT DISTINCT import / ${PER_FILE}, file FROM targets`).flat())),
  };
}

function remembered(lists: Map<number, readonly FileEdge[]>, file: number, read: () => number[][]): readonly FileEdge[] {
  let list = lists.get(file);
  if (list === undefined) lists.set(file, (list = merge(read())));
  return list;
}

/** Several imports of one file by another are one edge. */
function merge(pairs: readonly number[][]): FileEdge[] {
  const edges = new Map<number, FileEdge>();
  for (const [file = 0, flags = 0] of pairs) {
    const known = edges.get(file);
    const typeOnly = (flags & TYPE_ONLY) !== 0 && known?.typeOnly !== false;
    const lazy = (flags & LAZY) !== 0 && known?.lazy !== false;
    edges.set(file, { file, typeOnly, lazy });
  }
  return [...edges.values()];
}
