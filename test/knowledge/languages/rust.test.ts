import { expect } from "vitest";
import rust from "../../../src/knowledge/languages/rust.ts";
import { verifies } from "../../verifies.ts";
import { outlined } from "./outlined.ts";
import { projectOf } from "./project.ts";

verifies("languages.outline", "Rust", async () => {
  expect(await outlined(rust, "sample.rs")).toMatchInlineSnapshot(`
    "package #[path]
    import std at 2: fmt, io
    import std::io at 2: Write as Out
    import crate at 3: units (given on)
    import crate::units at 3: Unit, * (given on)
    import serde at 4: * as s
    import odd_name.rs at 7: * as odd
    import self::shelf at 8: * as shelf
    import crate::deep::er::Item::new at 33
    import super::Outer at 44
    import self::inline::deeper at 62: * as deeper
    import self::shelf at 68: Board
    record Stock* 11-14
    field goods* 12-12 in Stock
    field size 13-13 in Stock
    record Pair* 16-16
    enum Kind* 18-21
    constant Dry* 19-19 in Kind
    constant Cold* 20-20 in Kind
    field degrees* 20-20 in Cold
    interface Count* 23-28
    constant MAX* 24-24 in Count
    type Out* 25-25 in Count
    method count* 26-26 in Count
    method twice* 27-27 in Count
    type Out* 31-31
    method count* 32-36 in Stock
    method new* 40-42 in Stock
    method hidden 44-44 in Stock
    macro weigh* 47-49
    variable GLOBAL* 51-51
    constant LIMIT* 52-52
    type Alias* 53-53
    function outer* 55-58
    function inner 56-56 in outer
    module inline* 60-63
    function shown* 61-61 in inline
    module tests* 66-72
    function counts 71-71 in tests
    26: .Out
    30: Count Stock
    33: shelf .open .er .Item .new
    34: goods
    35: .kind Kind .Dry fmt .width goods
    39: Stock
    41: Stock .goods LIMIT size
    44: .size
    53: s .Value
    57: inner
    61: .outer
    71: Board .default outer"
  `);
});

verifies("languages.imports", "Rust, of a workspace with programs and tests", async () => {
  const { follow } = await projectOf(rust, {
    "Cargo.toml": '[workspace]\nmembers = ["shop", "units-of-old"]\n',
    "shop/Cargo.toml":
      '[package]\nname = "shop"\n[dependencies]\nmeasures = { package = "units-of-old", path = "../units-of-old" }\nserde = "1"\n',
    "shop/src/lib.rs":
      'mod stock;\npub mod deep;\nmod lost;\npub use stock::Stock;\nuse serde::de::Error;\nuse measures::weight::Kilo;\n#[path = "other/odd_name.rs"]\nmod odd;\nmod inline { mod inner; use super::stock::Stock; }\n',
    "shop/src/stock.rs":
      "use crate::deep::{er::Item, *};\nuse super::odd::Thing;\nuse crate::Stock as Own;\nmod shelf;\nuse shelf::Board;\nfn f() { crate::deep::er::run(); units_of_old::weigh(); }\nenum Kind { A }\nuse Kind::*;\n",
    "shop/src/stock/shelf.rs": "use super::super::deep;\nuse super::Stock;\nuse self::lost::Thing;\n",
    "shop/src/deep/mod.rs": "pub mod er;\nuse super::stock;\n",
    "shop/src/deep/er.rs": "use super::er;\nuse crate::inline::inner::X;\n",
    "shop/src/other/odd_name.rs": "",
    "shop/src/inline/inner.rs": "",
    "shop/src/bin/tool.rs": "mod helper;\nuse shop::stock::Stock;\nuse crate::helper::help;\n",
    "shop/src/bin/helper.rs": "",
    "shop/tests/stock.rs": "mod common;\nuse shop::deep::er;\nuse common::open;\n",
    "shop/tests/common/mod.rs": "use super::x;\n",
    "shop/stock.rs": "",
    "units-of-old/Cargo.toml": '[package]\nname = "units-of-old"\n[lib]\npath = "lib/units.rs"\n',
    "units-of-old/lib/units.rs": "mod weight;\n",
    "units-of-old/lib/weight.rs": "use crate::weight;\n",
  });
  const paths = [
    "shop/src/lib.rs",
    "shop/src/stock.rs",
    "shop/src/stock/shelf.rs",
    "shop/src/deep/mod.rs",
    "shop/src/deep/er.rs",
    "shop/src/bin/tool.rs",
    "shop/tests/stock.rs",
    "units-of-old/lib/units.rs",
  ];
  expect(Object.fromEntries(await Promise.all(paths.map(async (path) => [path, await follow(path)])))).toMatchInlineSnapshot(`
    {
      "shop/src/bin/tool.rs": [
        "self::helper -> shop/src/bin/helper.rs",
        "shop::stock -> shop/src/stock.rs",
        "crate::helper -> shop/src/bin/helper.rs",
      ],
      "shop/src/deep/er.rs": [
        "super -> shop/src/deep/er.rs",
        "crate::inline::inner -> shop/src/inline/inner.rs",
      ],
      "shop/src/deep/mod.rs": [
        "self::er -> shop/src/deep/er.rs",
        "super -> shop/src/stock.rs",
      ],
      "shop/src/lib.rs": [
        "self::stock -> shop/src/stock.rs",
        "self::deep -> shop/src/deep/mod.rs",
        "self::lost -> nothing",
        "stock -> shop/src/stock.rs",
        "serde::de -> (serde)",
        "measures::weight -> units-of-old/lib/weight.rs",
        "other/odd_name.rs -> shop/src/other/odd_name.rs",
        "self::inline::inner -> shop/src/inline/inner.rs",
        "self::stock -> shop/src/stock.rs",
      ],
      "shop/src/stock.rs": [
        "crate::deep::er -> shop/src/deep/er.rs",
        "crate::deep -> shop/src/deep/mod.rs",
        "super::odd -> shop/src/other/odd_name.rs",
        "crate -> shop/src/lib.rs",
        "self::shelf -> shop/src/stock/shelf.rs",
        "shelf -> shop/src/stock/shelf.rs",
        "crate::deep::er::run -> shop/src/deep/er.rs",
        "Kind -> nothing",
      ],
      "shop/src/stock/shelf.rs": [
        "super::super -> shop/src/deep/mod.rs",
        "super -> shop/src/stock.rs",
        "self::lost -> shop/src/stock/shelf.rs",
      ],
      "shop/tests/stock.rs": [
        "self::common -> shop/tests/common/mod.rs",
        "shop::deep -> shop/src/deep/er.rs",
        "common -> shop/tests/common/mod.rs",
      ],
      "units-of-old/lib/units.rs": [
        "self::weight -> units-of-old/lib/weight.rs",
      ],
    }
  `);
});

verifies("languages.imports", "Rust, with a manifest that cannot be read", async () => {
  const { follow } = await projectOf(rust, {
    "Cargo.toml": "[package\nname=",
    "src/main.rs": "mod a;\nuse crate::a::b;\n",
    "src/a.rs": "",
  });
  expect(await follow("src/main.rs")).toEqual(["self::a -> src/a.rs", "crate::a -> src/a.rs"]);
});

verifies("languages.tests", "Rust", () => {
  const paths = [
    "tests/stock.rs",
    "shop/tests/deep/main.rs",
    "src/stock/tests.rs",
    "src/stock_test.rs",
    "tests/common/mod.rs",
    "src/latest.rs",
  ];
  expect(paths.filter((path) => rust.isTest!(path))).toEqual(paths.slice(0, 4));
});
