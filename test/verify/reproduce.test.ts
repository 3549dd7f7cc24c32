import { mkdirSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { expect } from "vitest";
import type { Counts } from "../../src/contract/event.ts";
import { readCounts } from "../../src/verify/read-counts.ts";
import { reproduce } from "../../src/verify/reproduce.ts";
import { makeBox } from "../sandbox/boxes.ts";
import { verifies } from "../verifies.ts";
import { checkOf } from "./red-green/projects.ts";

const failures = (runner: string, name: string, at?: string): { counts: Counts } => ({
  counts: { runner, passed: 1, failed: 1, skipped: 0, total: 2, failures: [{ name, ...(at !== undefined && { at }) }] },
});

const npm = ["npm", "run", "test"];

verifies("verify.reproduce", () => {
  const told = (argv: string[], definition: string | undefined, ...failed: Parameters<typeof failures>) =>
    reproduce(checkOf(argv, definition), failures(...failed));
  expect([
    told(npm, "test: vitest run", "vitest", "test/a.test.ts > sum > it's one", "test/a.test.ts:3"),
    told(["bash", "-o", "pipefail", "-c", "npx jest --ci"], undefined, "jest", "sum › adds $1", "a.test.js:1"),
    told(["npx", "vitest", "run"], undefined, "vitest", "sum.test.js > don't", "sum.test.js:4"),
    told(["bash", "-c", "jest 'src/*.js'"], undefined, "jest", "sum › don't", "a.test.js:1"),
    told(npm, "test: node --test", "node:test", "adds", "sum.test.js:4"),
    told(npm, "test: mocha", "mocha", "sum adds", "test/sum.js:4"),
    told(["python3", "-m", "pytest", "-q"], undefined, "pytest", "tests/test_a.py::test_one[1-2]"),
    told(["python3", "-m", "unittest", "discover"], undefined, "unittest", "test_one (test_a.Sum.test_one)"),
    told(["python3", "-m", "unittest", "discover"], undefined, "unittest", "test_one (test_a.Sum)"),
    told(["go", "test", "./..."], undefined, "go test", "TestAdd/zero", "add_test.go:12"),
    told(["cargo", "test", "--workspace"], undefined, "cargo test", "tests::adds"),
  ]).toEqual([
    "npm run test -- test/a.test.ts -t 'it'\\''s one'",
    "npx jest --ci a.test.js -t 'adds $1'",
    "npx vitest run sum.test.js -t 'don'\\''t'",
    "jest 'src/*.js' a.test.js -t 'don'\\''t'",
    "npm run test -- sum.test.js",
    "npm run test -- test/sum.js",
    "python3 -m pytest -q 'tests/test_a.py::test_one[1-2]'",
    "python3 -m unittest test_a.Sum.test_one",
    "python3 -m unittest test_a.Sum.test_one",
    "go test ./... -run '^TestAdd$'",
    "cargo test --workspace tests::adds",
  ]);
});

verifies("verify.reproduce", "nothing is told where the output, or the command, does not say enough", () => {
  expect([
    reproduce(checkOf(npm, "test: vitest run && eslint ."), failures("vitest", "a.test.ts > adds", "a.test.ts:3")),
    reproduce(checkOf(npm, "test: node --test"), failures("node:test", "adds")),
    reproduce(checkOf(npm, "test: node --test"), failures("node:test", "adds", "/elsewhere/sum.test.js:1")),
    reproduce(checkOf(npm, "test: node --test"), failures("node:test", "adds", "src/$(rm -rf x).test.js:1")),
    reproduce(checkOf(["mvn", "test"]), failures("surefire", "SumTest.adds")),
    reproduce(checkOf(["python3", "-m", "unittest", "discover", "-s", "tests"]), failures("unittest", "test_one (test_a.Sum.test_one)")),
    reproduce(checkOf(npm, "test: vitest run"), {}),
  ]).toEqual(Array.from({ length: 7 }));
});

interface Real {
  argv: string[];
  definition?: string;
  files: Record<string, string>;
  /** What the run of the told command counts: with Node's own runner, the whole file. */
  again: [passed: number, failed: number];
}

const python = (head: string, test: (name: string, body: string) => string) =>
  `${head}${test("test_fine", "assert 1 == 1")}${test("test_wrong", "assert 1 == 2")}`;
const rust = (name: string, value: number) => `    #[test]\n    fn ${name}() {\n        assert_eq!(1, ${value});\n    }\n`;

const real: Readonly<Record<string, Real>> = {
  "node --test": {
    argv: npm,
    definition: "test: node --test",
    files: {
      "package.json": '{ "scripts": { "test": "node --test" } }',
      "a.test.mjs": 'import { test } from "node:test";\ntest("fine", () => {});\n',
      "b.test.mjs": 'import { test } from "node:test";\ntest("wrong", () => { throw new Error("no"); });\n',
    },
    again: [0, 1],
  },
  pytest: {
    argv: ["python3", "-m", "pytest", "-q", "-p", "no:cacheprovider"],
    files: { "test_a.py": python("", (name, body) => `def ${name}():\n    ${body}\n\n\n`) },
    again: [0, 1],
  },
  unittest: {
    argv: ["python3", "-m", "unittest", "discover"],
    files: {
      "test_a.py": python(
        "import unittest\n\n\nclass Sum(unittest.TestCase):\n",
        (name, body) => `    def ${name}(self):\n        ${body}\n\n`,
      ),
    },
    again: [0, 1],
  },
  cargo: {
    argv: ["cargo", "test", "--offline", "--lib"],
    files: {
      "Cargo.toml": '[package]\nname = "sum"\nversion = "0.1.0"\nedition = "2021"\n',
      "src/lib.rs": `#[cfg(test)]\nmod tests {\n${rust("fine", 1)}${rust("wrong", 2)}}\n`,
    },
    again: [0, 1],
  },
};

for (const [name, { argv, definition, files, again }] of Object.entries(real)) {
  if (name === "cargo" && spawnSync("cargo", ["--version"]).status !== 0) continue;
  if (name === "pytest" && spawnSync("python3", ["-m", "pytest", "--version"]).status !== 0) continue;
  verifies("verify.reproduce", `as it is: ${name}`, async () => {
    await using test = await makeBox("bubblewrap");
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(test.workspace, path)), { recursive: true });
      writeFileSync(join(test.workspace, path), content);
    }
    const run = async (script: string) => {
      const { exitCode, output } = await test.box.run(script, { timeoutMs: 120_000, env: { CI: "1", NO_COLOR: "1" } });
      const counts = await readCounts(output.toString());
      return { exitCode, counts };
    };
    const first = await run(argv.join(" "));
    const command = reproduce(checkOf(argv, definition), first.counts === undefined ? {} : { counts: first.counts });
    const second = await run(command ?? "echo nothing was told");
    expect([[first.counts?.passed, first.counts?.failed], [second.counts?.passed, second.counts?.failed], second.exitCode === 0]).toEqual([
      [1, 1],
      again,
      false,
    ]);
  });
}
