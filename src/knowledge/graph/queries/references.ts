import type { GraphReader, IndexedDefinition, IndexedImport, IndexedUse } from "../reader.ts";
import { dependentsOf } from "./dependents.ts";
import { spread } from "./spread.ts";
import type { FoundSymbol } from "./symbols.ts";
import { isSeenWithoutImport, usesWithoutImport } from "./visibility.ts";

export interface Reference {
  path: string;
  /** From 1. */
  line: number;
  /** `likely`: it has the name, in a place where the definition can be meant, and only types could tell. */
  certainty: "certain" | "likely";
  /** The line is where it is imported. */
  isImport: boolean;
  test: boolean;
}

/** Where a definition is used, by paths and lines; its own line is not among them. */
export function referencesTo(reader: GraphReader, symbol: FoundSymbol): Reference[] {
  return reader.atOnce(() => findReferences(reader, symbol));
}

function findReferences(reader: GraphReader, symbol: FoundSymbol): Reference[] {
  const references: Reference[] = [];
  for (const [id, lines] of referencesByFile(reader, symbol)) {
    const file = reader.fileById(id);
    if (file === undefined) continue;
    for (const [line, { isCertain, isImport }] of lines)
      references.push({ path: file.path, line, certainty: isCertain ? "certain" : "likely", isImport, test: file.test });
  }
  return references.sort((a, b) => (a.path === b.path ? a.line - b.line : a.path < b.path ? -1 : 1));
}

/** By ids of files. */
type Dependents = ReadonlyMap<number, unknown>;

export const allDependents = (reader: GraphReader, file: number): Dependents => spread([file], dependentsOf(reader));

interface Spot {
  isCertain: boolean;
  isImport: boolean;
}

/** file id → line → what is there. */
type Spots = Map<number, Map<number, Spot>>;

/** The same by the ids of files. `dependents`: all files that depend on its file, for who asks of several definitions of one file. */
export function referencesByFile(
  reader: GraphReader,
  { definition, file }: Pick<FoundSymbol, "definition" | "file">,
  dependents: () => Dependents = () => allDependents(reader, file.id),
): Spots {
  const spots: Spots = new Map();
  const isMember = definition.within !== undefined;
  for (const use of reader.usesOf(definition.name, definition.file)) add(spots, use, { isCertain: isMember || !use.member });
  if (!definition.exported && definition.exportedAs.length === 0) return withoutOwn(spots, definition);

  for (const found of throughImports(reader, definition)) add(spots, found, found);
  const isWholeTree = isSeenWithoutImport(file) && file.package === undefined;
  for (const use of usesWithoutImport(reader, definition, file)) add(spots, use, { isCertain: !isWholeTree });
  if (isMember) for (const use of throughObjects(reader, { definition, file }, dependents)) add(spots, use, { isCertain: false });
  return withoutOwn(spots, definition);
}

function add(spots: Spots, { file, lines }: Pick<IndexedUse, "file" | "lines">, { isCertain, isImport = false }: Partial<Spot>): void {
  let ofFile = spots.get(file);
  if (ofFile === undefined) spots.set(file, (ofFile = new Map()));
  for (const line of lines) {
    const known = ofFile.get(line);
    ofFile.set(line, { isCertain: isCertain === true || known?.isCertain === true, isImport: isImport && known?.isImport !== false });
  }
}

function withoutOwn(spots: Spots, { file, line }: IndexedDefinition): Spots {
  const own = spots.get(file);
  own?.delete(line);
  if (own?.size === 0) spots.delete(file);
  return spots;
}

/** By files that import it: under the name they give it, through a namespace, and by those that have it from them. */
function* throughImports(reader: GraphReader, definition: IndexedDefinition): Generator<Spot & Pick<IndexedUse, "file" | "lines">> {
  const isCertain = definition.within === undefined;
  const names = new Set([...(definition.exported ? [definition.name] : []), ...definition.exportedAs]);
  /** Which file gives it to others, under which name. */
  const givers = new Map<string, { file: number; name: string }>();
  const give = (file: number, name: string) => givers.set(`${file} ${name}`, { file, name });
  for (const name of names) give(definition.file, name);

  for (const { file, name } of givers.values()) {
    const stem = stemOf(reader.fileById(file)?.path ?? "");
    for (const imported of reader.importsOf(file)) {
      if (imported.file === definition.file) continue;
      const uses = (called: string, member: boolean) => reader.usesOf(called, imported.file).filter((use) => use.member === member);
      for (const taken of takenBy(imported)) {
        const isEverything = taken.name === "*" && taken.local === "*";
        if (taken.name === name) {
          yield { file: imported.file, lines: [imported.line], isCertain: true, isImport: true };
          const local = taken.local === "" ? name : taken.local;
          if (imported.reexports) give(imported.file, local);
          else for (const use of uses(local, false)) yield { ...use, isCertain: true, isImport: false };
        } else if (isEverything) {
          // `export *` leaves the default behind; whoever includes a file that includes it sees it as well.
          if (imported.reexports ? name !== "default" : imported.names.length === 0) give(imported.file, name);
          if (imported.reexports || definesItself(reader, imported.file, name)) continue;
          for (const use of uses(name, false)) yield { ...use, isCertain: true, isImport: false };
        } else if (taken.name === "*" || taken.name === stem) {
          for (const use of uses(name, true)) yield { ...use, isCertain, isImport: false };
        }
      }
    }
  }
}

const everything = [{ name: "*", local: "*" }];
/** An import without names, as an include is, takes everything. */
const takenBy = ({ names }: IndexedImport) => (names.length === 0 ? everything : names);

const definesItself = (reader: GraphReader, file: number, name: string): boolean =>
  reader.definitionsNamed(name).some((definition) => definition.file === file);

function stemOf(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return name.slice(0, Math.max(name.indexOf("."), 0));
}

/** Members of that name, in files that can have got hold of such an object. */
function throughObjects(
  reader: GraphReader,
  { definition, file }: Pick<FoundSymbol, "definition" | "file">,
  dependents: () => Dependents,
): IndexedUse[] {
  const uses = reader.usesOf(definition.name).filter((use) => use.member && use.file !== definition.file);
  if (uses.length === 0) return uses;
  const reached = dependents();
  return uses.filter((use) => {
    if (reached.has(use.file)) return true;
    const user = isSeenWithoutImport(file) ? reader.fileById(use.file) : undefined;
    return user !== undefined && user.language === file.language && user.package === file.package;
  });
}
