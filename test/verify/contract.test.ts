import { spawnSync } from "node:child_process";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { Check } from "../../src/contract/check.ts";
import { findContract, type Unread } from "../../src/verify/contract.ts";
import { verifies } from "../verifies.ts";
import { makeWorkspace } from "./workspace.ts";

async function checksOf(files: Record<string, string>, given: string[] = []): Promise<readonly Check[]> {
  using workspace = makeWorkspace(files);
  return await findContract(workspace.files, { given });
}

/** `id: argv (proves, from)`. */
async function linesOf(files: Record<string, string>): Promise<string[]> {
  return (await checksOf(files)).map(({ id, argv, proves, from }) => `${id}: ${argv.join(" ")} (${proves}, ${from})`);
}

function manifest(scripts: Record<string, string>, more: Record<string, unknown> = {}): string {
  return JSON.stringify({ name: "x", ...more, scripts }, undefined, 2);
}

verifies("verify.contract-package-json", async () => {
  const scripts = { test: "vitest run", build: "tsc -p .", lint: "eslint .", "lint:check": "eslint . --max-warnings 0", start: "node ." };
  expect(await linesOf({ "package.json": manifest(scripts) })).toEqual([
    "lint: npm run lint (lint, package.json:6)",
    "build: npm run build (build, package.json:5)",
    "test: npm run test (tests, package.json:4)",
  ]);
});

verifies("verify.contract-package-json", "a script that edits, watches or is npm's placeholder checks nothing", async () => {
  const scripts = {
    test: 'echo "Error: no test specified" && exit 1',
    lint: "eslint . --fix",
    "lint:check": "eslint .",
    typecheck: "tsc --noEmit --watch",
    "format:check": "prettier --check .",
  };
  expect(await linesOf({ "package.json": manifest(scripts) })).toEqual([
    "format:check: npm run format:check (format, package.json:8)",
    "lint:check: npm run lint:check (lint, package.json:6)",
  ]);
});

verifies("verify.contract-package-json", "the package manager is the declared one, else the one whose lock file is there", async () => {
  const scripts = { test: "node --test" };
  const managers = [
    await checksOf({ "package.json": manifest(scripts) }),
    await checksOf({ "package.json": manifest(scripts), "pnpm-lock.yaml": "" }),
    await checksOf({ "package.json": manifest(scripts), "yarn.lock": "" }),
    await checksOf({ "package.json": manifest(scripts), "bun.lock": "" }),
    await checksOf({ "package.json": manifest(scripts, { packageManager: "pnpm@10.1.0" }), "yarn.lock": "" }),
  ].map(([check]) => check?.argv.join(" "));
  expect(managers).toEqual(["npm run test", "pnpm run test", "yarn run test", "bun run test", "pnpm run test"]);
});

verifies("verify.contract-compiler", async () => {
  const installed = { "tsconfig.json": "{}", "node_modules/typescript/bin/tsc": "" };
  const withBuild = (build: string) => ({ ...installed, "package.json": manifest({ build }) });
  const plain = "tsc: node node_modules/typescript/bin/tsc -p . --noEmit (types, tsconfig.json:1)";
  const build = "build: npm run build (build, package.json:4)";

  expect(await linesOf({ ...installed, "package.json": manifest({}) })).toEqual([plain]);
  expect(await linesOf(withBuild("vite build"))).toEqual([plain, build]);
  expect(await linesOf(withBuild("tsc --noCheck"))).toEqual([plain, build]);
  expect(await linesOf(withBuild("tsc && vite build"))).toEqual([build]);
  expect(await linesOf({ "tsconfig.json": "{}", "package.json": manifest({}) })).toEqual([]);
});

verifies("verify.contract-compiler", "a configuration that only refers to others is checked as a build", async () => {
  const config = '{ "files": [], "references": [{ "path": "a" }] }';
  const files = { "tsconfig.json": config, "node_modules/typescript/bin/tsc": "", "package.json": "{}" };
  expect((await checksOf(files)).map(({ argv }) => argv.slice(2))).toEqual([["-b", "--noEmit"]]);
});

verifies("verify.contract-other-kinds", "Makefile", async () => {
  const makefile = ".PHONY: test lint\nTEST := 1\nCC ?= cc\n\nbuild: main.o\n\tcc main.o\n\nlint test: build\n\t./run\n";
  expect(await linesOf({ Makefile: makefile })).toEqual([
    "make lint: make lint (lint, Makefile:8)",
    "make build: make build (build, Makefile:5)",
    "make test: make test (tests, Makefile:8)",
  ]);
  expect(await linesOf({ Makefile: "test:\n\t./run\ncheck: test\n\t./more\n" })).toEqual(["make check: make check (tests, Makefile:3)"]);
});

verifies("verify.contract-other-kinds", "a Makefile counts only for what the project's own tools do not prove", async () => {
  const files = { Makefile: "lint:\n\tshellcheck *.sh\ntest:\n\tnpm test\n", "package.json": manifest({ test: "node --test" }) };
  expect((await checksOf(files)).map(({ id }) => id)).toEqual(["make lint", "test"]);
});

verifies("verify.contract-other-kinds", "pytest", async () => {
  const command = "pytest: python3 -m pytest -q -p no:cacheprovider";
  const section = '[project]\nname = "x"\n\n[tool.pytest.ini_options]\n';
  expect(await linesOf({ "pyproject.toml": section })).toEqual([`${command} (tests, pyproject.toml:4)`]);
  expect(await linesOf({ "setup.cfg": "[metadata]\n[tool:pytest]\n" })).toEqual([`${command} (tests, setup.cfg:2)`]);
  expect(await linesOf({ "setup.py": "", "tests/test_money.py": "" })).toEqual([`${command} (tests, tests/test_money.py:1)`]);
  expect(await linesOf({ "setup.py": "", "tests/money.rs": "" })).toEqual([]);
  const inEnvironment = await checksOf({ "pytest.ini": "[pytest]\n", ".venv/bin/python": "" });
  expect(inEnvironment[0]?.argv[0]).toBe(".venv/bin/python");
});

verifies("verify.contract-other-kinds", "Cargo and Go", async () => {
  expect(await linesOf({ "Cargo.toml": '[package]\nname = "x"\n' })).toEqual([
    "cargo check: cargo check (types, Cargo.toml:1)",
    "cargo test: cargo test (tests, Cargo.toml:1)",
  ]);
  expect(await linesOf({ "Cargo.toml": '# all\n[workspace]\nmembers = ["a"]\n' })).toEqual([
    "cargo check: cargo check --workspace (types, Cargo.toml:2)",
    "cargo test: cargo test --workspace (tests, Cargo.toml:2)",
  ]);
  expect(await linesOf({ "go.mod": "module example.org/x\n" })).toEqual([
    "go vet: go vet ./... (lint, go.mod:1)",
    "go test: go test ./... (tests, go.mod:1)",
  ]);
});

verifies("verify.contract-given", async () => {
  const checks = await checksOf({ "package.json": manifest({ test: "node --test" }) }, ["npm test | tail -1", "true"]);
  expect(checks.map(({ id, proves, from }) => ({ id, proves, from }))).toEqual([
    { id: "--check 1", proves: "custom", from: "--check" },
    { id: "--check 2", proves: "custom", from: "--check" },
  ]);
});

verifies("verify.contract-given", "run for real", async () => {
  const run = async (command: string) => {
    const [check] = await checksOf({}, [command]);
    return spawnSync(check!.argv[0]!, check!.argv.slice(1)).status;
  };
  expect([await run("exit 3 | cat"), await run("true | cat"), await run("true && exit 4")]).toEqual([3, 0, 4]);
  // What the guard is against: a plain shell hides the failure.
  expect(spawnSync("bash", ["-c", "exit 3 | cat"]).status).toBe(0);
});

verifies("verify.contract-frozen", async () => {
  const checks = (await checksOf({ "package.json": manifest({ test: "x", build: "x", lint: "x", typecheck: "x" }) })) as Check[];
  expect(checks.map(({ proves }) => proves)).toEqual(["types", "lint", "build", "tests"]);
  expect(() => checks.pop()).toThrow(TypeError);
  expect(() => Object.assign(checks[0]!, { argv: ["true"] })).toThrow(TypeError);
  expect(await checksOf({ "README.md": "" })).toEqual([]);
});

verifies("verify.contract-unreadable", async () => {
  const unread: Unread[] = [];
  using workspace = makeWorkspace({
    "package.json": '{\n  "scripts": {\n    "test": \n  }\n}\n',
    "go.mod": "module x\n",
    ".github/workflows/ci.yml": "jobs:\n  a: [\n",
    "web/package.json": "{",
    "composer.json/x": "a folder of that name",
  });
  symlinkSync("/proc/self/mem", join(workspace.path, "Cargo.toml"));
  const checks = await findContract(workspace.files, { given: [], onUnread: (file) => unread.push(file) });
  expect(checks.map(({ id }) => id)).toEqual(["go vet", "go test"]);
  expect(unread.map(({ at, own }) => [at, own]).sort(([a], [b]) => (String(a) < String(b) ? -1 : 1))).toEqual([
    [".github/workflows/ci.yml:3", false],
    ["Cargo.toml", true],
    ["package.json:4", true],
  ]);
});

verifies("verify.contract-timeout", async () => {
  const files = { "package.json": manifest({ test: "node --test", lint: "eslint ." }) };
  using workspace = makeWorkspace(files);
  const timesOf = async (options: Parameters<typeof findContract>[1]) =>
    (await findContract(workspace.files, options)).map(({ timeoutMs }) => timeoutMs);
  expect([
    await timesOf({ given: [] }),
    await timesOf({ given: ["true"], timeoutMs: "auto" }),
    await timesOf({ given: [], timeoutMs: 90_000 }),
    await timesOf({ given: ["true"], timeoutMs: 90_000 }),
    await timesOf({ given: [], timeoutMs: null }),
  ]).toEqual([[900_000, 1_800_000], [1_800_000], [90_000, 90_000], [90_000], [0, 0]]);
});
