import type { GraphReader } from "../reader.ts";
import { dependentsOf } from "./dependents.ts";
import { spread, wayBack } from "./spread.ts";

export interface SelectedTest {
  path: string;
  /** From the test to what has changed, each depending on the next; the test alone where it has changed itself. */
  why: readonly string[];
}

export interface TestSelection {
  /** Nearest to the change first, then by path. */
  tests: SelectedTest[];
  /** What has changed and no test reaches, so far as imports and uses tell: files that are read when they run, that are gone, or are not tested. */
  unreached: string[];
}

/** The tests that what has changed can make fail. `changed`: paths. */
export function selectTests(reader: GraphReader, changed: readonly string[]): TestSelection {
  return reader.atOnce(() => findTests(reader, changed));
}

function findTests(reader: GraphReader, changed: readonly string[]): TestSelection {
  const dependents = dependentsOf(reader);
  const files = new Map(changed.map((path) => [path, reader.file(path)]));
  const ids = [...files.values()].flatMap((file) => (file === undefined ? [] : [file.id]));
  const isTest = (id: number) => reader.fileById(id)?.test === true;
  const reached = spread(ids, dependents);
  const tests = [...reached.keys()].filter(isTest).map((id) => wayBack(id, reached));
  const starts = new Set(tests.map((way) => way.at(-1)));
  const pathOf = (id: number) => reader.fileById(id)?.path ?? "";
  const unreached = changed.filter((path) => {
    const file = files.get(path);
    // A test that a nearer change selects counts for both.
    return file === undefined || (!starts.has(file.id) && ![...spread([file.id], dependents).keys()].some(isTest));
  });
  const selected = tests.map((way) => ({ path: pathOf(way[0]!), why: way.map(pathOf) }));
  return { tests: selected.sort((a, b) => a.why.length - b.why.length || (a.path < b.path ? -1 : 1)), unreached };
}
