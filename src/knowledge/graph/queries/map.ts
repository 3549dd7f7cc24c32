import { escapeLine } from "../../../lib/escape.ts";
import type { GraphReader, IndexedDefinition, IndexedFile } from "../reader.ts";
import { pageRank } from "./page-rank.ts";

export interface MappedFile {
  path: string;
  /** Those that others can name, in the order of the text: the ones that most files use. */
  definitions: readonly Pick<IndexedDefinition, "name" | "kind" | "line">[];
}

export interface MapOptions {
  /** What the text may cost a model, estimated from its bytes. */
  tokens: number;
  /** Paths of files that are in play: they, and what they depend on, come first. */
  around?: readonly string[];
}

const BYTES_PER_TOKEN = 3.5;
const PER_FILE = 8;
/** Files are tried that long after one did not fit. */
const MISSES = 20;

/** The files that matter most, first by who depends on them, as many as the tokens allow for as `mapText` writes them. */
export function mapOf(reader: GraphReader, options: MapOptions): MappedFile[] {
  return reader.atOnce(() => chooseFiles(reader, options));
}

function chooseFiles(reader: GraphReader, { tokens, around = [] }: MapOptions): MappedFile[] {
  let left = Math.floor(tokens * BYTES_PER_TOKEN);
  let misses = 0;
  const mapped: MappedFile[] = [];
  for (const file of ranked(reader, around)) {
    const full = { path: file.path, definitions: bestDefinitions(reader, file.id) };
    const fitting = [full, { path: file.path, definitions: [] }].find((each) => bytesOf(each) <= left);
    if (fitting === undefined && ++misses > MISSES) break;
    if (fitting === undefined) continue;
    left -= bytesOf(fitting);
    mapped.push(fitting);
  }
  return mapped;
}

/** One line a file, one for each definition below it; safe to print. */
export function mapText(files: readonly MappedFile[]): string {
  const lines = files.flatMap(({ path, definitions }) => [
    escapeLine(path),
    ...definitions.map(({ name, kind, line }) => `  ${kind} ${escapeLine(name)} ${line}`),
  ]);
  return lines.map((line) => `${line}\n`).join("");
}

const bytesOf = (file: MappedFile): number => Buffer.byteLength(mapText([file]));

function ranked(reader: GraphReader, around: readonly string[]): IndexedFile[] {
  const edges = reader.edges();
  const files = new Map<number, IndexedFile>();
  for (const file of reader.files()) if (file.language !== undefined) files.set(file.id, file);
  const preferred = new Set(around.flatMap((path) => reader.file(path)?.id ?? []));
  const ranks = pageRank({ nodes: [...files.keys()], next: (id) => edges.importsOf(id).map(({ file }) => file) }, preferred);
  return [...ranks]
    .sort(([a, rankOfA], [b, rankOfB]) => rankOfB - rankOfA || (files.get(a)!.path < files.get(b)!.path ? -1 : 1))
    .map(([id]) => files.get(id)!);
}

function bestDefinitions(reader: GraphReader, file: number): IndexedDefinition[] {
  // One that is there for several kinds of arguments counts once.
  const named = new Map<string, IndexedDefinition>();
  for (const definition of reader.definitionsIn(file))
    if (definition.exported && definition.within === undefined && !named.has(definition.name)) named.set(definition.name, definition);
  return [...named.values()]
    .map((definition) => ({ definition, users: reader.filesUsing(definition.name) }))
    .sort((a, b) => b.users - a.users || a.definition.id - b.definition.id)
    .slice(0, PER_FILE)
    .map(({ definition }) => definition)
    .sort((a, b) => a.id - b.id);
}
