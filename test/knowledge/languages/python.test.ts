import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect } from "vitest";
import python from "../../../src/knowledge/languages/python.ts";
import { verifies } from "../../verifies.ts";
import { outlined } from "./outlined.ts";
import { projectOf } from "./project.ts";
import { compare, type Edges, edgesOf } from "./real-tree.ts";

verifies("languages.outline", "Python", async () => {
  expect(await outlined(python, "sample.py")).toMatchInlineSnapshot(`
    "import os.path at 4: * as os
    import numpy at 5: * as np
    import json at 5: * as json
    import typing at 6: TYPE_CHECKING, Final as Fixed
    import . at 11: prices
    import ..core.units at 12: * (given on)
    import .shelves at 13: Shelf as _Shelf, find_shelf (given on)
    import .orders at 16: Order (for types)
    import fast_json at 23: * as fast_json
    import . at 43: scales (lazy)
    import plugins.stock at 52 (lazy)
    variable __all__ 18-18
    variable LIMIT* 20-20
    variable low 21-21
    variable high 21-21
    variable dumps 24-24
    variable dumps 26-26
    type Count 28-28
    class Stock* 32-48
    field unit* 33-33 in Stock
    field goods* 34-34 in Stock
    method __init__* 36-38 in Stock
    field shelf* 37-37 in Stock
    method total* 41-45 in Stock
    function weigh 42-44 in total
    method _hidden 47-48 in Stock
    function open_stock 51-54
    15: TYPE_CHECKING
    20: Fixed
    21: LIMIT
    24: fast_json .dumps
    25: ImportError
    26: json .dumps
    28: int
    31: prices .cached
    32: _Shelf .metaclass Meta
    34: dict str int
    36: Order int LIMIT
    38: find_shelf
    40: property
    41: Count
    44: scales .weigh tonne
    45: sum weigh .goods .count low
    48: np .zeros .limit LIMIT
    52: __import__
    53: open os .path .join
    54: Stock json .load .self Stock"
  `);
});

verifies("languages.imports", "Python, of a package in a source folder", async () => {
  const { follow } = await projectOf(python, {
    "pyproject.toml": "",
    "src/shop/__init__.py": "from .stock import Stock\nfrom . import prices, json as own_json\n",
    "src/shop/stock.py":
      "import json\nimport shop.prices\nfrom shop import prices, Stock, lost\nfrom .. import elsewhere\nfrom . import units\n",
    "src/shop/prices.py": "from .deep.er import x\nfrom shop.deep import er, other\nimport shop.lost\nimport shops\n",
    "src/shop/json.py": "import json\n",
    "src/shop/units.pyi": "",
    "src/shop/deep/er.py": "from ..stock import *\nfrom ... import beyond\n",
    "tests/test_stock.py": "import shop\nimport helpers\nfrom shop.stock import Stock as S\nimport yaml\nfrom tests import helpers\n",
    "tests/helpers.py": "",
    "helpers.py": "",
    "stock.py": "",
    "packages/api/setup.py": "",
    "packages/api/api/__init__.py": "import importlib\nplugin = importlib.import_module('api.plugins')\n",
    "packages/api/api/plugins/__init__.py": "import shop.stock, api\n",
    "vendor/yaml/__init__.py": "",
  });
  const paths = [
    "src/shop/__init__.py",
    "src/shop/stock.py",
    "src/shop/prices.py",
    "src/shop/json.py",
    "src/shop/deep/er.py",
    "tests/test_stock.py",
    "packages/api/api/__init__.py",
    "packages/api/api/plugins/__init__.py",
  ];
  expect(Object.fromEntries(await Promise.all(paths.map(async (path) => [path, await follow(path)])))).toMatchInlineSnapshot(`
    {
      "packages/api/api/__init__.py": [
        "importlib -> (importlib)",
        "api.plugins -> packages/api/api/plugins/__init__.py",
      ],
      "packages/api/api/plugins/__init__.py": [
        "shop.stock -> src/shop/stock.py",
        "api -> packages/api/api/__init__.py",
      ],
      "src/shop/__init__.py": [
        ".stock -> src/shop/stock.py",
        ". -> src/shop/prices.py src/shop/json.py",
      ],
      "src/shop/deep/er.py": [
        "..stock -> src/shop/stock.py",
        "... -> nothing",
      ],
      "src/shop/json.py": [
        "json -> (json)",
      ],
      "src/shop/prices.py": [
        ".deep.er -> src/shop/deep/er.py",
        "shop.deep -> src/shop/deep/er.py",
        "shop.lost -> nothing",
        "shops -> (shops)",
      ],
      "src/shop/stock.py": [
        "json -> (json)",
        "shop.prices -> src/shop/prices.py",
        "shop -> src/shop/prices.py src/shop/__init__.py",
        ".. -> nothing",
        ". -> src/shop/units.pyi",
      ],
      "tests/test_stock.py": [
        "shop -> src/shop/__init__.py",
        "helpers -> tests/helpers.py",
        "shop.stock -> src/shop/stock.py",
        "yaml -> (yaml)",
        "tests -> tests/helpers.py",
      ],
    }
  `);
});

verifies("languages.python-imports", "the standard library's packages", async () => {
  const root = execFileSync(
    "python3",
    ["-c", "import json, os; print(os.path.dirname(os.path.dirname(os.path.realpath(json.__file__))))"],
    { encoding: "utf8" },
  ).trim();
  const asked = execFileSync(
    "python3",
    [join(import.meta.dirname, "python-edges.py"), root, "asyncio", "email", "json", "logging", "unittest", "xml"],
    { encoding: "utf8" },
  );
  const right = JSON.parse(asked) as Edges;
  const { edges, precision, recall } = compare(await edgesOf(python, { root, files: Object.keys(right) }), right);
  expect({ many: edges > 300, precise: precision >= 0.97, complete: recall >= 0.97 }).toEqual({
    many: true,
    precise: true,
    complete: true,
  });
});

verifies("languages.tests", "Python", () => {
  const paths = ["tests/test_stock.py", "shop/stock_test.py", "app/tests.py", "tests/helpers.py", "shop/latest.py", "test_data.json"];
  expect(paths.filter((path) => python.isTest!(path))).toEqual(["tests/test_stock.py", "shop/stock_test.py", "app/tests.py"]);
});
