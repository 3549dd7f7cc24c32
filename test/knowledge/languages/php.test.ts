import { expect } from "vitest";
import php from "../../../src/knowledge/languages/php.ts";
import { verifies } from "../../verifies.ts";
import { outlined } from "./outlined.ts";
import { projectOf } from "./project.ts";

verifies("languages.outline", "PHP", async () => {
  expect(await outlined(php, "shop.php")).toMatchInlineSnapshot(`
    "package Acme\\Shop
    import Acme\\Stock at 4: Shelf as Board
    import Acme\\Stock at 5: Item
    import Acme\\Stock\\Deep at 5: Thing as T
    import Acme at 6: weigh
    import Acme at 7: LIMIT
    import ./../lib/helpers.php at 8
    import other.php at 9
    constant TOP* 10-10
    constant OLD* 11-11
    function open* 12-12
    class Shop* 13-19
    constant WIDTH* 15-15 in Shop
    field goods 16-16 in Shop
    field more 16-16 in Shop
    method __construct* 17-17 in Shop
    field item 17-17 in __construct
    method m* 18-18 in Shop
    interface I* 20-20
    method n* 20-20 in I
    class Counts* 21-21
    enum Kind* 22-22
    constant Dry* 22-22 in Kind
    constant X* 22-22 in Kind
    11: define
    12: Item Board Board TOP
    13: Board Count Countable
    14: Counts
    17: Item .goods .WIDTH .go weigh .goods Static1"
  `);
});

verifies("languages.imports", "PHP", async () => {
  const { follow } = await projectOf(php, {
    "composer.json": JSON.stringify({
      autoload: { "psr-4": { "Acme\\": "src/", "Acme\\Old\\": ["legacy/", "older/"] } },
      "autoload-dev": { "psr-4": { "Acme\\Tests\\": "tests" } },
    }),
    "src/Shop.php":
      "<?php\nnamespace Acme;\nuse Acme\\Stock\\{Shelf, Board as B};\nuse Acme\\Old\\Thing;\nuse Symfony\\Console\\Command;\nuse function Acme\\weigh;\nuse Acme\\Stock\\Lost;\nuse Loose\\Class1;\nuse DateTime;\nrequire __DIR__ . '/../lib/helpers.php';\nrequire_once 'config.php';\ninclude $dynamic . '.php';\nnew \\Acme\\Tests\\ShopTest();\n",
    "src/Stock/Shelf.php": "<?php\nnamespace Acme\\Stock;\nclass Shelf {}",
    "src/Stock/Board.php": "<?php\nnamespace Acme\\Stock;\nclass Board {}",
    "src/functions.php": "<?php\nnamespace Acme;\nfunction weigh() {}",
    "older/Thing.php": "<?php\nnamespace Acme\\Old;\nclass Thing {}",
    "other/Shelf.php": "<?php\nnamespace Other;\nclass Shelf {}",
    "loose/Class1.php": "<?php\nnamespace Loose;\nclass Class1 {}",
    "tests/ShopTest.php": "<?php\nnamespace Acme\\Tests;\nuse Acme\\Shop;\n",
    "lib/helpers.php": "<?php",
    "config.php": "<?php",
  });
  expect(await follow("src/Shop.php")).toMatchInlineSnapshot(`
    [
      "Acme\\Stock -> src/Stock/Shelf.php src/Stock/Board.php",
      "Acme\\Old -> older/Thing.php",
      "Symfony\\Console -> (Symfony\\Console)",
      "Acme -> src/functions.php",
      "Acme\\Stock -> nothing",
      "Loose -> loose/Class1.php",
      "\\ -> (DateTime)",
      "./../lib/helpers.php -> lib/helpers.php",
      "config.php -> config.php",
      "Acme\\Tests -> tests/ShopTest.php",
    ]
  `);
  expect(await follow("tests/ShopTest.php")).toEqual(["Acme -> src/Shop.php"]);
});

verifies("languages.imports", "PHP, with a manifest that cannot be read", async () => {
  const { follow } = await projectOf(php, {
    "composer.json": '{"autoload": [',
    "a.php": "<?php\nuse Acme\\Shelf;\n",
    "Shelf.php": "<?php namespace Acme; class Shelf {}",
  });
  expect(await follow("a.php")).toEqual(["Acme -> Shelf.php"]);
});

verifies("languages.tests", "PHP", () => {
  const paths = ["tests/ShopTest.php", "tests/ShopCest.php", "tests/a.phpt", "src/Latest.php", "tests/Helper.php"];
  expect(paths.filter((path) => php.isTest!(path))).toEqual(paths.slice(0, 3));
});
