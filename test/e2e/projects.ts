/** A project whose test, found in its package.json, fails: `add` subtracts. */
export const brokenSum = {
  "package.json": '{\n  "name": "sum",\n  "scripts": {\n    "test": "node test.js"\n  }\n}\n',
  "add.js": "exports.add = (a, b) => a - b;\n",
  "test.js": 'require("node:assert").strictEqual(require("./add.js").add(2, 3), 5);\n',
};

/** The same project, mended. */
export const sum = { ...brokenSum, "add.js": "exports.add = (a, b) => a + b;\n" };
