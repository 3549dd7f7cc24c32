import { expect } from "vitest";
import { findContract } from "../../src/verify/contract.ts";
import { readCommand } from "../../src/verify/command-line.ts";
import { verifies } from "../verifies.ts";
import { makeWorkspace } from "./workspace.ts";

/** `id: argv [in cwd] (proves, from)`. */
async function linesOf(files: Record<string, string>): Promise<string[]> {
  using workspace = makeWorkspace(files);
  const checks = await findContract(workspace.files, { given: [] });
  return checks.map(({ id, argv, cwd, proves, from }) => `${id}: ${argv.join(" ")}${cwd === "." ? "" : ` in ${cwd}`} (${proves}, ${from})`);
}

const scripts = (all: Record<string, string>, more: object = {}): string => JSON.stringify({ ...more, scripts: all });

const kinds: readonly [what: string, files: Record<string, string>, checks: string[]][] = [
  [
    "justfile",
    { justfile: 'flags := "-q"\n\nbuild:\n  cc main.c\n\n@test *args: build\n  ./run {{args}}\n' },
    ["just build: just build (build, justfile:3)", "just test: just test (tests, justfile:6)"],
  ],
  [
    "unittest",
    { "tests/test_money.py": "import unittest\n", "tests/__init__.py": "", "setup.py": "" },
    ["unittest: python3 -m unittest discover -s tests -t . (tests, tests/test_money.py:1)"],
  ],
  ["tox", { "tox.ini": "[tox]\nenvlist = py312\n" }, ["tox: tox (tests, tox.ini:1)"]],
  [
    "tox, where pytest is configured",
    { "tox.ini": "[tox]\n[pytest]\n" },
    ["pytest: python3 -m pytest -q -p no:cacheprovider (tests, tox.ini:2)"],
  ],
  ["nox", { "noxfile.py": "import nox\n\n@nox.session\ndef tests(session): ...\n" }, ["nox: nox (tests, noxfile.py:2)"]],
  [
    "Python's tools, where they are installed",
    { "pyproject.toml": "[tool.ruff]\n[tool.mypy]\n", ".venv/bin/ruff": "" },
    ["ruff: .venv/bin/ruff check . (lint, pyproject.toml:1)"],
  ],
  ["Maven", { "pom.xml": '<?xml version="1.0"?>\n<project>\n</project>\n' }, ["mvn test: mvn -B -q test (tests, pom.xml:2)"]],
  ["Maven with a wrapper", { "pom.xml": "<project/>", mvnw: "" }, ["mvn test: ./mvnw -B -q test (tests, pom.xml:1)"]],
  [
    "Gradle",
    { "settings.gradle.kts": "", "app/build.gradle.kts": "", gradlew: "" },
    ["gradle test: ./gradlew --no-daemon --console=plain test (tests, settings.gradle.kts:1)"],
  ],
  [
    ".NET",
    { "Shop.sln": 'Project("{F}") = "Shop.Tests", "Shop.Tests\\Shop.Tests.csproj", "{A}"\n', "Shop/Shop.csproj": "" },
    ["dotnet build: dotnet build --nologo Shop.sln (build, Shop.sln:1)", "dotnet test: dotnet test --nologo Shop.sln (tests, Shop.sln:1)"],
  ],
  [
    "Composer",
    { "composer.json": scripts({ test: "phpunit", phpstan: "phpstan analyse" }) },
    [
      "composer phpstan: composer run-script --timeout=0 phpstan (types, composer.json:1)",
      "composer test: composer run-script --timeout=0 test (tests, composer.json:1)",
    ],
  ],
  [
    "PHPUnit",
    { "composer.json": "{}", "phpunit.xml.dist": "<?xml?>\n<phpunit>" },
    ["phpunit: vendor/bin/phpunit (tests, phpunit.xml.dist:2)"],
  ],
  ["RSpec", { Gemfile: 'gem "rake"\ngem "rspec"\n', "spec/a_spec.rb": "" }, ["rspec: bundle exec rspec (tests, Gemfile:2)"]],
  ["Rake", { Gemfile: "", Rakefile: "require 'rake'\nRake::TestTask.new\n" }, ["rake test: bundle exec rake test (tests, Rakefile:2)"]],
  ["Mix", { "mix.exs": "defmodule A do\nend\n" }, ["mix test: mix test (tests, mix.exs:1)"]],
  [
    "CTest",
    { "build/CTestTestfile.cmake": "" },
    ["ctest --test-dir: ctest --test-dir build --output-on-failure (tests, build/CTestTestfile.cmake:1)"],
  ],
  [
    "instructions",
    {
      "AGENTS.md":
        "# Work\n\nRun `zig build test` first.\n\n```sh\n$ golangci-lint run   # all of it\nrm -rf build\n```\n\nprettier --check is not a command here.\n",
    },
    ["golangci-lint run: golangci-lint run (lint, AGENTS.md:6)", "zig build test: zig build test (tests, AGENTS.md:3)"],
  ],
  [
    "GitHub's workflows",
    {
      ".github/workflows/ci.yml":
        "on: push\njobs:\n  a:\n    steps:\n      - uses: actions/checkout@v4\n      - run: npm ci\n      - run: |\n          npm run build\n          npm test -- --coverage\n      - run: npm publish ${{ secrets.X }}\n",
      ".github/workflows/broken.yml": "a: [\n",
    },
    [
      "npm run build: npm run build (build, .github/workflows/ci.yml:8)",
      "npm test -- --coverage: npm test -- --coverage (tests, .github/workflows/ci.yml:9)",
    ],
  ],
  [
    "GitLab's pipeline",
    { ".gitlab-ci.yml": "test:\n  script:\n    - cargo clippy\n    - cargo test --all\n" },
    ["cargo clippy: cargo clippy (lint, .gitlab-ci.yml:3)", "cargo test --all: cargo test --all (tests, .gitlab-ci.yml:4)"],
  ],
  [
    "what is nearest to the code counts",
    {
      "package.json": scripts({ test: "node --test" }),
      Makefile: "test:\n\tnpm test\nlint:\n\teslint .\n",
      "AGENTS.md": "`npx eslint .` and `npm test` and `npx tsc --noEmit`\n",
      ".github/workflows/ci.yml": "a:\n  - run: npx tsc -b\n  - run: cargo fmt --check\n",
    },
    [
      "npx tsc --noEmit: npx tsc --noEmit (types, AGENTS.md:1)",
      "cargo fmt --check: cargo fmt --check (format, .github/workflows/ci.yml:3)",
      "make lint: make lint (lint, Makefile:3)",
      "test: npm run test (tests, package.json:1)",
    ],
  ],
];

for (const [what, files, checks] of kinds) {
  verifies("verify.contract-other-kinds", what, async () => {
    expect(await linesOf(files)).toEqual(checks);
  });
}

verifies("verify.contract-projects", async () => {
  const files = {
    "README.md": "",
    "backend/go.mod": "module x\n",
    "web/package.json": scripts({ test: "vitest run" }),
    "web/fixtures/a/package.json": scripts({ test: "exit 1" }),
    "services/mail/Cargo.toml": '[package]\nname = "mail"\n',
    "node_modules/x/package.json": scripts({ test: "exit 1" }),
    "services/broken/package.json": "{",
  };
  expect(await linesOf(files)).toEqual([
    "services/mail: cargo check: cargo check in services/mail (types, services/mail/Cargo.toml:1)",
    "backend: go vet: go vet ./... in backend (lint, backend/go.mod:1)",
    "backend: go test: go test ./... in backend (tests, backend/go.mod:1)",
    "web: test: npm run test in web (tests, web/package.json:1)",
    "services/mail: cargo test: cargo test in services/mail (tests, services/mail/Cargo.toml:1)",
  ]);
});

verifies("verify.contract-projects", "what the root's checks reach is not checked twice", async () => {
  const files = {
    "package.json": scripts({ test: "turbo run test" }, { workspaces: ["packages/*"] }),
    "packages/a/package.json": scripts({ test: "vitest", lint: "eslint ." }),
    "packages/b/package.json": scripts({ test: "vitest", lint: "eslint ." }),
    "packages/broken/package.json": "{",
    "go.mod": "module x\n",
    "tools/go.mod": "module x/tools\n",
  };
  expect(await linesOf(files)).toEqual([
    "go vet: go vet ./... (lint, go.mod:1)",
    "lint: npm run lint --workspaces --if-present (lint, package.json:1)",
    "tools: go vet: go vet ./... in tools (lint, tools/go.mod:1)",
    "go test: go test ./... (tests, go.mod:1)",
    "test: npm run test (tests, package.json:1)",
    "tools: go test: go test ./... in tools (tests, tools/go.mod:1)",
  ]);
  const pnpm = {
    "package.json": "{}",
    "pnpm-workspace.yaml": "packages:\n  - apps/*\n",
    "pnpm-lock.yaml": "",
    "apps/a/package.json": scripts({ test: "vitest run" }),
  };
  expect(await linesOf(pnpm)).toEqual(["test: pnpm --recursive --if-present run test (tests, package.json:1)"]);
});

verifies("verify.command-lines", async () => {
  const known = [
    "npm test",
    "pnpm run test:unit",
    "npx vitest run",
    "uv run pytest -q",
    "./gradlew :app:test",
    "cargo clippy --all-targets",
    "go build ./...",
  ];
  const unknown = [
    "npm ci",
    "npm test | tail",
    "npm test && npm publish",
    "eslint . --fix",
    "CI=1 npm test",
    "rm -rf test",
    "echo npm test",
    "vitest --watch",
    "npm test $(x)",
    "pytest 'a b'",
    "",
    "make",
  ];
  expect(known.map((line) => readCommand(line)?.proves)).toEqual(["tests", "tests", "tests", "tests", "tests", "lint", "build"]);
  expect(unknown.map((line) => readCommand(line))).toEqual(unknown.map(() => undefined));
});
