import { expect } from "vitest";
import { importCycles } from "../../../../src/knowledge/graph/queries/cycles.ts";
import { pathBetween } from "../../../../src/knowledge/graph/queries/path.ts";
import { fc } from "../../../properties.ts";
import { verifies } from "../../../verifies.ts";
import { makeTree, openIndex } from "../harness.ts";
import { imports, tangles } from "./tangles.ts";

/** from → to → how many imports lie between them at least: by Floyd and Warshall. */
function distancesIn(tangle: Readonly<Record<string, string>>): (from: string, to: string) => number {
  const files = Object.keys(tangle);
  const known = new Map<string, number>();
  const between = (from: string, to: string) => known.get(`${from} ${to}`) ?? (from === to ? 0 : Infinity);
  for (const from of files) for (const to of imports(tangle, from)) known.set(`${from} ${to}`, 1);
  for (const middle of files)
    for (const from of files)
      for (const to of files) known.set(`${from} ${to}`, Math.min(between(from, to), between(from, middle) + between(middle, to)));
  return between;
}

verifies("queries.path", async () => {
  await fc.assert(
    fc.asyncProperty(tangles, async (tangle) => {
      using tree = makeTree(tangle);
      using index = openIndex(tree.path);
      await index.update();
      const distance = distancesIn(tangle);
      const id = (path: string) => index.reader.file(path)!.id;
      for (const from of Object.keys(tangle))
        for (const to of Object.keys(tangle)) {
          const path = pathBetween(index.reader, id(from), id(to))?.map((each) => index.reader.fileById(each)!.path);
          expect(path === undefined ? Infinity : path.length - 1).toBe(distance(from, to));
          expect([path?.[0] ?? from, path?.at(-1) ?? to]).toEqual([from, to]);
          for (const [at, step] of path?.slice(1).entries() ?? []) expect(imports(tangle, path![at]!)).toContain(step);
        }
    }),
    { numRuns: 10 },
  );
});

verifies("queries.cycles", async () => {
  await fc.assert(
    fc.asyncProperty(tangles, async (tangle) => {
      using tree = makeTree(tangle);
      using index = openIndex(tree.path);
      await index.update();
      const distance = distancesIn(tangle);
      const files = Object.keys(tangle);
      const groups = files.map((file) => files.filter((other) => distance(file, other) < Infinity && distance(other, file) < Infinity));
      const expected = new Set(groups.filter(({ length }) => length > 1).map((group) => group.sort().join(" ")));
      const found = importCycles(index.reader, { all: false }).map((group) =>
        group
          .map((id) => index.reader.fileById(id)!.path)
          .sort()
          .join(" "),
      );
      expect(found.sort()).toEqual([...expected].sort());
    }),
    { numRuns: 10 },
  );
});

verifies("queries.cycles", "types and what is loaded later make none, unless all are asked for; long chains are no problem", async () => {
  const chain = Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`c${at}.ts`, `import "./c${(at + 1) % 300}";\n`]));
  using tree = makeTree({
    "a.ts": 'import type { B } from "./b";\nexport type A = B;\n',
    "b.ts": 'import { type A } from "./a";\nexport type B = A;\n',
    "later.ts": 'export const now = async () => await import("./now");\n',
    "now.ts": 'import { now } from "./later";\nexport const run = now;\n',
    ...chain,
  });
  using index = openIndex(tree.path);
  await index.update();
  const sizes = (all: boolean) => importCycles(index.reader, { all }).map(({ length }) => length);
  expect([sizes(false), sizes(true)]).toEqual([[300], [300, 2, 2]]);
});
