import { expect } from "vitest";
import { mapOf, mapText } from "../../../../src/knowledge/graph/queries/map.ts";
import { pageRank } from "../../../../src/knowledge/graph/queries/page-rank.ts";
import { fc } from "../../../properties.ts";
import { verifies } from "../../../verifies.ts";
import { makeTree, openIndex } from "../harness.ts";

const files = {
  "src/base.ts":
    "export const used = 1;\nexport const unused = 2;\nconst own = 3;\nexport function many(a: string): void;\nexport function many(a: number): void;\nexport function many(): void {}\n",
  "src/a.ts": 'import { used } from "./base";\nexport const a = used;\n',
  "src/b.ts": 'import { used } from "./base";\nexport const b = used;\n',
  "src/c.ts": 'import { b } from "./b";\nexport const c = b;\n',
  "src/evil\u001b[2J.ts": "export const evil = 1;\n",
  "readme.md": "nothing\n",
};

verifies("queries.map", async () => {
  using tree = makeTree(files);
  using index = openIndex(tree.path);
  await index.update();
  const all = mapOf(index.reader, { tokens: 1000 });
  expect(mapText(all.slice(0, 1))).toBe("src/base.ts\n  constant used 1\n  constant unused 2\n  function many 4\n");
  expect(mapText(all)).toContain("src/evil\\x1b[2J.ts\n");
  expect(all.map(({ path }) => path)).not.toContain("readme.md");
  const around = mapOf(index.reader, { tokens: 1000, around: ["src/c.ts"] }).map(({ path }) => path);
  expect(around.indexOf("src/c.ts")).toBeLessThan(around.indexOf("src/a.ts"));
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 120 }), fc.subarray(Object.keys(files)), (tokens, near) => {
      expect(Buffer.byteLength(mapText(mapOf(index.reader, { tokens, around: near })))).toBeLessThanOrEqual(tokens * 3.5);
    }),
  );
});

verifies("queries.map", "ranks are those of a walk without end, and sum up to one", () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.nat(5), { maxLength: 5 }), { minLength: 1, maxLength: 6 }), fc.nat(5), (targets, liked) => {
      const nodes = targets.map((_, node) => node);
      const next = (node: number) => targets[node]!.filter((target) => target < nodes.length);
      const ranks = pageRank({ nodes, next }, new Set([liked].filter((node) => node < nodes.length)));
      expect([...ranks.values()].reduce((sum, rank) => sum + rank, 0)).toBeCloseTo(1, 6);
      expect(Math.min(...ranks.values())).toBeGreaterThan(0);
    }),
  );
});
