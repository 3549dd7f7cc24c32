import { nearest } from "../../../lib/nearest.ts";
import type { GraphReader, IndexedDefinition, IndexedFile } from "../reader.ts";

/** A definition, with the file it is in. */
export interface FoundSymbol {
  definition: IndexedDefinition;
  file: IndexedFile;
  /** With what it is in: `Shelf.add`. */
  title: string;
}

/**
 * The definitions that a person means: `add`, `Shelf.add`, `src/shelf.ts:add`, `src/shelf.ts:Shelf.add`. Where nothing is called exactly
 * so, letters count alike if the language tells none apart.
 */
export function findSymbols(reader: GraphReader, text: string): FoundSymbol[] {
  const colon = text.lastIndexOf(":");
  const file = colon > 0 ? text.slice(0, colon) : undefined;
  const title = colon > 0 ? text.slice(colon + 1) : text;
  const spellings = new Set([title, title.toUpperCase(), title.toLowerCase()]);
  for (const spelling of spellings) {
    const found = symbolsCalled(reader, spelling, file);
    if (found.length > 0) return found;
  }
  return [];
}

function symbolsCalled(reader: GraphReader, title: string, path: string | undefined): FoundSymbol[] {
  const name = title.slice(title.lastIndexOf(".") + 1);
  // A name may hold a point itself: a key, a rule, a module.
  const definitions = reader.definitionsNamed(title);
  if (name !== title) definitions.push(...reader.definitionsNamed(name));
  return definitions.flatMap((definition) => {
    const found = toSymbol(reader, definition);
    if (found === undefined || (path !== undefined && found.file.path !== path)) return [];
    return definition.name === title || found.title === title || found.title.endsWith(`.${title}`) ? [found] : [];
  });
}

export function toSymbol(reader: GraphReader, definition: IndexedDefinition): FoundSymbol | undefined {
  const file = reader.fileById(definition.file);
  if (file === undefined) return undefined;
  const names = [definition.name];
  for (let at = definition.within; at !== undefined;) {
    const outer = reader.definition(at);
    if (outer === undefined) break;
    names.unshift(outer.name);
    at = outer.within;
  }
  return { definition, file, title: names.join(".") };
}

/** What is looked at for likeness: enough for any name that begins with the same letter in most trees. */
const MAX_CANDIDATES = 20_000;

/** Names of definitions that are most like one that is not there, best first. */
export function nearestNames(reader: GraphReader, text: string): string[] {
  const name = text.slice(Math.max(text.lastIndexOf(":"), text.lastIndexOf(".")) + 1);
  const letter = name.slice(0, 1);
  const letters = new Set([letter, letter.toLowerCase(), letter.toUpperCase()]);
  return nearest(
    name,
    [...letters].flatMap((each) => reader.namesBeginning(each, MAX_CANDIDATES)),
  );
}

/** Paths of the index that are most like one that is not there: by the whole path, or by the file's name. */
export function nearestPaths(reader: GraphReader, text: string): string[] {
  const wanted = baseName(text);
  const named = new Map<string, string[]>();
  for (const { path } of reader.files()) {
    const name = baseName(path);
    if (Math.abs(name.length - wanted.length) <= 3) named.set(name, [...(named.get(name) ?? []), path]);
  }
  const best = nearest(wanted, named.keys()).flatMap((name) => named.get(name) ?? []);
  return nearest(text, best)
    .concat(best)
    .filter((path, index, all) => all.indexOf(path) === index)
    .slice(0, 3);
}

const baseName = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
