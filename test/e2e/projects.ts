/** A project whose test, found in its package.json, fails: `add` subtracts. */
export const brokenSum = {
  "package.json": '{\n  "name": "sum",\n  "scripts": {\n    "test": "node test.js"\n  }\n}\n',
  "add.js": "exports.add = (a, b) => a - b;\n",
  "test.js": 'require("node:assert").strictEqual(require("./add.js").add(2, 3), 5);\n',
};

/** The same project, mended. */
export const sum = { ...brokenSum, "add.js": "exports.add = (a, b) => a + b;\n" };

/** Two tests with Node's own runner, of which `add` fails. */
export const brokenTests = {
  "package.json": '{\n  "name": "sum",\n  "type": "module",\n  "scripts": {\n    "test": "node --test"\n  }\n}\n',
  "sum.js": "export const add = (a, b) => a - b;\nexport const double = (a) => a * 2;\n",
  "sum.test.js": [
    'import assert from "node:assert";',
    'import { test } from "node:test";',
    'import { add, double } from "./sum.js";',
    'test("adds", () => {\n  assert.strictEqual(add(2, 3), 5);\n});',
    'test("doubles", () => {\n  assert.strictEqual(double(2), 4);\n});',
    "",
  ].join("\n"),
};
