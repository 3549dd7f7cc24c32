/** Small projects before and after a work that brought tests, in several languages, with the check that runs their tests. */
import type { Check } from "../../../src/contract/check.ts";

export interface Story {
  check: Check;
  /** Untouched by the work. */
  rest: Readonly<Record<string, string>>;
  before: Readonly<Record<string, string>>;
  after: Readonly<Record<string, string>>;
}

export function checkOf(argv: readonly string[], definition?: string): Check {
  return { id: "test", argv, cwd: ".", proves: "tests", from: "x:1", timeoutMs: 60_000, ...(definition !== undefined && { definition }) };
}

const manifest = JSON.stringify({ type: "module", scripts: { test: "node --test" } });

const assertTest = (name: string, expression: string, expected: number) =>
  `test("${name}", () => assert.equal(${expression}, ${expected}));\n`;
const head = (names: string) =>
  `import { test } from "node:test";\nimport assert from "node:assert/strict";\nimport { ${names} } from "./sum.js";\n`;

/** A mistake is mended, and a test shows it; a second new test would have passed before. */
export const node: Story = {
  check: checkOf(["npm", "run", "test"], "test: node --test"),
  rest: { "package.json": manifest, "other.test.js": `${head("sum")}${assertTest("nothing", "sum(0, 0)", 0)}` },
  before: { "sum.js": "export const sum = (a, b) => a - b;\n" },
  after: {
    "sum.js": "export const sum = (a, b) => a + b;\n",
    "sum.test.js": `${head("sum")}${assertTest("adds", "sum(1, 2)", 3)}${assertTest("takes nothing", "sum(1, 0)", 1)}`,
  },
};

/** The only new test passes without the mended code. */
export const beside: Story = {
  ...node,
  after: { ...node.after, "sum.test.js": `${head("sum")}${assertTest("takes nothing", "sum(1, 0)", 1)}` },
};

/** What is tested is new. */
export const feature: Story = {
  ...node,
  before: { "sum.js": "export const sum = (a, b) => a + b;\n" },
  after: {
    "sum.js": "export const sum = (a, b) => a + b;\nexport const twice = (a) => 2 * a;\n",
    "sum.test.js": `${head("sum, twice")}${assertTest("doubles", "twice(2)", 4)}`,
  },
};

/** What the tests run was built after the work, and is not built for them. */
export const built: Story = {
  ...node,
  rest: { ...node.rest, ".gitignore": "dist/\n", "dist/sum.js": "export const sum = (a, b) => a + b;\n" },
  after: {
    "sum.js": "export const sum = (a, b) => a + b;\n",
    "sum.test.js": `${head("sum")}${assertTest("adds", "sum(1, 2)", 3)}`.replace("./sum.js", "./dist/sum.js"),
  },
};

/** Besides the mended file, another one was tidied up. */
export const tidied: Story = {
  ...node,
  before: { ...node.before, "other.js": "export const other = 1\n" },
  after: { ...node.after, "other.js": "export const other = 1;\n" },
};

const pythonTest = `from money import total\n\n\ndef test_total():\n    assert total([1, 2]) == 3\n\n\ndef test_empty():\n    assert total([]) == 0\n`;

export const pytest: Story = {
  check: checkOf(["python3", "-m", "pytest", "-q", "-p", "no:cacheprovider"]),
  rest: { "pytest.ini": "[pytest]\n", "test_other.py": "def test_other():\n    assert True\n" },
  before: { "money.py": "def total(items):\n    return len(items)\n" },
  after: { "money.py": "def total(items):\n    return sum(items)\n", "test_money.py": pythonTest },
};

const unittestOf = (body: string) => `import unittest\n\nfrom money import total\n\n\nclass Money(unittest.TestCase):\n${body}`;

export const unittest: Story = {
  check: checkOf(["python3", "-m", "unittest", "discover"]),
  rest: {},
  before: {
    "money.py": "def total(items):\n    return len(items)\n",
    "test_money.py": unittestOf("    def test_empty(self):\n        self.assertEqual(total([]), 0)\n"),
  },
  after: {
    "money.py": "def total(items):\n    return sum(items)\n",
    "test_money.py": unittestOf(
      "    def test_empty(self):\n        self.assertEqual(total([]), 0)\n\n    def test_total(self):\n        self.assertEqual(total([1, 2]), 3)\n",
    ),
  },
};

export const cargo: Story = {
  check: checkOf(["cargo", "test", "--offline"]),
  rest: { "Cargo.toml": '[package]\nname = "money"\nversion = "0.1.0"\nedition = "2021"\n' },
  before: { "src/lib.rs": "pub fn total(items: &[i32]) -> i32 {\n    items.len() as i32\n}\n" },
  after: {
    "src/lib.rs": "pub fn total(items: &[i32]) -> i32 {\n    items.iter().sum()\n}\n",
    "tests/total.rs": "#[test]\nfn totals() {\n    assert_eq!(money::total(&[1, 2]), 3);\n}\n",
  },
};
