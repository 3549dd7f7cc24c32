import { expect } from "vitest";
import json from "../../../src/knowledge/languages/json.ts";
import { verifies } from "../../verifies.ts";
import { outlined } from "./outlined.ts";
import { projectOf } from "./project.ts";

verifies("languages.outline", "JSON", async () => {
  expect(await outlined(json, "schema.json")).toMatchInlineSnapshot(`
    "import ./base at 3
    import ./unit.json#/definitions/kilo at 5
    key $schema* 2-2
    key extends* 3-3
    key properties* 4-8
    key definitions* 9-9"
  `);
});

verifies("languages.imports", "JSON", async () => {
  const { follow } = await projectOf(json, {
    "api/a.json":
      '{"x": {"$ref": "b.json#/y"}, "y": {"$ref": "../c.json"}, "z": {"$ref": "#/y"}, "extends": "./base", "w": {"$ref": "lost.json"}}',
    "api/b.json": "{}",
    "b.json": "{}",
    "c.json": "{}",
    "api/base.json": "{}",
  });
  expect(await follow("api/a.json")).toMatchInlineSnapshot(`
    [
      "b.json#/y -> api/b.json",
      "../c.json -> c.json",
      "./base -> api/base.json",
      "lost.json -> nothing",
    ]
  `);
});
