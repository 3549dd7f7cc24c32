import { expect } from "vitest";
import { reply } from "../../src/testing/index.ts";
import { verifies } from "../verifies.ts";
import { eventsOf, setStage, type Ended } from "./harness.ts";

const test = (name: string, expression: string, value: number) => `test("${name}", () => assert.strictEqual(${expression}, ${value}));\n`;

const files = {
  "package.json": '{\n  "type": "module",\n  "scripts": {\n    "test": "node --test"\n  }\n}\n',
  "sum.js": "export const sum = (a, b) => a + b;\nexport const twice = (a) => 2 * a;\nexport const half = (a) => a / 2;\n",
  "notes.md": "Sums.\n",
  "sum.test.js": `import assert from "node:assert";\nimport { test } from "node:test";\nimport { half, sum, twice } from "./sum.js";\n${test("adds", "sum(1, 2)", 3)}${test("doubles", "twice(3)", 6)}${test("halves", "half(6)", 3)}`,
};

const edit = (path: string, old: string, now: string) => reply().tool("edit", { path, old, new: now });
const done = reply().text("Done.");

/** What the harness has told the model, in order. */
function told({ events }: Ended): string[] {
  return eventsOf(events, "prompt.admitted")
    .filter(({ by }) => by === "harness")
    .map(({ parts }) => parts.map((part) => (part.type === "text" && typeof part.text === "string" ? part.text : "")).join("\n"));
}

verifies("verify.digest-failures", "as the model gets it", async () => {
  await using stage = await setStage({
    files,
    replies: [edit("sum.js", "a + b", "a - b"), edit("notes.md", "Sums", "All sums"), done, edit("sum.js", "a - b", "a + b"), done],
  });

  const ended = await stage.exec(["tidy up"]);

  const replayed = await stage.fettle(["replay", "last"]);
  const [feedback = "", ...more] = told(ended);
  const lines = feedback.split("\n");
  expect({
    code: ended.code,
    more,
    replay: replayed.code,
    told: lines.slice(2, 6).map((line) => line.replace(/receipt-\w+/, "receipt")),
  }).toEqual({
    code: 0,
    more: [],
    replay: 0,
    told: [
      "The check test (`npm run test`) ended with exit code 1 (receipt):",
      "1 of 3 tests failed: adds (sum.test.js:4)",
      "To run it alone: npm run test -- sum.test.js",
      "Changed since it passed: sum.js and notes.md",
    ],
  });
  expect(feedback).toContain("-1 !== 3");
  expect(feedback).not.toContain("node:internal");
});

verifies("verify.rounds", "less fails each time: it goes on, however few rounds there are without", async () => {
  const broken = files["sum.js"].replace("a + b", "a - b").replace("2 * a", "3 * a").replace("a / 2", "a / 3");
  await using stage = await setStage({
    files: { ...files, "sum.js": broken },
    replies: [done, edit("sum.js", "a - b", "a + b"), done, edit("sum.js", "3 * a", "2 * a"), done, edit("sum.js", "a / 3", "a / 2"), done],
  });

  const ended = await stage.exec(["make the tests pass"], { env: { FETTLE_CHECK_ROUNDS: "1" } });

  expect({ code: ended.code, counts: told(ended).map((text) => /\d of 3 tests failed/.exec(text)?.[0]) }).toEqual({
    code: 0,
    counts: ["3 of 3 tests failed", "2 of 3 tests failed", "1 of 3 tests failed"],
  });
});

verifies("verify.rounds", "control: it ends where nothing becomes better", async () => {
  const broken = { ...files, "sum.js": files["sum.js"].replace("a + b", "a - b") };
  await using stage = await setStage({
    files: broken,
    replies: [done, edit("sum.js", "a - b", "a * b"), done],
  });

  const ended = await stage.exec(["make the tests pass"], { env: { FETTLE_CHECK_ROUNDS: "1" } });

  expect({ code: ended.code, rounds: told(ended).length }).toEqual({ code: 4, rounds: 1 });
});

verifies("verify.findings-told", "a test was skipped, and is put back", async () => {
  const broken = { ...files, "sum.js": files["sum.js"].replace("a + b", "a - b") };
  const skip = edit("sum.test.js", 'test("adds"', 'test.skip("adds"');
  const replies = [skip, done, edit("sum.test.js", 'test.skip("adds"', 'test("adds"'), edit("sum.js", "a - b", "a + b"), done];
  await using stage = await setStage({ files: broken, replies });

  const ended = await stage.exec(["make the tests pass"]);

  const replayed = await stage.fettle(["replay", "last"]);
  const verdicts = eventsOf(ended.events, "verdict.reached").map(({ verdict }) => verdict);
  const [feedback = "", ...more] = told(ended);
  expect({ code: ended.code, verdicts, more, replay: replayed.code, told: feedback.split("\n").slice(2) }).toEqual({
    code: 0,
    verdicts: ["unverified", "verified"],
    more: [],
    replay: 0,
    told: [
      "- package.json:4: In test 2 tests ran, and 3 before the work; 1 are skipped, and 0 were.",
      '- sum.test.js:4: The test "adds" failed and is now skipped.',
      '- sum.test.js:1: "adds" failed before the work, and would fail still if the tests were as they were: what they demand was changed, not what they test.',
    ],
  });
});

verifies("verify.findings-told", "control: nothing goes back where no round is wanted", async () => {
  const broken = { ...files, "sum.js": files["sum.js"].replace("a + b", "a - b") };
  const skip = edit("sum.test.js", 'test("adds"', 'test.skip("adds"');
  await using stage = await setStage({ files: broken, replies: [skip, reply().text("I committed it.")] });

  const ended = await stage.exec(["make the tests pass"], { env: { FETTLE_CHECK_ROUNDS: "0" } });

  expect({ code: ended.code, told: told(ended) }).toEqual({ code: 3, told: [] });
});

verifies("verify.findings-told", "each once, and not for ever", async () => {
  const skip = (name: string) => edit("sum.test.js", `test("${name}"`, `test.skip("${name}"`);
  await using stage = await setStage({ files, replies: [skip("adds"), done, skip("doubles"), done, skip("halves"), done] });

  const ended = await stage.exec(["tidy up"], { env: { FETTLE_CHECK_ROUNDS: "2" } });

  expect({ code: ended.code, told: told(ended).map((text) => text.match(/"(adds|doubles|halves)"/g)) }).toEqual({
    code: 3,
    told: [['"adds"'], ['"doubles"']],
  });
});
