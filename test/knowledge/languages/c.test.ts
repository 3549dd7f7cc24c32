import { expect } from "vitest";
import c from "../../../src/knowledge/languages/c.ts";
import cpp from "../../../src/knowledge/languages/cpp.ts";
import { verifies } from "../../verifies.ts";
import { outlined, shown } from "./outlined.ts";
import { projectOf } from "./project.ts";

verifies("languages.outline", "C", async () => {
  expect(await outlined(c, "stock.c")).toMatchInlineSnapshot(`
    "import stdio.h at 1
    import stock.h at 2
    macro LIMIT* 4-4
    macro WEIGH* 5-6
    record shelf* 8-13
    field goods* 9-9 in shelf
    field waste* 9-9 in shelf
    record inner* 10-10 in shelf
    field width* 10-10 in inner
    field in* 10-10 in shelf
    field changed* 11-11 in shelf
    field name* 12-12 in shelf
    record pair_t* 14-14
    type pair_p* 14-14
    field x* 14-14 in pair_p
    type counter_fn* 15-15
    enum kind* 16-16
    constant DRY* 16-16 in kind
    constant COLD* 16-16 in kind
    record either* 17-17
    field a* 17-17 in either
    variable table* 20-20
    variable other* 20-20
    variable names 21-21
    function add 24-31
    function main* 33-37
    function debug_only* 40-40
    3: CONFIG_HEADER
    12: LIMIT
    22: shelf
    24: shelf pair_t
    25: .x
    26: shelf .goods LIMIT
    27: other forward shelf
    34: shelf .goods .name names
    35: counter_fn weigh_all
    36: WEIGH .goods
    39: DEBUG
    40: table"
  `);
});

verifies("languages.outline", "C, a header's declarations are what it gives", async () => {
  expect(await outlined(c, "stock.h")).toMatchInlineSnapshot(`
    "import units.h at 3
    type shelf_t* 6-6
    variable counted* 7-7
    function forward* 9-9
    function name_of* 10-10
    function other_name* 10-10
    function half* 11-11
    1: STOCK_H
    10: shelf_t"
  `);
});

verifies("languages.outline", "C++", async () => {
  expect(await outlined(cpp, "shelf.cpp")).toMatchInlineSnapshot(`
    "import vector at 1
    import stock/shelf.hpp at 2
    class Shelf* 8-26
    method Shelf* 10-10 in Shelf
    method ~Shelf* 11-11 in Shelf
    method count* 12-12 in Shelf
    method twice* 13-13 in Shelf
    field LIMIT* 14-14 in Shelf
    method operator==* 15-15 in Shelf
    enum Kind* 16-16 in Shelf
    constant Dry* 16-16 in Kind
    constant Cold* 16-16 in Kind
    type value* 17-17 in Shelf
    method as* 18-18 in Shelf
    field goods_* 21-21 in Shelf
    field more_* 21-21 in Shelf
    method count* 28-31 in Shelf
    type Countable* 33-33
    function hidden* 36-36
    method go* 40-44 in Shelf
    type Alias* 46-46
    function defined* 49-49
    6: acme .Units
    8: Board Count
    11: Shelf
    13: goods_ .max
    15: Shelf
    21: std vector
    24: Node
    25: Keeper
    28: Shelf
    29: std .move goods_
    30: .size
    40: acme Shelf Item
    41: .all .run
    43: .global"
  `);
});

verifies("languages.outline", "C++, a header that ends like one of C", async () => {
  const text = "#pragma once\nnamespace acme {\nclass Shelf {\n public:\n  int count();\n};\nint weigh(Shelf& shelf);\n}\n";
  expect(shown(await c.outline({ path: "shelf.h", text }))).toMatchInlineSnapshot(`
    "class Shelf* 3-6
    method count* 5-5 in Shelf
    function weigh* 7-7
    7: Shelf"
  `);
});

verifies("languages.imports", "C and C++", async () => {
  const { follow } = await projectOf(c, {
    "src/main.c":
      '#include <stdio.h>\n#include "main.h"\n#include "stock.h"\n#include "stock/shelf.h"\n#include <acme/units.h>\n#include "../lib/odd.h"\n#include <vector>\n#include "lost.h"\n#include "config.h" /* here */\n',
    "src/main.h": '#include "main.h"\n',
    "src/stock/stock.h": "",
    "src/stock/shelf.h": "",
    "old/stock/shelf.h": "",
    "old/stock.h": "",
    "include/acme/units.h": "",
    "include/units.h": "",
    "lib/odd.h": "",
    "compat/stdio.h": "",
    "docs/lost.h.txt": "",
    "a/config.h": "",
    "src/config.h": "",
  });
  expect(await follow("src/main.c")).toMatchInlineSnapshot(`
    [
      "stdio.h -> (stdio.h)",
      "main.h -> src/main.h",
      "stock.h -> src/stock/stock.h",
      "stock/shelf.h -> src/stock/shelf.h",
      "acme/units.h -> include/acme/units.h",
      "../lib/odd.h -> lib/odd.h",
      "vector -> (vector)",
      "lost.h -> (lost.h)",
      "config.h -> src/config.h",
    ]
  `);
  expect(await follow("src/main.h")).toEqual(["main.h -> (main.h)"]);
});

verifies("languages.tests", "C and C++", () => {
  const paths = [
    "test_stock.c",
    "src/stock_test.cc",
    "src/stock_unittest.cpp",
    "src/ShelfTest.cpp",
    "tests/deep/stock.c",
    "tests/stock.h",
    "src/latest.c",
  ];
  expect(paths.filter((path) => cpp.isTest!(path))).toEqual(paths.slice(0, 5));
});
