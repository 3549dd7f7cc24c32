import { expect } from "vitest";
import { planRedGreen } from "../../../src/verify/red-green/plan.ts";
import { verifies } from "../../verifies.ts";

const test = (name: string, from: string, body = "assert.equal(sum(1), 1)") =>
  `import { test } from "node:test";\nimport { sum } from "${from}";\ntest("${name}", () => ${body});\n`;

const change = (path: string, before: string | undefined, after: string | undefined) => ({ path, before, after });

/** Path → the text that is put back; null: nothing. */
const edits = (given: ReadonlyMap<string, Uint8Array | null> | undefined) =>
  given && Object.fromEntries([...given].map(([path, content]) => [path, content && Buffer.from(content).toString()]));

verifies("red-green.plan", async () => {
  const plan = await planRedGreen([
    change("src/sum.ts", "old sum", "new sum"),
    change("src/new.ts", undefined, "new"),
    change("src/gone.ts", "gone", undefined),
    change("package.json", "{}", '{ "type": "module" }'),
    change("README.md", "old", "new"),
    change(
      "test/sum.test.ts",
      test("kept", "../src/sum.ts"),
      `${test("kept", "../src/sum.ts")}${test("added", "../src/sum.ts", "assert.equal(sum(2), 2)")}`,
    ),
    change("test/new.test.ts", undefined, test("other", "../src/new.ts")),
    change("test/__snapshots__/sum.test.ts.snap", "old", "new"),
  ]);
  expect({ ...plan, base: edits(plan?.base), code: edits(plan?.code), fix: edits(plan?.fix) }).toEqual({
    tests: [
      { path: "test/sum.test.ts", language: "typescript", title: "added", line: 6, added: true },
      { path: "test/new.test.ts", language: "typescript", title: "other", line: 3, added: true },
    ],
    base: { "src/sum.ts": "old sum", "src/new.ts": null, "src/gone.ts": "gone", "package.json": "{}", "README.md": "old" },
    code: { "src/sum.ts": "old sum", "src/new.ts": null, "src/gone.ts": "gone" },
    fix: { "src/sum.ts": "old sum", "src/new.ts": null },
    mixed: [],
  });
});

verifies("red-green.plan", "a test whose expectation was changed counts, one that was only moved or formatted does not", async () => {
  const source = change("sum.js", "a", "b");
  const before = test("adds", "./sum.js", "assert.equal(sum(1, 2), 3)");
  const tried = async (path: string, after: string) =>
    (
      await planRedGreen([
        source,
        change("sum.test.js", before, path === "sum.test.js" ? after : undefined),
        ...(path === "sum.test.js" ? [] : [change(path, undefined, after)]),
      ])
    )?.tests.map(({ title, added }) => [title, added]);
  expect([
    await tried("sum.test.js", before.replace(", 3)", ", 4)")),
    await tried("sum.test.js", before.replace("assert.equal(sum(1, 2), 3)", "assert.equal(\n  sum(1, 2),\n  3,\n)")),
    await tried("test/sum.test.js", before),
  ]).toEqual([[["adds", false]], undefined, undefined]);
});

verifies("red-green.plan", "without new tests, or with nothing but tests, there is nothing to try", async () => {
  expect([
    await planRedGreen([change("a.js", "1", "2")]),
    await planRedGreen([change("a.test.js", undefined, test("adds", "./a.js"))]),
    await planRedGreen([change("a.test.js", undefined, test("adds", "./a.js")), change("fixtures/a.json", "1", "2")]),
  ]).toEqual([undefined, undefined, undefined]);
});

verifies("red-green.plan", "tests that stand in one file with what they test are told apart", async () => {
  const rust =
    "pub fn one() -> i32 { 1 }\n\n#[cfg(test)]\nmod tests {\n    #[test]\n    fn ones() {\n        assert_eq!(super::one(), 1);\n    }\n}\n";
  const plan = await planRedGreen([change("src/lib.rs", "pub fn one() -> i32 { 2 }\n", rust), change("src/main.rs", "a", "b")]);
  expect({ tests: plan?.tests, mixed: plan?.mixed, base: edits(plan?.base) }).toEqual({
    tests: [],
    mixed: ["src/lib.rs"],
    base: { "src/main.rs": "a" },
  });
});
