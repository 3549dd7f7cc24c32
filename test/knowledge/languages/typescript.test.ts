import { expect } from "vitest";
import javascript from "../../../src/knowledge/languages/javascript.ts";
import tsx from "../../../src/knowledge/languages/tsx.ts";
import typescript from "../../../src/knowledge/languages/typescript.ts";
import { verifies } from "../../verifies.ts";

verifies("graph.typescript", "definitions, and who can name them", async () => {
  const text = `
export default class Shelf<T> { goods = 1; #own = 2; private hidden() {} take(): T {} constructor(readonly owner: Owner, private key: string) {} }
export const limit = 1, [first, second] = rows(), { inner, outer: renamed } = box;
export const run = async () => { const local = 1; function nested() {} };
interface Owner { name: string; greet(): void }
export type { Owner };
enum Kind { Small, Large = 2 }
export { Kind as Size, plain };
let plain: number;
declare global { interface Window { shelf: Shelf } }
export namespace Stock { export function count() {} function own() {} }
export default defineTool({ async run() {} });
`;
  const { definitions } = await typescript.outline({ path: "a.ts", text });
  const within = (index: number | undefined) => (index === undefined ? "" : `${definitions[index]!.name}.`);
  expect(
    definitions.map(
      (each) =>
        `${each.kind} ${within(each.within)}${each.name}${each.exported ? ` > ${[each.name, ...(each.exportedAs ?? [])].join(" ")}` : ""}`,
    ),
  ).toMatchInlineSnapshot(`
    [
      "class Shelf > Shelf default",
      "field Shelf.goods > goods",
      "field Shelf.#own",
      "method Shelf.hidden",
      "method Shelf.take > take",
      "method Shelf.constructor > constructor",
      "field constructor.owner > owner",
      "field constructor.key",
      "constant limit > limit",
      "constant first > first",
      "constant second > second",
      "constant inner > inner",
      "constant renamed > renamed",
      "function run > run",
      "function run.nested",
      "interface Owner > Owner",
      "field Owner.name > name",
      "method Owner.greet > greet",
      "enum Kind > Kind Size",
      "constant Kind.Small > Small",
      "constant Kind.Large > Large",
      "variable plain > plain",
      "interface Window",
      "field Window.shelf",
      "module Stock > Stock",
      "function Stock.count > count",
      "function Stock.own",
      "constant default > default",
      "method default.run > run",
    ]
  `);
});

verifies("graph.typescript", "imports", async () => {
  const text = `/// <reference path="globals.d.ts" />
import a, { b, type C, d as e } from "./x";
import type { T } from "./t";
import * as ns from "./ns";
import "./side";
import old = require("./old");
export { q as r } from "./re";
export * from "./all";
export * as all from "./all";
export type { X } from "./x";
export { a, e as renamed };
type U = import("./types").V;
const { f, g: h } = await import("./lazy");
const whole = require("./whole"), part = require("./part").piece;
function later() { return require("./later"); }
new Worker(new URL("./worker.ts", import.meta.url));
`;
  const { imports } = await typescript.outline({ path: "a.ts", text });
  expect(
    imports.map(({ specifier, line, names, reexports, typeOnly, lazy }) =>
      [
        `${line} ${specifier}`,
        ...names.map(({ name, local }) => (name === local ? name : `${name}→${local}`)),
        ...(reexports ? ["reexports"] : []),
        ...(typeOnly ? ["type"] : []),
        ...(lazy ? ["lazy"] : []),
      ].join(" "),
    ),
  ).toMatchInlineSnapshot(`
    [
      "2 ./x default→a b C d→e",
      "3 ./t T type",
      "4 ./ns *→ns",
      "5 ./side",
      "6 ./old *→old",
      "7 ./re q→r reexports",
      "8 ./all * reexports",
      "9 ./all *→all reexports",
      "10 ./x X reexports type",
      "12 ./types V type",
      "13 ./lazy f g→h lazy",
      "14 ./whole *→whole",
      "14 ./part piece→part",
      "15 ./later *→ lazy",
      "16 ./worker.ts lazy",
      "1 ./globals.d.ts type",
      "2 ./x default→a d→renamed reexports",
    ]
  `);
});

verifies("graph.typescript", "uses of what is imported or defined, and members", async () => {
  const text = `import { Shelf, count } from "./shelf";
export function total(shelf: Shelf, other: Map<string, number>) {
  const { goods } = shelf;
  return count(goods.length, <Box size={count} />, console);
}
`;
  const { uses } = await tsx.outline({ path: "a.tsx", text });
  expect(uses.map(({ name, line, member }) => `${line} ${member ? "." : ""}${name}`)).toEqual([
    "2 Shelf",
    "3 .goods",
    "4 count",
    "4 .length",
    "4 .size",
    "4 count",
  ]);
});

verifies("graph.typescript", "modules of Node's older kind", async () => {
  const text = `const { a } = require("./a"), own = 1;
exports.first = function () {};
module.exports.second = 2;
module.exports = { own, other: a, third() {} };
`;
  const { definitions, imports } = await javascript.outline({ path: "a.cjs", text });
  expect({
    definitions: definitions.filter(({ exported }) => exported).map(({ name, exportedAs }) => [name, ...(exportedAs ?? [])].join(" ")),
    imports: imports.map(({ specifier, names, reexports }) => ({ specifier, names, reexports })),
  }).toMatchInlineSnapshot(`
    {
      "definitions": [
        "a other",
        "own",
        "first",
        "second",
        "exports",
        "third",
      ],
      "imports": [
        {
          "names": [
            {
              "local": "a",
              "name": "a",
            },
          ],
          "reexports": undefined,
          "specifier": "./a",
        },
        {
          "names": [
            {
              "local": "other",
              "name": "a",
            },
          ],
          "reexports": true,
          "specifier": "./a",
        },
      ],
    }
  `);
});

verifies("graph.typescript", "tests by what runners look for", () => {
  const tests = ["a.test.ts", "src/b.spec.tsx", "src/__tests__/c.js", "test/d.js", "e_test.mjs", "test/e2e/f.e2e.ts"];
  const others = ["test/helpers.ts", "test/index.js", "src/__tests__/fixtures/a.ts", "src/test.css", "src/latest.ts", "test/support/g.ts"];
  expect([tests.filter((path) => typescript.isTest!(path)), others.filter((path) => typescript.isTest!(path))]).toEqual([tests, []]);
});
