import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { findContract } from "../../src/verify/contract.ts";
import { findChangedChecks } from "../../src/verify/definitions.ts";
import { verifies } from "../verifies.ts";
import { makeWorkspace } from "./workspace.ts";

type Files = Readonly<Record<string, string | undefined>>;

/** Ids of the checks that were changed by a work that leaves `after`; a file without text is deleted by it. */
async function changedBy(before: Readonly<Record<string, string>>, after: Files, given: string[] = []): Promise<string[]> {
  using workspace = makeWorkspace(before);
  const contract = await findContract(workspace.files, { given });
  expect([...(await findChangedChecks(workspace.files, contract))]).toEqual([]);
  for (const [path, text] of Object.entries(after)) {
    if (text === undefined) rmSync(join(workspace.path, path));
    else workspace.write({ [path]: text });
  }
  return [...(await findChangedChecks(workspace.files, contract))];
}

function manifest(scripts: Readonly<Record<string, string>>, more: object = {}): { "package.json": string } {
  return { "package.json": JSON.stringify({ name: "x", ...more, scripts }, undefined, 2) };
}

const scripts = {
  test: "npm run unit && run-s 'lint:*'",
  unit: "node --test",
  "lint:js": "eslint .",
  start: "node .",
  build: "vite build",
};
const packages: [what: string, after: Files, changed: string[]][] = [
  ["the script", manifest({ ...scripts, test: "exit 0" }), ["test"]],
  ["a script that it runs", manifest({ ...scripts, unit: "exit 0" }), ["test"]],
  ["a script of a group that it runs", manifest({ ...scripts, "lint:js": "true" }), ["test"]],
  ["a script before it", manifest({ ...scripts, pretest: "rm -rf test" }), ["test"]],
  ["a script after one that it runs", manifest({ ...scripts, postunit: "exit 0" }), ["test"]],
  ["its script is gone", manifest({ build: scripts.build }), ["test"]],
  ["the file is gone", { "package.json": undefined }, ["build", "test"]],
  ["the file cannot be read", { "package.json": "{" }, ["build", "test"]],
  ["nothing", {}, []],
  ["other scripts and fields", manifest({ ...scripts, start: "node main.js", deploy: "x" }, { version: "2.0.0" }), []],
  ["the order of scripts", manifest(Object.fromEntries(Object.entries(scripts).toReversed())), []],
  ["a better check is there now", manifest({ ...scripts, typecheck: "tsc --noEmit" }), []],
  ["another package manager", { "pnpm-lock.yaml": "" }, []],
];
for (const [what, after, changed] of packages) {
  verifies("verify.contract-definition", `package.json: ${what}`, async () => {
    expect(await changedBy(manifest(scripts), after)).toEqual(changed);
  });
}

const rules = {
  first: "# Project\nPYTHON ?= python3\nVERSION := 1\n.PHONY: test build\n",
  build: "build: main.o\n\tcc $(CFLAGS) \\\n\t  -o main main.o\n",
  test: "test: data\n\t$(PYTHON) run.py\n",
  data: "data:\n\tcp in out\n",
  deploy: "deploy:\n\t./deploy $(VERSION)\n",
};
const makefile = (more: Partial<typeof rules> = {}): { Makefile: string } => ({
  Makefile: Object.values({ ...rules, ...more }).join("\n"),
});
const makefiles: [what: string, after: Files, changed: string[]][] = [
  ["the recipe", makefile({ test: "test: data\n\ttrue\n" }), ["make test"]],
  ["the recipe of something it needs", makefile({ data: "data:\n\texit 1\n" }), ["make test"]],
  ["what it needs", makefile({ test: "test:\n\t$(PYTHON) run.py\n" }), ["make test"]],
  ["a variable in it", makefile({ first: rules.first.replace("python3", "true") }), ["make test"]],
  ["a variable for it alone", makefile({ deploy: `${rules.deploy}test: PYTHON = true\n` }), ["make test"]],
  ["it is no longer phony", makefile({ first: rules.first.replace(" test", "") }), ["make test"]],
  ["the shell", makefile({ first: `${rules.first}SHELL = /bin/true\n` }), ["make build", "make test"]],
  ["errors are ignored", makefile({ first: `${rules.first}.IGNORE:\n` }), ["make build", "make test"]],
  ["another file goes before it", { GNUmakefile: "test:\n\ttrue\n" }, ["make build", "make test"]],
  ["its rule is gone", makefile({ test: "" }), ["make test"]],
  ["other rules and variables", makefile({ deploy: "deploy: other\n\t./ship\nother:\n\ttrue\n" }), []],
  [
    "comments, empty lines and where lines are broken",
    makefile({ first: `#\n\n${rules.first}`, build: rules.build.replace("\\\n\t  ", "") }),
    [],
  ],
  ["the project has a better check now", manifest({ test: "node --test" }), []],
];
for (const [what, after, changed] of makefiles) {
  verifies("verify.contract-definition", `Makefile: ${what}`, async () => {
    expect(await changedBy(makefile(), after)).toEqual(changed);
  });
}

const python = { "pyproject.toml": '[project]\nname = "x"\n\n[tool.pytest.ini_options]\naddopts = "-x"\n\n[tool.ruff]\n' };
const pythons: [what: string, after: Files, changed: string[]][] = [
  ["its options", { "pyproject.toml": python["pyproject.toml"].replace("-x", "--collect-only") }, ["pytest"]],
  ["another file goes before it", { "pytest.ini": "[pytest]\naddopts = --collect-only\n" }, ["pytest"]],
  ["the options of another tool", { "pyproject.toml": `${python["pyproject.toml"]}line-length = 99\n` }, []],
  ["an environment to run it in", { ".venv/bin/python": "" }, []],
];
for (const [what, after, changed] of pythons) {
  verifies("verify.contract-definition", `pytest: ${what}`, async () => {
    expect(await changedBy(python, after)).toEqual(changed);
  });
}

verifies("verify.contract-definition", "pytest: options where there were none", async () => {
  const project = { "setup.py": "", "tests/test_a.py": "" };
  expect(await changedBy(project, { "setup.cfg": "[tool:pytest]\naddopts = --co\n" })).toEqual(["pytest"]);
  expect(await changedBy(project, { "tests/test_a.py": "def test_a(): pass" })).toEqual([]);
});

verifies("verify.contract-definition", "a command says all by itself", async () => {
  expect(await changedBy(manifest(scripts), manifest({}), ["npm run test"])).toEqual([]);
  expect(await changedBy({ "go.mod": "module x\n" }, { "go.mod": "module y\n" })).toEqual([]);
});

verifies("verify.contract-definition", "a check passes once its script is changed, so its name proves nothing", () => {
  using workspace = makeWorkspace(manifest({ test: "exit 1" }));
  const run = () => spawnSync("npm", ["run", "test"], { cwd: workspace.path }).status;
  const before = run();
  workspace.write(manifest({ test: "exit 0" }));
  expect([before, run()]).toEqual([1, 0]);
});
