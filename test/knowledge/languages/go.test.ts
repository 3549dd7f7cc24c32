import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { expect } from "vitest";
import go from "../../../src/knowledge/languages/go.ts";
import { verifies } from "../../verifies.ts";
import { goPackages } from "./go-packages.ts";
import { outlined } from "./outlined.ts";
import { projectOf } from "./project.ts";
import { compare, projectIn } from "./real-tree.ts";

verifies("languages.outline", "Go", async () => {
  expect(await outlined(go, "sample.go")).toMatchInlineSnapshot(`
    "package go (stock)
    import fmt at 5: * as fmt
    import math at 6: *
    import embed at 7
    import example.com/shop/payments at 9: * as pay
    import gopkg.in/yaml.v3 at 10: * as yaml
    import example.com/shop/units/v2 at 13: * as units
    constant Limit* 16-16
    constant floor* 16-16
    constant Last* 17-17
    variable x* 20-22
    variable Table* 20-20
    record Shelf* 24-29
    field Goods* 25-25 in Shelf
    field Waste* 25-25 in Shelf
    field size* 28-28 in Shelf
    field Width* 28-28 in size
    interface Counter* 32-35
    method Count* 33-33 in Counter
    type ID* 36-36
    type fn* 37-37
    method Add* 41-55 in Shelf
    method String* 57-57
    function open* 59-59
    20: Shelf
    21: .Goods x
    26: Base
    27: units .Unit
    34: fmt .Stringer
    41: Shelf
    42: .items
    43: fmt .Println Sqrt
    45: Shelf .Goods Limit .size floor
    46: fn
    47: pay .Due
    48: yaml .Unmarshal
    57: Other open .ID
    59: ID Counter"
  `);
});

verifies("languages.outline", "Go, a package is a folder's files with one name", async () => {
  const text = {
    "stock/a.go": "package stock",
    "stock/a_test.go": "package stock_test",
    "cmd/a.go": "package main",
    "a.go": "package main",
  };
  const packages = await Promise.all(
    Object.entries(text).map(async ([path, source]) => (await go.outline({ path, text: source })).package),
  );
  expect(packages).toEqual(["stock", "stock (stock_test)", "cmd (main)", ". (main)"]);
});

verifies("languages.imports", "Go, of modules that replace, hold and vendor others", async () => {
  const imports = (name: string, ...paths: string[]) => `package ${name}\nimport (\n${paths.map((path) => `"${path}"\n`).join("")})\n`;
  const { follow } = await projectOf(go, {
    "go.mod":
      "module example.com/shop // the shop\n\nrequire (\n\tgithub.com/a/b/v2 v2.0.0\n)\nreplace github.com/c/fork v1.0.0 => ./third/fork\n",
    "main.go": imports(
      "main",
      "fmt",
      "example.com/shop/stock",
      "example.com/shop/tools",
      "example.com/shop/tools/gen",
      "example.com/shop/lost",
      "example.com/shopping",
      "github.com/a/b/v2/deep",
      "github.com/c/fork/part",
      "github.com/d/vendored",
      "C",
    ),
    "stock/stock.go": imports("stock", "example.com/shop"),
    "stock/more.go": "package stock",
    "stock/stock_test.go": imports("stock_test", "example.com/shop/stock"),
    "stock/gen.go": "//go:build ignore\n\npackage main",
    "tools/go.mod": "module example.com/shop/tools",
    "tools/tools.go": "package tools",
    "tools/gen/gen.go": imports("gen", "example.com/shop/stock", "./sub"),
    "tools/gen/sub/sub.go": "package sub",
    "third/fork/part/part.go": "package part",
    "vendor/github.com/d/vendored/v.go": "package vendored",
    "stock/testdata/go.mod": "module example.com/shop",
    "stock/testdata/stock/stock.go": "package stock",
    "stock/testdata/x.go": imports("x", "example.com/shop/stock"),
  });
  const paths = ["main.go", "stock/stock.go", "stock/stock_test.go", "tools/gen/gen.go", "stock/testdata/x.go"];
  expect(Object.fromEntries(await Promise.all(paths.map(async (path) => [path, await follow(path)])))).toMatchInlineSnapshot(`
    {
      "main.go": [
        "fmt -> (fmt)",
        "example.com/shop/stock -> stock/stock.go stock/more.go",
        "example.com/shop/tools -> tools/tools.go",
        "example.com/shop/tools/gen -> tools/gen/gen.go",
        "example.com/shop/lost -> nothing",
        "example.com/shopping -> (example.com/shopping)",
        "github.com/a/b/v2/deep -> (github.com/a/b/v2)",
        "github.com/c/fork/part -> third/fork/part/part.go",
        "github.com/d/vendored -> vendor/github.com/d/vendored/v.go",
        "C -> (C)",
      ],
      "stock/stock.go": [
        "example.com/shop -> nothing",
      ],
      "stock/stock_test.go": [
        "example.com/shop/stock -> stock/stock.go stock/more.go",
      ],
      "stock/testdata/x.go": [
        "example.com/shop/stock -> stock/testdata/stock/stock.go",
      ],
      "tools/gen/gen.go": [
        "example.com/shop/stock -> stock/stock.go stock/more.go",
        "./sub -> tools/gen/sub/sub.go",
      ],
    }
  `);
});

verifies("languages.go-imports", "the go command's own sources", async () => {
  const root = join(execFileSync("go", ["env", "GOROOT"], { encoding: "utf8" }).trim(), "src/cmd");
  const packages = goPackages(root, ["./go/..."]);
  const resolver = go.resolver!(projectIn(root));
  const found: Record<string, string[]> = {};
  for (const { folder, files } of packages) {
    const targets = new Set<string>();
    for (const path of files.map((file) => posix.join(folder, file))) {
      const { imports } = await go.outline({ path, text: readFileSync(join(root, path), "utf8") });
      for (const target of imports.map((imported) => resolver.resolve(imported, path)))
        if (target !== undefined && "files" in target) targets.add(posix.dirname(target.files[0]!));
    }
    found[folder] = [...targets];
  }
  const { edges, precision, recall } = compare(found, Object.fromEntries(packages.map(({ folder, imports }) => [folder, imports])));
  expect({ many: edges > 200, precise: precision >= 0.97, complete: recall >= 0.97 }).toEqual({
    many: true,
    precise: true,
    complete: true,
  });
});

verifies("languages.tests", "Go", () => {
  expect(["stock/stock_test.go", "stock/test.go", "_test.go"].filter((path) => go.isTest!(path))).toEqual([
    "stock/stock_test.go",
    "_test.go",
  ]);
});
