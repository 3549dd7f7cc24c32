import type { GraphReader, IndexedDefinition } from "../reader.ts";
import { dependentsOf } from "./dependents.ts";
import { allDependents, referencesByFile } from "./references.ts";
import { type Reached, spread } from "./spread.ts";
import type { FoundSymbol } from "./symbols.ts";

export interface Dependent {
  path: string;
  /** 1: it uses what changes; 2: it depends on one that does; and so on. */
  distance: number;
  /** The file through which it is reached, on a shortest way. */
  via: string;
  test: boolean;
  /** Where it uses a symbol that changes, from 1, rising; none for a file that is changed as a whole, and further away. */
  lines: readonly number[];
}

export interface Impact {
  /** Nearest first, then by path. */
  dependents: Dependent[];
  /** The dependents that are left out, because of the limit. */
  omitted: number;
}

export interface ImpactOptions {
  maxDistance?: number;
  /** Of dependents; the nearest are told. */
  limit?: number;
}

/** What depends on files, as a whole, or on single definitions of them, directly or not. */
export function impactOf(
  reader: GraphReader,
  { files = [], symbols = [] }: { files?: readonly number[]; symbols?: readonly FoundSymbol[] },
  options: ImpactOptions = {},
): Impact {
  return reader.atOnce(() => findImpact(reader, { files, symbols }, options));
}

function findImpact(
  reader: GraphReader,
  { files, symbols }: { files: readonly number[]; symbols: readonly FoundSymbol[] },
  { maxDistance, limit = Infinity }: ImpactOptions,
): Impact {
  const users = usersOf(reader, symbols);
  for (const file of files) users.delete(file);
  const dependents = dependentsOf(reader);
  const next = (id: number) => users.get(id)?.keys() ?? dependents(id);
  const reached = spread([...files, ...users.keys()], next, maxDistance === undefined ? {} : { maxDistance });
  const all = [...reached].filter(([, { distance }]) => distance > 0);
  return { dependents: toDependents(reader, all, users).slice(0, limit), omitted: Math.max(0, all.length - limit) };
}

/** id of the file of a symbol → ids of the files that use it → at which lines. */
type Users = Map<number, Map<number, number[]>>;

function toDependents(reader: GraphReader, reached: readonly (readonly [number, Reached])[], users: Users): Dependent[] {
  const paths = new Map<number, string>();
  const pathOf = (id: number) => {
    let path = paths.get(id);
    if (path === undefined) paths.set(id, (path = reader.fileById(id)?.path ?? ""));
    return path;
  };
  const dependents: Dependent[] = [];
  for (const [id, { distance, via }] of reached) {
    const file = reader.fileById(id);
    if (file === undefined || via === undefined) continue;
    paths.set(id, file.path);
    const lines = [...users.values()].flatMap((ofFile) => ofFile.get(id) ?? []);
    dependents.push({ path: file.path, distance, via: pathOf(via), test: file.test, lines: [...new Set(lines)].sort((a, b) => a - b) });
  }
  return dependents.sort((a, b) => a.distance - b.distance || (a.path < b.path ? -1 : 1));
}

function usersOf(reader: GraphReader, symbols: readonly FoundSymbol[]): Users {
  const users: Users = new Map();
  for (const { definition, file } of symbols) {
    let ofFile = users.get(file.id);
    if (ofFile === undefined) users.set(file.id, (ofFile = new Map()));
    let known: ReturnType<typeof allDependents> | undefined;
    const dependents = () => (known ??= allDependents(reader, file.id));
    for (const each of withUsersInside(reader, definition))
      for (const [id, lines] of referencesByFile(reader, { definition: each, file }, dependents))
        if (id !== file.id) ofFile.set(id, [...(ofFile.get(id) ?? []), ...lines.keys()]);
  }
  return users;
}

/** A definition, with those of its file that use it, directly or not: what they are for others changes with it. */
function withUsersInside(reader: GraphReader, definition: IndexedDefinition): Set<IndexedDefinition> {
  const all = reader.definitionsIn(definition.file);
  const byId = new Map(all.map((each) => [each.id, each]));
  const changed = new Set([byId.get(definition.id) ?? definition]);
  for (const { name } of changed)
    for (const { lines } of reader.usesOf(name, definition.file))
      for (const line of lines)
        for (let at = innermost(all, line); at !== undefined; at = at.within === undefined ? undefined : byId.get(at.within)) {
          changed.add(at);
          if (at.exported) break;
        }
  return changed;
}

function innermost(definitions: readonly IndexedDefinition[], line: number): IndexedDefinition | undefined {
  let best: IndexedDefinition | undefined;
  for (const each of definitions)
    if (each.line <= line && line <= each.endLine && (best === undefined || each.endLine - each.line < best.endLine - best.line))
      best = each;
  return best;
}
