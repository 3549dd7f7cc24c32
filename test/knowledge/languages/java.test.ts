import { expect } from "vitest";
import java from "../../../src/knowledge/languages/java.ts";
import { verifies } from "../../verifies.ts";
import { outlined } from "./outlined.ts";
import { projectOf } from "./project.ts";

verifies("languages.outline", "Java", async () => {
  expect(await outlined(java, "Shelf.java")).toMatchInlineSnapshot(`
    "package com.acme.stock
    import java.util at 3: *
    import com.acme.Units at 4: KILO
    import com.acme.Limits at 5: *
    import com.acme.Outer at 6: Inner
    class Shelf* 10-49
    field LIMIT 11-11 in Shelf
    field MORE 11-11 in Shelf
    field goods* 12-12 in Shelf
    method Shelf* 17-19 in Shelf
    method add* 21-29 in Shelf
    record Pair* 31-31 in Shelf
    field x* 31-31 in Pair
    field y* 31-31 in Pair
    enum Kind* 33-39 in Shelf
    constant DRY* 34-34 in Kind
    constant COLD* 35-37 in Kind
    method cool* 36-36 in COLD
    field degrees 38-38 in Kind
    interface Board* 41-44 in Shelf
    constant WIDTH* 42-42 in Board
    method measure* 43-43 in Board
    class Hidden 46-48 in Shelf
    method shown 47-47 in Hidden
    interface Keep* 51-53
    method value* 52-52 in Keep
    9: Keep .value Item
    10: Base Board Count a .b .Other
    11: KILO
    12: Map String
    14: register LIMIT
    18: .goods HashMap
    21: Overflow
    22: Item items .go
    23: var Units .GRAM .of LIMIT
    24: Reader open
    25: Broken
    27: goods .values .forEach .run
    28: Runnable Inner .stop
    31: String
    52: Class Object"
  `);
});

verifies("languages.imports", "Java", async () => {
  const type = (name: string, ...imports: string[]) => `package ${name};\n${imports.map((path) => `import ${path};\n`).join("")}class X {}`;
  const { follow } = await projectOf(java, {
    "shop/src/main/java/com/acme/shop/Main.java": type(
      "com.acme.shop",
      "java.util.List",
      "com.acme.stock.Shelf",
      "com.acme.stock.Shelf.Kind",
      "com.acme.stock.*",
      "static com.acme.Units.KILO",
      "static com.acme.Units.*",
      "com.acme.stock.Generated",
      "com.acme.other.Thing",
      "org.shelf.Shelf",
    ),
    "shop/src/main/java/com/acme/Units.java": type("com.acme"),
    "stock/src/main/java/com/acme/stock/Shelf.java": type("com.acme.stock"),
    "stock/src/main/java/com/acme/stock/Board.java": type("com.acme.stock"),
    "stock/src/test/java/com/acme/stock/ShelfTest.java": type("com.acme.stock", "com.acme.shop.Main"),
    "old/com/acme/old/Shelf.java": type("com.acme.old"),
    "old/Shelf.java": "class Shelf {}",
  });
  expect(await follow("shop/src/main/java/com/acme/shop/Main.java")).toMatchInlineSnapshot(`
    [
      "java.util -> (java.util)",
      "com.acme.stock -> stock/src/main/java/com/acme/stock/Shelf.java",
      "com.acme.stock.Shelf -> stock/src/main/java/com/acme/stock/Shelf.java",
      "com.acme.stock -> stock/src/main/java/com/acme/stock/Shelf.java stock/src/main/java/com/acme/stock/Board.java",
      "com.acme.Units -> shop/src/main/java/com/acme/Units.java",
      "com.acme.Units -> shop/src/main/java/com/acme/Units.java",
      "com.acme.stock -> nothing",
      "com.acme.other -> (com.acme.other)",
      "org.shelf -> (org.shelf)",
    ]
  `);
  expect(await follow("stock/src/test/java/com/acme/stock/ShelfTest.java")).toEqual([
    "com.acme.shop -> shop/src/main/java/com/acme/shop/Main.java",
  ]);
});

verifies("languages.tests", "Java", () => {
  const paths = [
    "a/ShelfTest.java",
    "a/TestShelf.java",
    "a/ShelfTests.java",
    "a/ShelfIT.java",
    "a/Testing/Shelf.java",
    "a/Latest.java",
    "a/Unit.java",
  ];
  expect(paths.filter((path) => java.isTest!(path))).toEqual(paths.slice(0, 4));
});
