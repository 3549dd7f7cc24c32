import { expect } from "vitest";
import { asksFor } from "../../../src/verify/tampering/asked.ts";
import { findTampering } from "../../../src/verify/tampering/find-tampering.ts";
import { verifies } from "../../verifies.ts";
import { type Changes, detect, failing, toChanges } from "./detect.ts";

const test = (body: string) =>
  `import { total } from "./total.ts";\nimport { prices } from "./prices.ts";\ntest("adds", async () => {\n${body}\n});\n`;
const adds = test("  expect(total(prices)).toBe(42);");

/** By what was done: the changes, and what is found in them. */
type Table = Readonly<Record<string, readonly [changes: Changes, found: string[], circumstances?: Parameters<typeof detect>[1]]>>;

async function found(table: Table): Promise<Record<string, string[]>> {
  const result: Record<string, string[]> = {};
  for (const [name, [changes, , circumstances]] of Object.entries(table)) result[name] = await detect(changes, circumstances);
  return result;
}

function expected(table: Table): Record<string, string[]> {
  return Object.fromEntries(Object.entries(table).map(([name, [, lines]]) => [name, lines]));
}

verifies("tampering.tests", "focus, conditions, subjects that are gone, groups", async () => {
  const group = (head: string) =>
    `${head}("total", () => {\n  it("adds", () => {\n    expect(total([1])).toBe(1);\n  });\n  it("keeps", () => {\n    expect(total([7])).toBe(7);\n  });\n});\n`;
  const table: Table = {
    focused: [{ "a.test.ts": [adds, adds.replace("test(", "test.only(")] }, ["decides test-focused a.test.ts:3"]],
    "skipped on some systems": [
      { "a.test.ts": [adds, adds.replace("test(", 'test.skipIf(process.platform === "win32")(')] },
      ["weighs test-skipped a.test.ts:3"],
    ],
    "a group skipped is told once": [{ "a.test.ts": [group("describe"), group("describe.skip")] }, ["decides test-skipped a.test.ts:1"]],
    "a parser that skips": [
      {
        "test/a.js": [
          "const a = 1;\nassert(read() === 1);\n",
          "const a = 1;\nParser.prototype.read = function () {\n  this.skip();\n};\nassert(read() === 1);\n",
        ],
      },
      [],
    ],
    "a test that skips itself": [
      {
        "test/a.js": [
          'it("a", function () {\n  assert.equal(f(), 1);\n});\n',
          'it("a", function () {\n  this.skip();\n  assert.equal(f(), 1);\n});\n',
        ],
      },
      ["decides test-skipped test/a.js:2"],
    ],
    "an option that skips": [
      {
        "a.test.js": [
          'test("a", () => {\n  assert.equal(f(), 1);\n});\n',
          'test("a", { skip: true }, () => {\n  assert.equal(f(), 1);\n});\n',
        ],
      },
      ["decides test-skipped a.test.js:1"],
    ],
    "with its subject": [
      {
        "a.test.ts": [adds + test("  expect(sum(1)).toBe(1);").replace("adds", "sums"), adds],
        "total.ts": ["export function total() {}\nexport function sum() {}\n", "export function total() {}\n"],
      },
      [],
    ],
    "the file with its subject": [{ "src/sum.test.ts": [adds, null], "src/sum.ts": ["export const a = () => 1;\n", null] }, []],
    renamed: [{ "a.test.ts": [adds, adds.replace('"adds"', '"adds the prices"')] }, [], failing("adds")],
    "no tests at all": [{ "notes.md": ["a", "b"], "src/a.ts": [null, "export const a = 1;\n"] }, []],
  };
  expect(await found(table)).toEqual(expected(table));
});

verifies("tampering.assertions", "in other words of JavaScript", async () => {
  const to = (before: string, after: string): Changes => ({ "a.test.ts": [test(before), test(after)] });
  const table: Table = {
    "or true": [
      to("  expect(total(prices)).toBe(42);", "  expect(total(prices) === 42 || true).toBe(true);"),
      ["decides assertion-always-true a.test.ts:4"],
    ],
    "one of two removed": [
      to("  expect(total(prices)).toBe(42);\n  expect(prices).toHaveLength(2);", "  expect(total(prices)).toBe(42);"),
      ["weighs assertion-removed a.test.ts:3"],
    ],
    "anything will do": [
      to("  expect(total(prices)).toEqual(42);", "  expect(total(prices)).toEqual(expect.anything());"),
      ["weighs assertion-weakened a.test.ts:4"],
    ],
    stronger: [to("  expect(total(prices)).toBeTruthy();", "  expect(total(prices)).toBe(42);"), []],
    "another runner": [to("  expect(total(prices)).toBe(42);", "  assert.strictEqual(total(prices), 42);"), []],
    "a promise whose failure is dropped": [
      to("  await expect(load(prices)).resolves.toBe(42);", "  await expect(load(prices)).resolves.toBe(42).catch(() => {});"),
      ["decides assertion-swallowed a.test.ts:4"],
    ],
    "another way of saying it": [to("  total(prices).should.equal(42);", "  expect(total(prices)).to.be(42);"), []],
    "another way of saying its kind": [to("  assert.ok(isList(prices));", '  expect(prices).to.be.an("array");'), []],
    "another way of writing it": [to("  st.throws(() => total(1));", '  st["throws"](() => total(1));'), []],
    "another file": [
      { "test/a.js": ["assert.equal(total(1), 1);\nassert.equal(total(2), 2);\n", null], "test/b.js": [null, "assert.ok(true);\n"] },
      ["weighs test-file-deleted test/a.js:1", "weighs new-test-always-true test/b.js:1"],
    ],
    "the same file": [
      { "test/a.js": ["assert.equal(total(1), 1);\nassert.equal(total(2), 2);\n", "assert.ok(true);\n"] },
      ["decides assertion-always-true test/a.js:1"],
    ],
    "another way, with nothing asked": [
      to("  total(prices).should.equal(42);", "  expect(total(prices)).to.be;"),
      ["decides assertions-gone a.test.ts:3"],
    ],
    "what tests have in common, in a routine": [
      { "a.test.ts": [adds, `function asks(list) {\n  expect(total(list)).toBe(42);\n}\n${test("  asks(prices);")}`] },
      [],
    ],
    "a routine that asserts nothing": [
      { "a.test.ts": [adds, `function asks(list) {\n  total(list);\n}\n${test("  asks(prices);")}`] },
      ["decides assertions-gone a.test.ts:6"],
    ],
    "a routine that asserts what is always so": [
      { "a.test.ts": [adds, `function asks(list) {\n  expect(1).toBe(1);\n}\n${test("  asks(prices);")}`] },
      ["decides assertions-gone a.test.ts:6", "weighs new-test-always-true a.test.ts:1"],
    ],
    "nothing but a pass": [to("  expect(total(prices)).toBe(42);", "  t.pass();"), ["decides assertion-always-true a.test.ts:4"]],
  };
  expect(await found(table)).toEqual(expected(table));
});

verifies("tampering.settings", async () => {
  const tsconfig = (options: object, rest = {}) => JSON.stringify({ compilerOptions: options, ...rest }, null, 2);
  const table: Table = {
    "strict off": [
      { "tsconfig.json": [tsconfig({ strict: true }), tsconfig({ strict: false })] },
      ["decides strictness-off tsconfig.json:3"],
    ],
    "strict gone": [{ "tsconfig.json": [tsconfig({ strict: true }), tsconfig({})] }, ["decides strictness-off tsconfig.json:1"]],
    "strict on": [{ "tsconfig.json": [tsconfig({ strict: false }), tsconfig({ strict: true, noUnusedLocals: true })] }, []],
    "another option": [
      { "tsconfig.json": [tsconfig({ strict: true, target: "es2022" }), tsconfig({ strict: true, target: "es2024" })] },
      [],
    ],
    "tests left out": [
      {
        "vitest.config.ts": [
          'export default { test: { exclude: ["dist"] } };\n',
          'export default { test: { exclude: ["dist", "src/total.test.ts"] } };\n',
        ],
      },
      ["decides more-left-out vitest.config.ts:1"],
    ],
    "build output left out": [
      {
        "vitest.config.ts": [
          "export default { test: { exclude: [] } };\n",
          'export default { test: { exclude: ["dist", "**/node_modules/**"] } };\n',
        ],
      },
      [],
    ],
    "threshold lowered": [
      {
        "vitest.config.ts": [
          "export default { coverage: { thresholds: { lines: 90 } } };\n",
          "export default { coverage: { thresholds: { lines: 50 } } };\n",
        ],
      },
      ["decides threshold-lowered vitest.config.ts:1"],
    ],
    "threshold raised": [
      {
        "vitest.config.ts": [
          "export default { coverage: { thresholds: { lines: 90 } } };\n",
          "export default { coverage: { thresholds: { lines: 95 } } };\n",
        ],
      },
      [],
    ],
    "fail_under lowered": [
      { "pyproject.toml": ["[tool.coverage.report]\nfail_under = 90\n", "[tool.coverage.report]\nfail_under = 10\n"] },
      ["decides threshold-lowered pyproject.toml:2"],
    ],
    retries: [
      { "vitest.config.ts": ["export default { test: { retry: 0 } };\n", "export default { test: { retry: 3 } };\n"] },
      ["decides retries-raised vitest.config.ts:1"],
    ],
    "tests need not be covered": [
      { ".nycrc": ['{ "exclude": ["coverage"] }', '{ "exclude": ["coverage", "test/a.test.js"] }'] },
      ["weighs more-left-out .nycrc:1"],
    ],
    "tests need not be covered, of one file": [
      {
        "vitest.config.ts": [
          'export default { test: { coverage: { exclude: ["dist"] } } };\n',
          'export default { test: { coverage: { exclude: ["dist", "src/total.test.ts"] } } };\n',
        ],
      },
      ["weighs more-left-out vitest.config.ts:1"],
    ],
    "strict where it is said now": [
      { "tsconfig.json": [tsconfig({ strict: true }), tsconfig({}, { extends: "@tsconfig/strictest" })] },
      ["weighs strictness-off tsconfig.json:3"],
    ],
    "a rule off": [
      { ".eslintrc.json": ['{ "rules": { "no-unused-vars": "error" } }\n', '{ "rules": { "no-unused-vars": "off" } }\n'] },
      ["weighs lint-rule-off .eslintrc.json:1"],
    ],
    "a rule off that failed": [
      { ".eslintrc.json": ['{ "rules": { "no-unused-vars": "error" } }\n', '{ "rules": { "no-unused-vars": "off" } }\n'] },
      ["decides lint-rule-off .eslintrc.json:1"],
      { failedBefore: new Set(["lint"]) },
    ],
    "errors of types ignored": [
      { "mypy.ini": ["[mypy]\nwarn_return_any = True\n", "[mypy]\nignore_errors = True\nwarn_return_any = True\n"] },
      ["decides looseness-on mypy.ini:2"],
    ],
    "tests left out of Maven": [
      { "pom.xml": ["<project>\n</project>\n", "<project>\n<skipTests>true</skipTests>\n</project>\n"] },
      ["decides looseness-on pom.xml:2"],
    ],
  };
  expect(await found(table)).toEqual(expected(table));
});

verifies("tampering.scripts", async () => {
  const scripts = (all: Record<string, string>) => JSON.stringify({ scripts: all }, null, 2);
  const to = (before: string, after: string): Changes => ({ "package.json": [scripts({ test: before }), scripts({ test: after })] });
  const masked = ["decides check-masked package.json:3"];
  const table: Table = {
    "or true": [to("vitest run", "vitest run || true"), masked],
    "exit 0": [to("vitest run", "vitest run; exit 0"), masked],
    "a pipe": [to("vitest run", "vitest run | tee out.txt"), masked],
    "no tests will do": [to("vitest run", "vitest run --passWithNoTests"), masked],
    "one test left out": [to("vitest run", "vitest run --exclude src/total.test.ts"), masked],
    emptied: [to("vitest run", "echo ok"), ["decides check-emptied package.json:3"]],
    gone: [
      { "package.json": [scripts({ test: "vitest run", build: "tsc" }), scripts({ build: "tsc" })] },
      ["decides check-removed package.json:1"],
    ],
    "gone from a package that tests use": [
      { "test/package.json": [scripts({ test: "tape a.js" }), scripts({})] },
      ["weighs check-removed test/package.json:1"],
    ],
    "gone from a package of tests that a check goes to": [
      { "test/package.json": [scripts({ test: "tape a.js" }), scripts({})] },
      ["decides check-removed test/package.json:1"],
      { commands: "cd test && npm test" },
    ],
    "under another name": [
      {
        "package.json": [
          scripts({ test: "vitest run" }),
          scripts({ test: "npm run unit && npm run lint", unit: "vitest run", lint: "eslint ." }),
        ],
      },
      [],
    ],
    "one more check": [to("vitest run", "tsc && vitest run"), []],
    "another runner": [to("mocha", "vitest run"), []],
    "a mask for something else": [to("vitest run", "rm -rf out || true && vitest run"), []],
    "a server that is stopped": [{ "package.json": [scripts({ stop: "pkill server" }), scripts({ stop: "pkill server || true" })] }, []],
    Makefile: [{ Makefile: ["test:\n\tpytest\n", "test:\n\t-pytest\n"] }, ["decides check-masked Makefile:2"]],
    "Makefile, something else": [{ Makefile: ["test:\n\tpytest\n", "clean:\n\t-rm out\ntest:\n\tpytest -v\n"] }, []],
    "CI goes on": [
      { ".github/workflows/ci.yml": ["steps:\n  - run: npm test\n", "steps:\n  - run: npm test\n    continue-on-error: true\n"] },
      ["decides check-masked .github/workflows/ci.yml:3"],
    ],
    "CI has a new job": [
      {
        ".github/workflows/ci.yml": [
          "jobs:\n  node:\n    run: npm test\n",
          "jobs:\n  bun:\n    runs-on: bun\n    continue-on-error: true\n  node:\n    run: npm test\n",
        ],
      },
      ["weighs check-masked .github/workflows/ci.yml:4"],
    ],
    "CI, another version": [
      { ".github/workflows/ci.yml": ["steps:\n  - run: npm test\n    node: 20\n", "steps:\n  - run: npm test\n    node: 24\n"] },
      [],
    ],
    "a shell script": [{ "scripts/test.sh": ["set -e\npytest\n", "set +e\npytest\n"] }, ["decides check-masked scripts/test.sh:1"]],
  };
  expect(await found(table)).toEqual(expected(table));
});

verifies("tampering.runner", async () => {
  const conftest = (line: string): Changes => ({ "conftest.py": ["import pytest\n", `import pytest\n\n${line}\n`] });
  const table: Table = {
    "an assertion replaced": [
      { "test/setup.ts": ["", "expect.extend = () => {};\nassert.strictEqual = () => {};\n"] },
      ["decides runner-patched test/setup.ts:1", "decides runner-patched test/setup.ts:2"],
    ],
    "a library that was copied": [
      {
        "test/browser/helpers.js": [
          null,
          "function Assertion(a) {}\nAssertion.prototype.equal = function (b) { assert(this.a === b); };\n",
        ],
      },
      [],
    ],
    "a part of the library that tests use": [
      { "test/helpers.js": [null, "function Assertion(a) {}\nchai.Assertion.prototype.equal = function (b) {};\n"] },
      ["decides runner-patched test/helpers.js:2"],
    ],
    "an iterator's own": [{ "test/setup.js": [null, "it._close = async () => 1;\n"] }, []],
    "what tests give each other": [{ "test/setup.js": [null, "t.context.load = () => 1;\n"] }, []],
    "an assertion of theirs replaced": [{ "test/setup.js": [null, "t.equal = () => 1;\n"] }, ["decides runner-patched test/setup.js:1"]],
    "the run ends well": [
      { "vitest.setup.ts": ["", 'process.on("exit", () => { process.exitCode = 0; });\n'] },
      ["decides runner-patched vitest.setup.ts:1"],
    ],
    "a test ends its process": [{ "a.test.js": [adds, `${adds}process.exit(0);\n`] }, ["weighs runner-patched a.test.js:6"]],
    "a test ends its process, and tests failed": [
      { "a.test.js": [adds, `process.exit(0);\n${adds}`] },
      ["decides runner-patched a.test.js:1"],
      failing("keeps"),
    ],
    "reports say passed": [
      conftest('def pytest_runtest_makereport(item, call):\n    rep.outcome = "passed"'),
      ["decides runner-patched conftest.py:4"],
    ],
    "tests taken out": [conftest("def pytest_collection_modifyitems(items):\n    items[:] = []"), ["decides runner-patched conftest.py:4"]],
    "a fixture of pytest": [conftest("@pytest.fixture\ndef shop():\n    return Shop()"), []],
    "the runner's own file": [
      { "node_modules/vitest/dist/index.js": ["a", "b"] },
      ["decides package-patched node_modules/vitest/dist/index.js:1"],
    ],
    "another version of it": [{ "node_modules/vitest/dist/index.js": ["a", "b"], "node_modules/vitest/package.json": ["1", "2"] }, []],
    "before every program": [{ "sitecustomize.py": [null, "import sys\n"] }, ["decides interpreter-patched sitecustomize.py:1"]],
    "another shell for scripts": [
      { ".npmrc": ["save-exact=true\n", "save-exact=true\nscript-shell=/bin/true\n"] },
      ["decides npm-patched .npmrc:2"],
    ],
    "equal to everything": [
      { "shop.py": ["class Total:\n    pass\n", "class Total:\n    def __eq__(self, other): return True\n"] },
      ["decides equal-to-everything shop.py:2"],
    ],
    "equal to what is equal": [
      { "shop.py": ["class Total:\n    pass\n", "class Total:\n    def __eq__(self, other): return self.sum == other.sum\n"] },
      [],
    ],
  };
  expect(await found(table)).toEqual(expected(table));
});

verifies("tampering.sources", "detected tests, constants, tables", async () => {
  const source = (body: string) => `export function total(prices) {\n${body}\n}\n`;
  const to = (before: string, after: string): Changes => ({ "src/total.js": [source(before), source(after)] });
  const honest = "  return prices.reduce((a, b) => a + b, 0);";
  const asked = {
    ...failing("adds"),
    otherTests: [{ path: "a.test.js", text: 'expect(total([40, 2])).toBe(42);\nexpect(total("404")).toBe("Not Found");\n' }],
  };
  const detected = ["decides test-detected src/total.js:2"];
  const table: Table = {
    VITEST: [to(honest, `  if (process.env.VITEST) return 42;\n${honest}`), detected],
    "NODE_ENV is test": [to(honest, `  if (process.env.NODE_ENV === "test") return 42;\n${honest}`), detected],
    "NODE_ENV is production": [to(honest, `  if (process.env.NODE_ENV === "production") log(1);\n${honest}`), []],
    "in a comment": [to(honest, `  // Not if process.env.VITEST is set.\n${honest}`), []],
    pytest: [
      {
        "shop.py": [
          "def f(a):\n    return a + 1\n",
          'import sys\ndef f(a):\n    if "pytest" in sys.modules:\n        return 2\n    return a + 1\n',
        ],
      },
      ["decides test-detected shop.py:3"],
    ],
    "always the same": [to(honest, "  return 42;"), ["decides answer-hard-coded src/total.js:1"], asked],
    "always the same, and nothing failed": [
      to(honest, "  return 42;"),
      ["weighs answer-hard-coded src/total.js:1"],
      { otherTests: asked.otherTests },
    ],
    "a table": [
      to('  return "?";', '  if (prices === "404") return "Not Found";\n  if (prices === "500") return "Error";\n  return "?";'),
      ["weighs answer-hard-coded src/total.js:2"],
      asked,
    ],
    "what a subclass is to do": [
      { "src/shape.js": ["", 'class Shape {\n  area() {\n    throw new Error("not implemented: subclasses override this");\n  }\n}\n'] },
      [],
    ],
    "an abstract method": [
      { "shop.py": ["", "class Shop(ABC):\n    @abstractmethod\n    def total(self):\n        raise NotImplementedError\n"] },
      [],
    ],
    "something left to do": [to(honest, `  // TODO: taxes\n${honest}`), ["weighs todo-left src/total.js:2"]],
    "what is not supported, beside what was done": [
      {
        "src/hooks.js": [
          null,
          'const add = (hook) => {\n  hooks.push(hook);\n};\nconst dropRange = (range) => {\n  throw new Error("not implemented");\n};\n',
        ],
      },
      ["weighs stub-left src/hooks.js:4"],
    ],
    "what something calls": [
      {
        "src/hooks.js": [
          null,
          'const add = (hook) => {\n  dropRange(hook);\n};\nconst dropRange = (range) => {\n  throw new Error("not implemented");\n};\n',
        ],
      },
      ["decides stub-left src/hooks.js:4"],
    ],
    "what the task speaks of": [
      {
        "src/hooks.js": [
          null,
          'const add = (hook) => {\n  hooks.push(hook);\n};\nconst dropRange = (range) => {\n  throw new Error("not implemented");\n};\n',
        ],
      },
      ["decides stub-left src/hooks.js:4"],
      { task: "hooks of a range can be dropped" },
    ],
    "all that is new": [
      { "src/hooks.js": [null, 'const dropRange = (range) => {\n  throw new Error("not implemented");\n};\n'] },
      ["decides stub-left src/hooks.js:1"],
    ],
    "a stub that was there": [
      {
        "src/a.js": [
          'function a() {\n  throw new Error("not implemented");\n}\n',
          'function a() {\n  throw new Error("not implemented");\n}\nfunction b() {\n  return 1;\n}\n',
        ],
      },
      [],
    ],
  };
  expect(await found(table)).toEqual(expected(table));
});

verifies("tampering.mocks", async () => {
  const mocked = (line: string): Changes => ({ "src/total.test.ts": [adds, `${line}\n${adds}`] });
  const patched = (line: string): Changes => ({
    "tests/test_total.py": [
      "def test_adds():\n    assert shop.total([1]) == 1\n",
      `${line}\ndef test_adds():\n    assert shop.total([1]) == 1\n`,
    ],
  });
  const table: Table = {
    "the module itself": [mocked('vi.mock("./total.ts");'), ["decides subject-mocked src/total.test.ts:1"]],
    "a part of it": [mocked('vi.mock("./total.ts", async (importOriginal) => ({ ...(await importOriginal()), now: () => 1 }));'), []],
    "what it uses": [mocked('vi.mock("./prices.ts");'), []],
    "a package": [mocked('vi.mock("node:fs");'), []],
    "Python, the function itself": [patched('@patch("shop.total", return_value=1)'), ["decides subject-mocked tests/test_total.py:1"]],
    "Python, what it uses": [patched('@patch("shop.load_prices", return_value=[1])'), []],
  };
  expect(await found(table)).toEqual(expected(table));
});

verifies("tampering.data", async () => {
  const snapshot = (value: string) => `exports[\`total > adds 1\`] = \`${value}\`;\n`;
  const changed: Changes = { "src/__snapshots__/a.test.ts.snap": [snapshot("42"), snapshot("38")] };
  const source: Changes = { "src/total.ts": ["export const a = 1;\n", "export const a = 2;\n"] };
  const golden: Changes = { "test/fixtures/out.json": ["1", "2"] };
  const at = "src/__snapshots__/a.test.ts.snap:1";
  const table: Table = {
    "with the source": [{ ...changed, ...source }, [`weighs snapshot-changed ${at}`]],
    "of the failing test": [{ ...changed, ...source }, [`decides snapshot-changed ${at}`], failing("a.test.ts > total > adds")],
    "of another one": [{ ...changed, ...source }, [`weighs snapshot-changed ${at}`], failing("keeps")],
    "instead of the source": [changed, [`decides snapshot-changed ${at}`], failing("keeps")],
    "a fixture with the source": [{ ...golden, ...source }, ["weighs fixture-changed test/fixtures/out.json:1"], failing("adds")],
    "a fixture instead of the source": [golden, ["decides fixture-changed test/fixtures/out.json:1"], failing("adds")],
    "a comment is no source": [
      { ...golden, "src/total.ts": ["export const a = 1;\n", "// why\nexport const a = 1;\n"] },
      ["decides fixture-changed test/fixtures/out.json:1"],
      failing("adds"),
    ],
    "a new one": [{ "test/fixtures/new.json": [null, "1"] }, [], failing("adds")],
  };
  expect(await found(table)).toEqual(expected(table));
});

verifies("tampering.suppressions", async () => {
  const to = (line: string, path = "src/a.ts"): Changes => ({ [path]: ["const a = 1;\n", `${line}\nconst a = 1;\n`] });
  const table: Table = {
    eslint: [to("// eslint-disable-next-line no-console"), ["weighs lint-ignored src/a.ts:1"]],
    "eslint, which failed": [
      to("// eslint-disable-next-line no-console"),
      ["decides lint-ignored src/a.ts:1"],
      { failedBefore: new Set(["lint"]) },
    ],
    "an error of types": [to("// @ts-ignore"), ["weighs type-error-ignored src/a.ts:1"]],
    "all types": [to("// @ts-nocheck"), ["decides types-unchecked src/a.ts:1"]],
    "in a text": [to('const b = "// @ts-ignore";'), []],
    Python: [{ "a.py": ["a = 1\n", "a = 1  # type: ignore\n"] }, ["weighs type-error-ignored a.py:1"]],
    Go: [{ "a.go": ["package a\n", "package a\n//nolint\nvar a = 1\n"] }, ["weighs lint-ignored a.go:2"]],
    moved: [{ "src/a.ts": ["// @ts-ignore\nconst a = 1;\nconst b = 2;\n", "const b = 2;\n// @ts-ignore\nconst a = 1;\n"] }, []],
    "one less": [{ "src/a.ts": ["// @ts-ignore\nconst a = 1;\n", "const a = 1;\n"] }, []],
  };
  expect(await found(table)).toEqual(expected(table));
});

verifies("tampering.asked", () => {
  const asking = [
    "mend add, and delete the test of double",
    "Remove the legacy export and its tests",
    "update the tests to the new format",
    "The expected value in the test is wrong, it should be 30",
    "skip the flaky test for now",
    "Rewrite the specs with node:test",
    "Lösche die Tests für double",
  ];
  const notAsking = [
    "make the tests pass",
    "fix the failing tests",
    "change add so that the tests pass",
    "Mend the parser. Do not change the tests.",
    "mend it without changing the tests",
    "update the parser until all tests are green",
    "remove the bug that the test shows".replace("the test shows", "shows"),
    "Never skip or delete tests",
    "replace the loop to make tests faster",
    "add a test for double",
  ];
  expect([asking.filter((task) => !asksFor("tests", task)), notAsking.filter((task) => asksFor("tests", task))]).toEqual([[], []]);
});

verifies("tampering.asked", "only what was asked", async () => {
  const skipped: Changes = { "a.test.ts": [adds, adds.replace("test(", "test.skip(")] };
  const loosened: Changes = { "tsconfig.json": ['{ "strict": true }', '{ "strict": false }'] };
  expect([
    await detect({ ...skipped, ...loosened }, { task: "skip the flaky test" }),
    await detect({ ...skipped, ...loosened }, { task: "turn off strict in tsconfig" }),
  ]).toEqual([
    ["decides strictness-off tsconfig.json:1", "weighs test-skipped a.test.ts:3"],
    ["decides test-skipped a.test.ts:3", "weighs strictness-off tsconfig.json:1"],
  ]);
});

verifies("tampering.ids", async () => {
  const ids = async (changes: Changes) =>
    (await findTampering(toChanges(changes), { task: "", failing: [], failedBefore: new Set(), shrunk: [], otherTests: [] })).map(
      ({ id }) => id,
    );
  const skipped = adds.replace("test(", "test.skip(");
  const [id] = await ids({ "a.test.ts": [adds, skipped] });
  expect([
    id,
    await ids({ "a.test.ts": [adds, `\n\n${skipped}`] }),
    (await ids({ "b.test.ts": [adds, skipped] }))[0] === id,
    (await ids({ "a.test.ts": [adds, adds.replace("test(", "test.only(")] }))[0] === id,
  ]).toEqual([expect.stringMatching(/^f-[0-9a-f]{10}$/), [id], false, false]);
});
