import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What its contract is, as npm scripts. */
export const commands = [
  ["npm", "run", "lint"],
  ["npm", "run", "test"],
] as const;

const TESTS = 6;
/** What a test waits, as tests of timers, servers and files do: it takes as long on a busy machine. */
const TEST_MS = 50;

/** The edit of the model: code and a test of it. */
export const edit =
  "printf 'export const half = (a) => a / 2;\\n' > src/half.js && " +
  `printf 'import assert from "node:assert";\\nimport { test } from "node:test";\\nimport { half } from "../src/half.js";\\n` +
  `test("halves", () => assert.equal(half(4), 2));\\n' > test/half.test.js && echo do''ne`;
export const prints = "done";

/** A git repository with a linter of its own and a suite of `node --test` that has `files` files, about a third of a second each. */
export function makeProject(folder: string, files: number): void {
  rmSync(folder, { recursive: true, force: true });
  for (const name of ["src", "test"]) mkdirSync(join(folder, name), { recursive: true });
  const write = (path: string, text: string): void => writeFileSync(join(folder, path), text);
  write("package.json", JSON.stringify({ name: "project", type: "module", scripts: { lint: "node lint.js", test: "node --test" } }));
  write(
    "lint.js",
    `import { readdirSync, readFileSync } from "node:fs";\nfor (const name of readdirSync("src")) if (/\\bvar\\b/.test(readFileSync("src/" + name, "utf8"))) throw new Error(name);\n`,
  );
  for (let file = 0; file < files; file++) {
    write(`src/module${file}.js`, `export function add${file}(a, b) {\n  return a + b + ${file};\n}\n`);
    const tests = Array.from({ length: TESTS }, (_, n) => {
      const body = `  await setTimeout(${TEST_MS});\n  assert.equal(add${file}(1, ${n}), ${1 + n + file});`;
      return `test("adds ${n}", async () => {\n${body}\n});\n`;
    });
    const imports = [
      `import assert from "node:assert";`,
      `import { test } from "node:test";`,
      `import { setTimeout } from "node:timers/promises";`,
      `import { add${file} } from "../src/module${file}.js";`,
    ];
    write(`test/module${file}.test.js`, [...imports, ...tests].join("\n"));
  }
  const git = (...args: string[]): void => void execFileSync("git", ["-C", folder, ...args]);
  git("init", "-q");
  git("add", ".");
  git("-c", "user.name=bench", "-c", "user.email=bench@localhost", "commit", "-q", "-m", "everything");
}
