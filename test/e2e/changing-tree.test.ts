import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { reply } from "../../src/testing/index.ts";
import { verifies } from "../verifies.ts";
import { eventsOf, setStage, type Stage } from "./harness.ts";
import { sum } from "./projects.ts";

const look = reply().tool("shell", { script: "touch signals/worked" });
const done = reply().text("Done.");

/**
 * Once there was work, says that it runs and waits for somebody to let it go on, as often as `times`.
 * Without a box: what it and others write is there at once for both. Nothing in `signals` is part of the tree.
 */
const waits = (times: number) => `
const fs = require("node:fs");
const has = (name) => fs.existsSync("signals/" + name);
if (!has("worked")) process.exit(0);
fs.appendFileSync("signals/log", ".");
const turn = fs.readdirSync("signals").filter((name) => name.startsWith("runs-")).length + 1;
if (turn > ${times}) process.exit(0);
fs.writeFileSync("signals/runs-" + turn, "");
setInterval(() => has("go-" + turn) && process.exit(0), 5);
`;

const files = (times: number) => ({
  ...sum,
  ".gitignore": "signals/\n",
  "signals/.keep": "",
  "wait.js": waits(times),
  "README.md": "Sums.\n",
});

/** Edits a file each time that the check runs, before it lets it go on. */
async function meddle({ workspace }: Stage, times: number, signal: AbortSignal): Promise<void> {
  const signals = join(workspace.root, "signals");
  for (let turn = 1; turn <= times; turn++) {
    while (!existsSync(join(signals, `runs-${turn}`))) {
      if (signal.aborted) return;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    writeFileSync(join(workspace.root, "README.md"), `Sums, edition ${turn}.\n`);
    writeFileSync(join(signals, `go-${turn}`), "");
  }
}

async function judged(edits: number, ...checks: string[]) {
  await using stage = await setStage({ files: files(edits), git: true, replies: [look, done] });
  const over = new AbortController();
  const meddling = meddle(stage, edits, over.signal);
  const { code, events } = await stage.exec(["look", "--sandbox", "none", ...checks.flatMap((check) => ["--check", check])]);
  over.abort();
  await meddling;
  const { reasons } = eventsOf(events, "verdict.reached").at(-1)!;
  const replayed = await stage.fettle(["replay", "last"]);
  const runs = eventsOf(events, "check.completed").map(
    ({ receipt: { check, phase, treeBefore, treeAfter } }) => `${phase} ${check}${treeBefore === treeAfter ? "" : ", tree changed"}`,
  );
  const times = (await stage.workspace.read("signals/log")).length;
  return { code, runs, times, reasons, replay: replayed.code };
}

verifies("verify.changing-tree", async () => {
  const { reasons, ...told } = await judged(1, "node wait.js");
  expect(told).toEqual({
    code: 0,
    // Of a run that is run once more, nothing is left to be told.
    runs: ["baseline --check 1", "final --check 1"],
    times: 2,
    replay: 0,
  });
  expect(reasons).toEqual([expect.stringContaining("passes")]);
});

verifies("verify.changing-tree", "while a later check ran", async () => {
  const { reasons: _, ...told } = await judged(1, "node test.js", "node wait.js");
  expect(told).toEqual({
    code: 0,
    runs: ["baseline --check 1", "baseline --check 2", "final --check 1", "final --check 2", "final --check 1"],
    times: 2,
    replay: 0,
  });
});

verifies("verify.changing-tree", "each time: then nothing is known", async () => {
  expect(await judged(2, "node wait.js")).toEqual({
    code: 3,
    runs: ["baseline --check 1", "final --check 1, tree changed"],
    times: 2,
    reasons: [expect.stringContaining("changed files of the tree while it judged it")],
    replay: 0,
  });
});

/** Waits until another one runs. */
const meets = `
const fs = require("node:fs");
if (!fs.existsSync("signals/worked")) process.exit(0);
fs.writeFileSync("signals/runs-" + process.pid, "");
setInterval(() => fs.readdirSync("signals").filter((name) => name.startsWith("runs-")).length >= 2 && process.exit(0), 5);
`;

verifies("verify.at-once", async () => {
  await using one = await setStage({ files: { ...files(0), "wait.js": meets }, git: true, replies: [look, done] });
  await using two = await setStage({ replies: [look, done] });
  const args = ["look", "--sandbox", "none", "--check", "node wait.js", "--check", "node test.js"];
  const theirs = { cwd: one.workspace.root, env: { HOME: one.home, FETTLE_HOME: join(one.home, ".fettle") } };
  const ended = await Promise.all([one.exec(args), two.exec(args, theirs)]);
  expect(ended.map(({ code }) => code)).toEqual([0, 0]);
});

verifies("verify.at-once", "in boxes, by checks that write", async () => {
  const build = "mkdir -p built && for i in 1 2 3 4 5 6 7 8; do echo $i > built/$i && sleep 0.05; done && test $(cat built/8) = 8";
  const work = reply().tool("shell", { script: "true" });
  await using one = await setStage({ files: { ...sum, ".gitignore": "built/\n" }, git: true, replies: [work, done] });
  await using two = await setStage({ replies: [work, done] });
  mkdirSync(join(one.workspace.root, "built"));
  const args = ["look", "--check", build, "--check", "node test.js"];
  const theirs = { cwd: one.workspace.root, env: { HOME: one.home, FETTLE_HOME: join(one.home, ".fettle") } };
  const ended = await Promise.all([one.exec(args), two.exec(args, theirs)]);
  expect(ended.map(({ code, stderr }) => (code === 0 ? code : stderr))).toEqual([0, 0]);
});
