import { expect } from "vitest";
import { narrowCheck, runsTestsIn } from "../../../src/verify/red-green/narrow.ts";
import type { NewTest } from "../../../src/verify/red-green/plan.ts";
import { verifies } from "../../verifies.ts";
import { checkOf } from "./projects.ts";

const tests = (...paths: string[]): NewTest[] =>
  paths.map((path) => ({ path, language: "typescript", title: "adds", line: 1, added: true }));

const bash = ["bash", "--norc", "--noprofile", "-o", "pipefail", "-c"];
const npm = ["npm", "run", "test"];

verifies("red-green.narrow", () => {
  const narrowed = (runner: string, argv: string[], definition?: string, paths = ["test/a.test.ts"]) =>
    narrowCheck(checkOf(argv, definition), { runner, tests: tests(...paths) })
      .argv.slice(argv[0] === "bash" ? 6 : 0)
      .join(" ");
  const table = [
    narrowed("vitest", npm, "test: vitest run"),
    narrowed("vitest", ["pnpm", "run", "test"], "test: vitest run --coverage", ["a.test.ts", "b.test.ts"]),
    narrowed("vitest", npm, "test: tsc --noEmit && vitest run"),
    narrowed("jest", npm, "test: jest --ci"),
    narrowed("mocha", ["yarn", "run", "test"], "test: mocha"),
    narrowed("node:test", npm, "test: node --import tsx --test test/*.test.ts"),
    narrowed("node:test", [...bash, "node --test test/"]),
    narrowed("vitest", [...bash, "npx vitest run"]),
    narrowed("pytest", ["python3", "-m", "pytest", "-q"], undefined, ["tests/test_a.py"]),
    narrowed("unittest", ["python3", "-m", "unittest", "discover", "-s", "tests"], undefined, ["tests/test_a.py"]),
    narrowed("go test", ["go", "test", "-race", "./..."], undefined, ["a/a_test.go", "b_test.go"]),
    narrowed("cargo test", ["cargo", "test", "--workspace"], undefined, ["tests/a.rs"]),
  ];
  expect(table).toEqual([
    "npm run test -- test/a.test.ts",
    "pnpm run test a.test.ts b.test.ts",
    "npm run test -- test/a.test.ts",
    "npm run test -- --runTestsByPath test/a.test.ts",
    "yarn run test test/a.test.ts",
    "npm run test -- test/a.test.ts",
    "node --test test/ test/a.test.ts",
    "npx vitest run test/a.test.ts",
    "python3 -m pytest -q tests/test_a.py",
    "python3 -m unittest discover -s tests -p test_a.py",
    "go test -race -v -run ^(adds)$ ./a ./",
    "cargo test --workspace -- adds",
  ]);
});

verifies("red-green.narrow", "as a whole when the command, the runner or the paths are not understood", () => {
  const cases: [runner: string | undefined, argv: string[], definition?: string, path?: string][] = [
    [undefined, npm, "test: vitest run"],
    ["vitest, pytest", npm, "test: vitest run"],
    ["vitest", npm, "test: vitest run && eslint ."],
    ["vitest", npm, "test: ./run-tests.sh"],
    ["vitest", npm],
    ["vitest", npm, "test: vitest run | tee out"],
    ["vitest", npm, "test: vitest run", "test/a b.test.ts"],
    ["vitest", npm, "test: vitest run", "-u.test.ts"],
    ["unittest", ["python3", "-m", "unittest", "discover", "-p", "*_case.py"], undefined, "a_case.py"],
    ["cargo test", ["cargo", "test", "--", "--nocapture"], undefined, "tests/a.rs"],
    ["surefire", ["mvn", "-q", "test"], undefined, "src/test/java/ATest.java"],
  ];
  const changed = cases.filter(([runner, argv, definition, path = "a.test.ts"]) => {
    const check = checkOf(argv, definition);
    return narrowCheck(check, { runner, tests: tests(path) }) !== check;
  });
  expect(changed).toEqual([]);
});

verifies("red-green.narrow", "paths are as the check's own folder has them", () => {
  const check = { ...checkOf(npm, "test: vitest run"), cwd: "packages/core" };
  expect(narrowCheck(check, { runner: "vitest", tests: tests("packages/core/src/a.test.ts") }).argv.at(-1)).toBe("src/a.test.ts");
});

verifies("red-green.narrow", "a check whose runner is of another language is not asked", () => {
  expect([
    runsTestsIn("python", "pytest"),
    runsTestsIn("typescript", "pytest"),
    runsTestsIn("rust", "vitest, cargo test"),
    runsTestsIn("go", undefined),
    runsTestsIn("java", "a runner nobody knows"),
  ]).toEqual([true, false, true, true, true]);
});
