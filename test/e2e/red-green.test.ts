import { expect } from "vitest";
import { reply } from "../../src/testing/index.ts";
import { verifies } from "../verifies.ts";
import { eventsOf, setStage, type Stage } from "./harness.ts";

const head = 'import assert from "node:assert";\nimport { test } from "node:test";\nimport { add } from "./sum.js";\n';
const doubles = 'test("doubles", () => {\n  assert.strictEqual(add(2, 2), 2 + 2);\n});\n';
const addsNothing = 'test("adds nothing", () => {\n  assert.strictEqual(add(2, 0), 2);\n});\n';

/** `add` is wrong, and no test shows it. */
const untested = {
  "package.json": '{\n  "name": "sum",\n  "type": "module",\n  "scripts": {\n    "test": "node --test"\n  }\n}\n',
  "sum.js": "export const add = (a, b) => a - b;\n",
  "zero.test.js": `${head}test("is nothing", () => {\n  assert.strictEqual(add(0, 0), 0);\n});\n`,
};

const mend = reply().tool("edit", { path: "sum.js", old: "a - b", new: "a + b" });
const write = (path: string, content: string) => reply().tool("write", { path, content });
const done = reply().text("Done.");

async function tell(stage: Stage, args: readonly string[] = []) {
  const { code, events, stderr } = await stage.exec(["mend add, it subtracts", ...args]);
  const { verdict, findings = [], uncovered = [] } = eventsOf(events, "verdict.reached").at(-1)!;
  const replayed = await stage.fettle(["replay", "last"]);
  return {
    code,
    verdict,
    runs: eventsOf(events, "check.completed").map(({ receipt: { phase, exitCode } }) => `${phase} ${exitCode}`),
    findings: findings.map(({ severity, rule, path, line }) => `${severity} ${rule} ${path}:${line}`),
    uncovered,
    replay: replayed.code,
    stderr,
  };
}

verifies("red-green.judged", async () => {
  await using stage = await setStage({ files: untested, replies: [mend, write("sum.test.js", head + doubles), done] });

  expect(await tell(stage)).toMatchObject({
    code: 0,
    verdict: "verified",
    runs: ["baseline 0", "final 0", "red 1"],
    findings: [],
    uncovered: [],
    replay: 0,
  });
});

verifies("red-green.judged", "the only new test passes without the work: the model is not believed", async () => {
  await using stage = await setStage({ files: untested, replies: [mend, write("sum.test.js", head + addsNothing), done, done] });

  const { stderr, ...told } = await tell(stage);

  expect(told).toEqual({
    code: 3,
    verdict: "unverified",
    runs: ["baseline 0", "final 0", "red 0", "red 1"],
    findings: ["decides passes-without-change sum.test.js:4"],
    uncovered: [],
    replay: 0,
  });
  expect(stderr).toContain('The new test "adds nothing" passes on the code from before the work, too');
});

verifies("red-green.judged", "not before all checks pass, and not twice of one tree", async () => {
  const wrong = reply().tool("edit", { path: "sum.js", old: "a - b", new: "a * b + 1" });
  const right = reply().tool("edit", { path: "sum.js", old: "a * b + 1", new: "a + b" });
  await using stage = await setStage({
    files: untested,
    replies: [wrong, write("sum.test.js", head + doubles), done, right, reply().text("I ran `npm run lint`."), done],
  });

  const { code, runs, replay } = await tell(stage);

  // What fails is run once more, as it may be flaky.
  expect({ code, runs: [...new Set(runs)], red: runs.filter((run) => run.startsWith("red")).length, replay }).toEqual({
    code: 0,
    runs: ["baseline 0", "final 1", "final 0", "red 1"],
    red: 1,
    replay: 0,
  });
});

verifies("red-green.not-known", "where the sandbox has no layers, that is said", async () => {
  await using stage = await setStage({ files: untested, replies: [mend, write("sum.test.js", head + doubles), done] });

  expect(await tell(stage, ["--sandbox", "none", "--yes"])).toMatchObject({
    runs: ["baseline 0", "final 0"],
    uncovered: ["Whether the new tests fail without the work is not known: the sandbox none has no private layers to try them in."],
    replay: 0,
  });
});

verifies("red-green.not-known", "nobody is accused when it takes longer than it may", async () => {
  const waits = `${head}import { setTimeout as wait } from "node:timers/promises";\ntest("waits", async () => {\n  if (add(1, 1) === 0) await wait(600_000);\n  assert.strictEqual(add(1, 1), 2);\n});\n`;
  await using stage = await setStage({ files: untested, replies: [mend, write("sum.test.js", waits), done] });

  const { code, events } = await stage.exec(["mend add"], { env: { FETTLE_RED_GREEN_SECONDS: "2" } });

  expect({ code, uncovered: eventsOf(events, "verdict.reached").at(-1)!.uncovered }).toEqual({
    code: 0,
    uncovered: ["Whether the new tests in sum.test.js fail without the work is not known: it did not end in the time there was."],
  });
});

verifies("red-green.not-known", "what was there before is not kept", async () => {
  await using stage = await setStage({ files: untested, replies: [mend, write("sum.test.js", head + addsNothing), done] });

  const { code, events } = await stage.exec(["mend add"], { env: { FETTLE_UNDO_QUOTA_MB: "0" } });

  expect({ code, uncovered: eventsOf(events, "verdict.reached").at(-1)!.uncovered }).toEqual({
    code: 0,
    uncovered: ["Whether the new tests fail without the work is not known: what was in sum.js before is not kept any more."],
  });
});

verifies("red-green.not-known", "when a person does not want it, nothing is tried", async () => {
  await using stage = await setStage({ files: untested, replies: [mend, write("sum.test.js", head + addsNothing), done] });

  const { code, events } = await stage.exec(["mend add"], { env: { FETTLE_RED_GREEN_SECONDS: "0" } });

  expect({ code, phases: eventsOf(events, "check.completed").map(({ receipt }) => receipt.phase) }).toEqual({
    code: 0,
    phases: ["baseline", "final"],
  });
});
