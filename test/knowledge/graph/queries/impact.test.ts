import { cpSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect } from "vitest";
import { impactOf } from "../../../../src/knowledge/graph/queries/impact.ts";
import { findSymbols } from "../../../../src/knowledge/graph/queries/symbols.ts";
import type { GraphReader } from "../../../../src/knowledge/graph/reader.ts";
import { fc } from "../../../properties.ts";
import { verifies } from "../../../verifies.ts";
import { makeTree, openIndex } from "../harness.ts";
import { importers, tangles } from "./tangles.ts";

const ofFile = (reader: GraphReader, path: string) =>
  impactOf(reader, { files: [reader.file(path)!.id] }).dependents.map((each) => `${each.distance} ${each.path}`);
const ofSymbol = (reader: GraphReader, name: string) =>
  impactOf(reader, { symbols: findSymbols(reader, name) }).dependents.map(({ distance, path, via, lines }) =>
    [distance, path, `via ${via}`, ...lines].join(" "),
  );

verifies("queries.impact-files", async () => {
  await fc.assert(
    fc.asyncProperty(tangles, async (tangle) => {
      using tree = makeTree(tangle);
      using index = openIndex(tree.path);
      await index.update();
      for (const path of Object.keys(tangle)) {
        // By brute force: the distance of all, as long as it gets any shorter.
        const distances = new Map([[path, 0]]);
        for (let isMoving = true; isMoving;) {
          isMoving = false;
          for (const [file, distance] of distances)
            for (const importer of importers(tangle, file))
              if ((distances.get(importer) ?? Infinity) > distance + 1) {
                distances.set(importer, distance + 1);
                isMoving = true;
              }
        }
        distances.delete(path);
        expect(ofFile(index.reader, path).sort()).toEqual([...distances].map(([file, distance]) => `${distance} ${file}`).sort());
      }
    }),
    { numRuns: 10 },
  );
});

verifies("queries.impact-files", "the nearest are told, up to a limit and a distance", async () => {
  using tree = makeTree({ "a.ts": "", "b.ts": 'import "./a";\n', "c.ts": 'import "./b";\n', "d.ts": 'import "./c";\n' });
  using index = openIndex(tree.path);
  await index.update();
  const files = [index.reader.file("a.ts")!.id];
  const paths = (options: { limit?: number; maxDistance?: number }) => {
    const { dependents, omitted } = impactOf(index.reader, { files }, options);
    return [...dependents.map(({ path }) => path), omitted];
  };
  expect([paths({}), paths({ limit: 1 }), paths({ maxDistance: 2 })]).toEqual([
    ["b.ts", "c.ts", "d.ts", 0],
    ["b.ts", 2],
    ["b.ts", "c.ts", 0],
  ]);
});

verifies("queries.impact-symbols", async () => {
  using tree = makeTree({
    "src/shelf.ts": [
      "export class Shelf {",
      "  add(): number { return limit(1); }",
      "}",
      "function limit(count: number): number { return clamp(count); }",
      "export function clamp(count: number): number { return count; }",
      "export const other = 1;",
    ].join("\n"),
    "src/index.ts": 'export { clamp as bound } from "./shelf";\n',
    "src/uses-clamp.ts": 'import { bound } from "./index";\n\nexport const one = bound(1);\n',
    "src/uses-shelf.ts": 'import { Shelf } from "./shelf";\nexport const count = new Shelf().add();\n',
    "src/uses-other.ts": 'import { other } from "./shelf";\nexport const two = other;\n',
    "src/main.ts": 'import { one } from "./uses-clamp";\nconsole.log(one);\n',
  });
  using index = openIndex(tree.path);
  await index.update();
  expect(ofSymbol(index.reader, "clamp")).toEqual([
    "1 src/index.ts via src/shelf.ts 1",
    "1 src/uses-clamp.ts via src/shelf.ts 1 3",
    "1 src/uses-shelf.ts via src/shelf.ts 2",
    "2 src/main.ts via src/uses-clamp.ts",
  ]);
  expect(ofSymbol(index.reader, "src/shelf.ts:other")).toEqual(["1 src/uses-other.ts via src/shelf.ts 1 2"]);
});

verifies("queries.without-import", async () => {
  using tree = makeTree({
    "go.mod": "module example.com/stock\n",
    "shelf/shelf.go": "package shelf\n\nfunc Add(n int) int { return n + 1 }\n",
    "shelf/count.go": "package shelf\n\nfunc Count() int { return Add(1) }\n",
    "shelf/own.go": "package shelf\n\nfunc Own() int { return 1 }\n",
    "shelf/count_test.go": 'package shelf\n\nimport "testing"\n\nfunc TestCount(t *testing.T) { Count() }\n',
    "other/other.go": "package other\n\nfunc Use() int { return Add(2) }\n\nfunc Add(n int) int { return n }\n",
    "lib/store.rb": "class Store\n  def sell\n  end\nend\n",
    "app/till.rb": "class Till\n  def open\n    Store.new\n  end\nend\n",
  });
  using index = openIndex(tree.path);
  await index.update();
  expect(ofFile(index.reader, "lib/store.rb")).toEqual(["1 app/till.rb"]);
  expect(ofSymbol(index.reader, "shelf/shelf.go:Add")).toContain("1 shelf/count.go via shelf/shelf.go 3");
  expect(ofFile(index.reader, "shelf/count.go")).toContain("1 shelf/count_test.go");
  expect(ofFile(index.reader, "shelf/shelf.go")).not.toContain("1 other/other.go");
});

verifies("queries.copybooks", async () => {
  using tree = makeTree();
  cpSync(resolve(import.meta.dirname, "../../../fixtures/graph/cobol/orders"), join(tree.path, "orders"), { recursive: true });
  using index = openIndex(tree.path);
  await index.update();
  const programs = (found: readonly string[]) => found.filter((each) => each.startsWith("1 ")).map((each) => each.split(" ")[1]);
  expect(programs(ofFile(index.reader, "orders/copybooks/ORDREC.cpy"))).toEqual([
    "orders/programs/CUSTVAL.cbl",
    "orders/programs/ORDPOST.cbl",
    "orders/programs/taxcalc.cob",
  ]);
  expect(programs(ofSymbol(index.reader, "ord-net"))).toContain("orders/programs/CUSTVAL.cbl");
});
