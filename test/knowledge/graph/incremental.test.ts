import { expect } from "vitest";
import { fc } from "../../properties.ts";
import { verifies } from "../../verifies.ts";
import { contentOf, makeTree, openIndex, type TestTree } from "./harness.ts";

const folders = ["", "src/", "src/deep/", "packages/box/", "packages/box/src/", "build/"];
const names = ["a.ts", "b.tsx", "c.js", "index.ts", "d.d.ts", "notes.md", "e.test.ts"];
const paths = folders.flatMap((folder) => names.map((name) => folder + name));
const lines = [
  'import { one } from "./a";',
  'import two, { one as other } from "../a.ts";',
  'import * as box from "box";',
  'export * from "./index";',
  'import { deep } from "@/deep/a";',
  'const c = require("./c");',
  'import "./src";',
  "export const one = 1;",
  "export default class Two { method() { return one.other; } }",
];
const manifests: Record<string, readonly string[]> = {
  "package.json": ['{"workspaces":["packages/*"]}', '{"name":"whole","dependencies":{"box":"1"}}', "{broken"],
  "packages/box/package.json": ['{"name":"box"}', '{"name":"box","exports":{".":"./src/index.ts"}}', '{"name":"chest"}'],
  "tsconfig.json": ['{"compilerOptions":{"paths":{"@/*":["./src/*"]}}}', '{"extends":"./base.json"}', "{}"],
  "base.json": ['{"compilerOptions":{"baseUrl":".","paths":{"@/*":["packages/box/*"]}}}', "{}"],
  ".gitignore": ["build/\n", "*.js\n", ""],
};

type Edit = { path: string; text: string | undefined };

const text = fc.array(fc.constantFrom(...lines), { maxLength: 5 }).map((some) => `${some.join("\n")}\n`);
const edit: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ path: fc.constantFrom(...paths), text }) },
  { weight: 2, arbitrary: fc.record({ path: fc.constantFrom(...paths), text: fc.constant(undefined) }) },
  {
    weight: 1,
    arbitrary: fc.record({ path: fc.constantFrom("src", "src/deep", "packages/box", "packages"), text: fc.constant(undefined) }),
  },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom(...Object.keys(manifests))
      .chain((path) => fc.record({ path: fc.constant(path), text: fc.constantFrom(undefined, ...manifests[path]!) })),
  },
);
/** Several edits, and whether the index is told which. */
const step = fc.record({ edits: fc.array(edit, { minLength: 1, maxLength: 4 }), told: fc.boolean() });

function apply(tree: TestTree, { path, text: content }: Edit): void {
  if (content === undefined) tree.remove(path);
  else tree.write(path, content);
}

verifies("graph.incremental", "after any edits it is what a new index would be", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { maxLength: 25 }), fc.array(step, { maxLength: 6 }), async (first, steps) => {
      using tree = makeTree();
      using index = openIndex(tree.path);
      for (const each of first) apply(tree, each);
      await index.update();
      for (const { edits, told } of steps) {
        for (const each of edits) apply(tree, each);
        await index.update(told ? edits.map(({ path }) => path) : undefined);
        using fresh = openIndex(tree.path);
        await fresh.update();
        expect(contentOf(index.reader)).toEqual(contentOf(fresh.reader));
      }
    }),
    { numRuns: 12 },
  );
});

verifies("graph.incremental", "a file that is unchanged is not read, one that changed is all that is", async () => {
  using tree = makeTree({ "a.ts": 'import { b } from "./b";\n', "b.ts": "export const b = 1;\n", "c.ts": "" });
  using index = openIndex(tree.path);
  const first = await index.update();
  tree.write("b.ts", "export const b = 2, other = 3;\n");
  const second = await index.update(["b.ts"]);
  expect([first, second].map(({ files, outlined, removed }) => ({ files, outlined, removed }))).toEqual([
    { files: 3, outlined: 3, removed: 0 },
    { files: 3, outlined: 1, removed: 0 },
  ]);
  expect(index.reader.definitionsNamed("other").map(({ line }) => line)).toEqual([1]);
});
