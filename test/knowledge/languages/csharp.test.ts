import { expect } from "vitest";
import csharp from "../../../src/knowledge/languages/csharp.ts";
import { verifies } from "../../verifies.ts";
import { outlined } from "./outlined.ts";
import { projectOf } from "./project.ts";

verifies("languages.outline", "C#", async () => {
  expect(await outlined(csharp, "Shelf.cs")).toMatchInlineSnapshot(`
    "package Acme.Shop
    import System.Text at 1: *
    import Acme.Units at 2: *
    import Acme.Long at 3: Thing as Item
    import Acme.Stock at 4: *
    class Shelf* 10-39
    field limit 12-12 in Shelf
    field more 12-12 in Shelf
    field Width* 13-13 in Shelf
    field Goods* 14-14 in Shelf
    field Changed* 15-15 in Shelf
    method Shelf* 17-17 in Shelf
    method Add* 19-29 in Shelf
    function Inner 27-27 in Add
    method Hidden 31-31 in Shelf
    record Pair* 33-33 in Shelf
    field X* 33-33 in Pair
    field Y* 33-33 in Pair
    enum Kind* 34-34 in Shelf
    constant Dry* 34-34 in Kind
    constant Cold* 34-34 in Kind
    interface INested 35-35 in Shelf
    method Count 35-35 in INested
    record Size* 36-36 in Shelf
    field Depth* 36-36 in Size
    type Handler* 37-37 in Shelf
    class Extensions* 41-44
    method First* 43-43 in Extensions
    9: Keep Name
    10: Board ICount Base
    15: Handler
    17: .limit
    19: Obsolete
    21: Limit
    22: items .Go
    23: Units .Kilo .Of .Weigh
    24: items .Select .Goods
    25: Thing Check
    26: Pair .X .Y nameof Goods
    27: more
    28: Changed OnChanged
    38: Shelf Shelf
    43: Item Shelf Item .Items"
  `);
});

verifies("languages.outline", "C#, namespaces with a body", async () => {
  const { package: name, definitions } = await csharp.outline({
    path: "a.cs",
    text: "namespace A.B { class C { class D {} } }\nnamespace E { class F {} }\n",
  });
  expect([name, ...definitions.map((one) => one.name)]).toEqual(["A.B", "C", "D", "F"]);
});

verifies("languages.imports", "C#", async () => {
  const { follow } = await projectOf(csharp, {
    "Shop/Main.cs":
      "using System;\nusing Acme.Stock;\nusing static Acme.Units;\nusing Item = Acme.Stock.Shelf;\nusing S = Acme.Stock;\nusing Acme;\nusing global::Acme.Shop;\nusing (var x = open()) {}\nnamespace Acme.Shop;\n",
    "Shop/Other.cs": "namespace Acme.Shop;",
    "Stock/Shelf.cs": "namespace Acme.Stock { partial class Shelf {} }",
    "Stock/Shelf.Designer.cs": "namespace Acme.Stock { partial class Shelf {} }",
    "Stock/Board.cs": "namespace Acme.Stock { class Board {} }",
    "Stock/Units.cs": "namespace Acme { class Units {} }",
    "Other/Shelf.cs": "namespace Other { class Shelf {} }",
  });
  expect(await follow("Shop/Main.cs")).toMatchInlineSnapshot(`
    [
      "System -> (System)",
      "Acme.Stock -> Stock/Shelf.cs Stock/Shelf.Designer.cs Stock/Board.cs",
      "Acme.Units -> Stock/Units.cs",
      "Acme.Stock -> Stock/Shelf.cs Stock/Shelf.Designer.cs",
      "Acme -> Stock/Shelf.cs Stock/Shelf.Designer.cs Stock/Board.cs",
      "Acme -> Stock/Units.cs",
      "Acme.Shop -> Shop/Other.cs",
    ]
  `);
});

verifies("languages.tests", "C#", () => {
  const paths = [
    "Shop/ShelfTests.cs",
    "Shop/ShelfTest.cs",
    "Shop.Tests/Helper.cs",
    "Shop.UnitTests/A/B.cs",
    "Shop/Latest.cs",
    "Contests/A.cs",
  ];
  expect(paths.filter((path) => csharp.isTest!(path))).toEqual(paths.slice(0, 4));
});
