import { DatabaseSync } from "node:sqlite";
import { expect } from "vitest";
import { verifies } from "../../../verifies.ts";
import { makeTree, openIndex } from "../harness.ts";

verifies("queries.one-state", async () => {
  using tree = makeTree({ "a.ts": "export const a = 1;\n" });
  using index = openIndex(tree.path);
  await index.update();
  const { reader } = index;
  using other = new DatabaseSync(index.file);
  const change = (to: number) => other.exec(`UPDATE meta SET value = '${to}' WHERE key = 'generation'`);
  const around = (to: number) => [reader.generation, change(to), reader.generation].filter((seen) => seen !== undefined);
  change(1);
  expect(reader.atOnce(() => reader.atOnce(() => around(2)))).toEqual([1, 1]);
  // Positive control: alone, each read sees what is there.
  expect(around(3)).toEqual([2, 3]);
  expect(() =>
    reader.atOnce(() => {
      throw new Error("of the question");
    }),
  ).toThrow("of the question");
  expect(around(4)).toEqual([3, 4]);
});
