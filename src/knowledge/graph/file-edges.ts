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

/** Which file imports which, each pair once, in both directions. Ten thousand files take some ten milliseconds to read, then nothing. */
export interface FileEdges {
  importsOf(file: number): readonly FileEdge[];
  importersOf(file: number): readonly FileEdge[];
  /** Ids of the files that import or are imported. */
  files(): Iterable<number>;
}

/** `rows`: what a statement selects, as arrays. */
export function readFileEdges(rows: (sql: string) => number[][]): FileEdges {
  const forward = new Map<number, Map<number, FileEdge>>();
  const backward = new Map<number, Map<number, FileEdge>>();
  for (const [imported, to, flags] of rows("SELECT import, file, flags FROM targets") as [number, number, number][]) {
    const from = Math.floor(imported / PER_FILE);
    add(forward, { at: from, file: to, flags });
    add(backward, { at: to, file: from, flags });
  }
  const listed = (edges: ReadonlyMap<number, ReadonlyMap<number, FileEdge>>) => {
    const lists = new Map<number, readonly FileEdge[]>();
    return (file: number): readonly FileEdge[] => {
      let list = lists.get(file);
      if (list === undefined) lists.set(file, (list = [...(edges.get(file)?.values() ?? [])]));
      return list;
    };
  };
  return { importsOf: listed(forward), importersOf: listed(backward), files: () => new Set([...forward.keys(), ...backward.keys()]) };
}

function add(edges: Map<number, Map<number, FileEdge>>, { at, file, flags }: { at: number; file: number; flags: number }): void {
  let own = edges.get(at);
  if (own === undefined) edges.set(at, (own = new Map()));
  const known = own.get(file);
  const edge = { file, typeOnly: (flags & TYPE_ONLY) !== 0, lazy: (flags & LAZY) !== 0 };
  if (known === undefined) own.set(file, edge);
  else own.set(file, { file, typeOnly: known.typeOnly && edge.typeOnly, lazy: known.lazy && edge.lazy });
}
