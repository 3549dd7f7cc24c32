import { expect } from "vitest";
import { referencesTo } from "../../../../src/knowledge/graph/queries/references.ts";
import { findSymbols, nearestNames, nearestPaths } from "../../../../src/knowledge/graph/queries/symbols.ts";
import type { GraphReader } from "../../../../src/knowledge/graph/reader.ts";
import { verifies } from "../../../verifies.ts";
import { makeTree, openIndex } from "../harness.ts";

const refs = (reader: GraphReader, name: string) =>
  findSymbols(reader, name).flatMap((symbol) =>
    referencesTo(reader, symbol).map(({ path, line, certainty, isImport }) => `${path}:${line} ${isImport ? "import" : certainty}`),
  );

verifies("queries.references", "TypeScript", async () => {
  using tree = makeTree({
    "src/add.ts": "export function add(): number {\n  return 1;\n}\nexport default add;\nconst again = add();\n",
    "src/index.ts": 'export * from "./add";\n',
    "src/renamed.ts": 'import { add as plus } from "./index";\n\nplus();\n',
    "src/space.ts": 'import * as math from "./add";\n\nmath.add();\n',
    "src/default.ts": 'import sum from "./add";\n\nsum();\n',
    "src/namesake.ts": "function add(): void {}\nadd();\n",
    "src/shelf.ts": "export class Shelf {\n  put(): void {}\n}\n",
    "src/fill.ts": 'import { Shelf } from "./shelf";\n\nexport const fill = (shelf: Shelf) => shelf.put();\n',
    "src/golf.ts": "export const golf = (ball: { put(): void }) => ball.put();\n",
  });
  using index = openIndex(tree.path);
  await index.update();
  expect(refs(index.reader, "src/add.ts:add").filter((line) => !line.startsWith("src/add.ts"))).toEqual([
    "src/default.ts:1 import",
    "src/default.ts:3 certain",
    "src/renamed.ts:1 import",
    "src/renamed.ts:3 certain",
    "src/space.ts:3 certain",
  ]);
  expect(refs(index.reader, "src/add.ts:add")).toContain("src/add.ts:5 certain");
  expect(refs(index.reader, "Shelf.put")).toEqual(["src/fill.ts:3 likely"]);
});

verifies("queries.references", "Python", async () => {
  using tree = makeTree({
    "stock/__init__.py": "",
    "stock/shelf.py": "def count():\n    return 1\n",
    "by_name.py": "from stock.shelf import count as total\n\nprint(total())\n",
    "by_module.py": "from stock import shelf\n\nprint(shelf.count())\n",
    "other.py": "def count():\n    return 2\n\nprint(count())\n",
  });
  using index = openIndex(tree.path);
  await index.update();
  expect(refs(index.reader, "stock/shelf.py:count")).toEqual(["by_module.py:3 certain", "by_name.py:1 import", "by_name.py:3 certain"]);
});

verifies("queries.nearest", "names and paths", async () => {
  using tree = makeTree({ "src/shelf.ts": "export function addBook(): void {}\n", "src/cart.ts": "export const total = 1;\n" });
  using index = openIndex(tree.path);
  await index.update();
  expect(nearestNames(index.reader, "adBook")).toEqual(["addBook"]);
  expect(nearestPaths(index.reader, "shelv.ts")).toEqual(["src/shelf.ts"]);
  expect(nearestPaths(index.reader, "lib/cart.ts")).toEqual(["src/cart.ts"]);
});
