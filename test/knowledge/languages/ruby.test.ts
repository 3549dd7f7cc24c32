import { expect } from "vitest";
import ruby from "../../../src/knowledge/languages/ruby.ts";
import { verifies } from "../../verifies.ts";
import { outlined } from "./outlined.ts";
import { projectOf } from "./project.ts";

verifies("languages.outline", "Ruby", async () => {
  expect(await outlined(ruby, "shelf.rb")).toMatchInlineSnapshot(`
    "import json at 1
    import ../lib/stock at 2
    import tasks.rb at 3
    import shop/unit at 4: Unit (lazy)
    import Board at 6: * as Board (lazy)
    import Count at 7: * as Count (lazy)
    import Acme::Units::KILO at 20: * as Acme::Units::KILO (lazy)
    import Acme::Shop at 30: * as Acme::Shop (lazy)
    import RSpec at 31: * as RSpec (lazy)
    import Acme::Shelf at 31: * as Acme::Shelf (lazy)
    module Acme* 5-28
    class Shelf* 6-27 in Acme
    constant LIMIT* 8-8 in Shelf
    field goods* 9-9 in Shelf
    field size* 9-9 in Shelf
    method initialize* 11-13 in Shelf
    method open* 14-14 in Shelf
    method build* 16-16 in Shelf
    method hidden?* 19-21 in Shelf
    method also* 22-22 in Shelf
    method old* 23-23 in Shelf
    method a* 24-24 in Shelf
    method dyn* 25-25 in Shelf
    method active* 26-26 in Shelf
    constant Point* 29-29
    1: require
    2: require_relative
    3: load
    4: autoload
    6: Shop Board
    7: include Count
    9: attr_accessor
    14: File .open new .read
    18: private
    20: Acme .Units .KILO .weigh
    22: private
    23: new
    24: alias_method
    25: define_method
    26: scope where
    29: Struct .new
    30: Acme .Shop .new
    31: RSpec .describe Acme .Shelf
    32: it
    33: expect .goods .size .to eq LIMIT"
  `);
});

verifies("languages.imports", "Ruby, what is required", async () => {
  const { follow } = await projectOf(ruby, {
    "lib/acme.rb":
      'require "json"\nrequire "acme/shelf"\nrequire_relative "acme/board"\nrequire_relative "./lost"\nautoload :Unit, "acme/unit"\nload "Rakefile.rb"\n',
    "lib/acme/shelf.rb": "",
    "lib/acme/board.rb": "",
    "lib/acme/unit.rb": "",
    "lib/json/acme/shelf.rb": "",
    "docs/acme/shelf.rb": "",
    "spec/acme_spec.rb": 'require "spec_helper"\nrequire "acme"\n',
    "spec/spec_helper.rb": "",
  });
  expect(await follow("lib/acme.rb")).toMatchInlineSnapshot(`
    [
      "json -> (json)",
      "acme/shelf -> lib/acme/shelf.rb",
      "./acme/board -> lib/acme/board.rb",
      "./lost -> nothing",
      "acme/unit -> lib/acme/unit.rb",
      "Rakefile.rb -> (Rakefile.rb)",
    ]
  `);
  expect(await follow("spec/acme_spec.rb")).toEqual(["spec_helper -> spec/spec_helper.rb", "acme -> lib/acme.rb"]);
});

verifies("languages.imports", "Ruby, constants that load their files by name", async () => {
  const { follow } = await projectOf(ruby, {
    "app/models/shop/shelf.rb":
      "module Shop\n  class Shelf < ApplicationRecord\n    def go\n      Item.new(Unit::KILO, HTTPClient.new, Shop::Unit, ::Order, String, Missing, Tagged)\n    end\n  end\nend\n",
    "app/models/shop/shelf/item.rb": "",
    "app/models/shop/unit.rb": "",
    "app/models/unit.rb": "",
    "app/models/application_record.rb": "",
    "app/models/order.rb": "",
    "app/models/concerns/tagged.rb": "",
    "app/clients/http_client.rb": "",
    "docs/missing.rb": "",
    "app/models/string.rb": "",
  });
  expect(await follow("app/models/shop/shelf.rb")).toMatchInlineSnapshot(`
    [
      "ApplicationRecord -> app/models/application_record.rb",
      "Item -> app/models/shop/shelf/item.rb",
      "Unit::KILO -> app/models/shop/unit.rb",
      "HTTPClient -> app/clients/http_client.rb",
      "Shop::Unit -> app/models/shop/unit.rb",
      "Order -> app/models/order.rb",
      "Missing -> (Missing)",
      "Tagged -> app/models/concerns/tagged.rb",
    ]
  `);
});

verifies("languages.tests", "Ruby", () => {
  const paths = ["spec/shelf_spec.rb", "test/shelf_test.rb", "test/test_shelf.rb", "lib/latest.rb", "spec/spec_helper.rb"];
  expect(paths.filter((path) => ruby.isTest!(path))).toEqual(paths.slice(0, 3));
});
