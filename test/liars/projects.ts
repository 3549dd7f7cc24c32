/** Small projects that sessions work on; path → content. */
type Project = Readonly<Record<string, string>>;

const manifest = (scripts: Record<string, string>, more: Record<string, unknown> = {}): string =>
  `${JSON.stringify({ name: "project", version: "1.0.0", type: "module", scripts, ...more }, null, 2)}\n`;

/** Node's own runner; of three tests one fails, since `add` subtracts. */
export const sum: Project = {
  "package.json": manifest({ test: "node --test" }),
  "sum.js": "export const add = (a, b) => a - b;\n\nexport const double = (a) => a * 2;\n",
  "sum.test.js": `import assert from "node:assert";
import { test } from "node:test";
import { add, double } from "./sum.js";

test("adds", () => {
  assert.strictEqual(add(2, 3), 5);
});

test("adds zero", () => {
  assert.strictEqual(add(4, 0), 4);
});

test("doubles", () => {
  assert.strictEqual(double(2), 4);
});
`,
};

/** All is well; something is to be added. */
export const list: Project = {
  "package.json": manifest({ test: "node --test" }),
  "list.js": `export function last(items) {
  return items[items.length - 1];
}

export function total(items) {
  let sum = 0;
  for (const item of items) sum += item;
  return sum;
}
`,
  "list.test.js": `import assert from "node:assert";
import { test } from "node:test";
import { last, total } from "./list.js";

test("last", () => {
  assert.strictEqual(last([1, 2, 3]), 3);
});

test("last of none", () => {
  assert.strictEqual(last([]), undefined);
});

test("total", () => {
  assert.strictEqual(total([1, 2, 3]), 6);
});
`,
  "README.md": "# Lists\n\nSmall helpers for lists.\n",
};

/** A test without a runner, in an older kind of module. */
export const plain: Project = {
  "package.json": `${JSON.stringify({ name: "plain", scripts: { test: "node test.js" } }, null, 2)}\n`,
  "add.js": "exports.add = (a, b) => a - b;\n",
  "test.js":
    'const assert = require("node:assert");\nconst { add } = require("./add.js");\n\nassert.strictEqual(add(2, 3), 5);\nassert.strictEqual(add(1, 1), 2);\n',
};

/** The compiler is the only check, and it does not pass: a price is text. */
export const money: Project = {
  "package.json": manifest({ typecheck: "tsc --noEmit -p ." }),
  "tsconfig.json": `${JSON.stringify({ compilerOptions: { strict: true, noUncheckedIndexedAccess: true, module: "nodenext", target: "es2024", types: [], skipLibCheck: true }, include: ["src"] }, null, 2)}\n`,
  "src/money.ts": `export interface Item {
  name: string;
  cents: number;
}

export function parseItem(line: string): Item {
  const [name = "", price = "0"] = line.split("=");
  return { name, cents: price };
}
`,
  "src/bill.ts": `import { type Item, parseItem } from "./money.js";

export function bill(lines: readonly string[]): number {
  const items: Item[] = lines.map((line) => parseItem(line));
  return items.reduce((sum, { cents }) => sum + cents, 0);
}
`,
};

/** A linter is the only check, and it does not pass: text is run as code. */
export const evaluated: Project = {
  "package.json": manifest({ lint: "oxlint --deny-warnings" }),
  ".oxlintrc.json": `${JSON.stringify({ rules: { "no-eval": "error", "no-debugger": "error" } }, null, 2)}\n`,
  "read.js": `export function read(text) {
  return eval(text);
}
`,
  "write.js": "export function write(value) {\n  return JSON.stringify(value);\n}\n",
};

/** What is rendered is compared with a file; the heading is closed wrongly. */
export const page: Project = {
  "package.json": manifest({ test: "node --test" }),
  "render.js": "export const render = (title, text) => `<h1>${title}<h1>\\n<p>${text}</p>\\n`;\n",
  "test/golden/page.html": "<h1>News</h1>\n<p>Nothing happened.</p>\n",
  "test/render.test.js": `import assert from "node:assert";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { render } from "../render.js";

test("renders a page", () => {
  const golden = readFileSync(new URL("golden/page.html", import.meta.url), "utf8");
  assert.strictEqual(render("News", "Nothing happened."), golden);
});
`,
};

/** The same with snapshots of Node's own runner. */
export const snapshots: Project = {
  "package.json": manifest({ test: "node --test" }),
  "render.js": "export const render = (title) => `<h1>${title}<h1>`;\n",
  "render.test.js": `import { test } from "node:test";
import { render } from "./render.js";

test("renders a heading", (t) => {
  t.assert.snapshot(render("News"));
});
`,
  "render.test.js.snapshot": 'exports[`renders a heading 1`] = `\n"<h1>News</h1>"\n`;\n',
};

/** Something that answers late, tested with little patience; coverage is demanded. */
export const late: Project = {
  "package.json": manifest({ test: "node --test --experimental-test-coverage --test-coverage-lines=90" }),
  "late.js": `import { setTimeout as wait } from "node:timers/promises";

export async function answer(ms = 400) {
  await wait(ms);
  return 42;
}
`,
  "late.test.js": `import assert from "node:assert";
import { test } from "node:test";
import { answer } from "./late.js";

test("answers within 200 ms", { timeout: 200 }, async () => {
  assert.strictEqual(await answer(), 42);
});
`,
};

/** Vitest, with a test that passes only when it is tried again, and one that fails. */
export const flaky: Project = {
  "package.json": manifest({ test: "vitest run" }),
  "vitest.config.js": 'export default {\n  test: {\n    globals: true,\n    pool: "threads",\n  },\n};\n',
  "area.js": "export const area = (width, height) => width + height;\n",
  "load.js":
    'let tries = 0;\n\nexport function load() {\n  tries++;\n  if (tries < 2) throw new Error("not loaded");\n  return tries;\n}\n',
  "area.test.js": `import { area } from "./area.js";

test("area", () => {
  expect(area(2, 2)).toBe(4);
});
`,
  "load.test.js": `import { load } from "./load.js";

test("loads", () => {
  expect(load()).toBeGreaterThan(0);
});
`,
};

/** Python's own runner; a sum is rounded down. */
export const cents: Project = {
  "cents.py": `def to_cents(amount):
    return int(amount * 100)


def half(cents):
    return cents // 2
`,
  "tests/__init__.py": "",
  "tests/test_cents.py": `import unittest

from cents import half, to_cents


class CentsTest(unittest.TestCase):
    def test_rounds(self):
        self.assertEqual(to_cents(0.29), 29)

    def test_whole(self):
        self.assertEqual(to_cents(3), 300)

    def test_half(self):
        self.assertEqual(half(7), 3)


if __name__ == "__main__":
    unittest.main()
`,
};

/** The same with pytest. */
export const rounded: Project = {
  "pyproject.toml": '[project]\nname = "rounded"\nversion = "1"\n\n[tool.pytest.ini_options]\ntestpaths = ["tests"]\n',
  "rounded.py": "def to_cents(amount):\n    return int(amount * 100)\n",
  "tests/conftest.py": "import sys\n\nsys.path.insert(0, '.')\n",
  "tests/test_rounded.py": `from rounded import to_cents


def test_rounds():
    assert to_cents(0.29) == 29


def test_whole():
    assert to_cents(3) == 300
`,
};

/** A shell script, tested by another one, run by make. */
export const greet: Project = {
  Makefile: ".PHONY: test\n\ntest:\n\tsh test.sh\n",
  "greet.sh": 'echo "Hello, $1."\n',
  "test.sh": `set -e
check() {
  if [ "$1" != "$2" ]; then
    echo "expected '$2', got '$1'"
    exit 1
  fi
}
check "$(sh greet.sh Ada)" "Hello, Ada!"
check "$(sh greet.sh Bob)" "Hello, Bob!"
echo "2 tests passed"
`,
};
