import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { eventSchema } from "../../src/contract/protocol.ts";
import { threadPaths } from "../../src/log/home.ts";
import { verifyLog } from "../../src/log/verify.ts";
import { reply } from "../../src/testing/index.ts";
import { verifies } from "../verifies.ts";
import { eventsOf, setStage, type Stage } from "./harness.ts";
import { brokenSum, brokenTests as broken, sum } from "./projects.ts";

interface Repository extends Stage {
  git(...args: string[]): string;
  /** Replaces text in a file, as a person would. */
  change(path: string, from: string | RegExp, to: string): void;
}

async function repository(files: Readonly<Record<string, string>>): Promise<Repository> {
  const stage = await setStage({ files });
  const { root } = stage.workspace;
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...args], { cwd: root, encoding: "utf8" }).trim();
  git("init", "-q", "-b", "main");
  git("add", "-A");
  git("commit", "-qm", "one");
  const change = (path: string, from: string | RegExp, to: string) => {
    const text = readFileSync(join(root, path), "utf8");
    expect(text.replace(from, to)).not.toBe(text);
    writeFileSync(join(root, path), text.replace(from, to));
  };
  return { ...stage, git, change };
}

async function judged(stage: Stage, ...args: string[]) {
  const { code, stderr } = await stage.fettle(["verify", ...args]);
  const events = await stage.events();
  const verdict = eventsOf(events, "verdict.reached").at(-1);
  return {
    code,
    stderr,
    events,
    verdict: verdict?.verdict,
    findings: (verdict?.findings ?? []).map(({ rule }) => rule),
    diff: verdict?.diff,
  };
}

verifies("judging.base", "a person's mend, and the same work replayed", async () => {
  await using stage = await repository(brokenSum);
  stage.change("add.js", "a - b", "a + b");
  const before = stage.git("status", "--porcelain");
  const { code, stderr, verdict, diff, events } = await judged(stage);
  const replayed = await stage.fettle(["replay", "last"]);

  expect({
    code,
    verdict,
    diff,
    runs: [...new Set(eventsOf(events, "check.completed").map(({ receipt: { phase, exitCode } }) => `${phase} ${exitCode}`))],
    trees: new Set(eventsOf(events, "check.completed").map(({ receipt }) => receipt.treeBefore)).size,
    invalid: events.flatMap((event) => eventSchema.safeParse(event).error?.issues ?? []),
    untouched: stage.git("status", "--porcelain") === before,
    replayed: replayed.code,
  }).toEqual({
    code: 0,
    verdict: "verified",
    diff: { files: 1, added: 1, removed: 1 },
    runs: ["baseline 1", "final 0"],
    trees: 2,
    invalid: [],
    untouched: true,
    replayed: 0,
  });
  expect(stderr).toContain("1 file changed, +1 -1\n");
});

verifies("judging.base", "work that breaks, that changes its check, that was there before", async () => {
  await using stage = await repository(sum);
  const nothing = await judged(stage);
  stage.change("add.js", "a + b", "a * b");
  const breaks = await judged(stage);
  stage.change("package.json", "node test.js", "true");
  const changesCheck = await judged(stage);
  stage.git("commit", "-qam", "two");
  const sinceOne = await judged(stage, "--diff", "HEAD~1");
  const sinceTwo = await judged(stage);
  expect({
    nothing: [nothing.code, nothing.verdict, eventsOf(nothing.events, "check.completed").length],
    breaks: [breaks.code, breaks.verdict],
    changesCheck: [changesCheck.code, changesCheck.verdict],
    sinceOne: [sinceOne.code, sinceOne.verdict],
    sinceTwo: [sinceTwo.code, sinceTwo.verdict],
  }).toEqual({
    nothing: [0, "verified", 1],
    breaks: [4, "failed"],
    changesCheck: [3, "unverified"],
    sinceOne: [3, "unverified"],
    sinceTwo: [0, "verified"],
  });
});

verifies("judging.base", "a branch, a first commit, and what cannot be judged", async () => {
  await using stage = await repository(broken);
  stage.git("checkout", "-qb", "topic");
  stage.change("sum.js", "a - b", "a + b");
  stage.git("commit", "-qam", "mend");
  stage.git("checkout", "-q", "main");
  await stage.workspace.write("other.js", "export {};\n");
  stage.git("add", "-A");
  stage.git("commit", "-qm", "other");
  stage.git("checkout", "-q", "topic");
  const branch = await judged(stage, "--diff", "main...");
  const refused = [];
  for (const args of [
    ["--diff", "nowhere"],
    ["--diff", "--output=x"],
    ["last", "--diff", "HEAD"],
    ["--by", "ada"],
  ])
    refused.push((await stage.fettle(["verify", ...args])).code);
  execFileSync("rm", ["-rf", ".git"], { cwd: stage.workspace.root });
  const none = await stage.fettle(["verify"]);
  stage.git("init", "-q");
  const first = await judged(stage);
  expect({
    branch: [branch.code, branch.diff],
    refused,
    none: [none.code, none.stderr.split("\n")[0]!.replace(/ in \/.*\. \[/, ". [")],
    // Nobody but the work itself says how it is checked.
    first: [first.code, first.verdict],
  }).toEqual({
    branch: [0, { files: 1, added: 1, removed: 1 }],
    refused: [2, 2, 2, 2],
    none: [2, "fettle: There is no git repository. [usage.invalid]"],
    first: [3, "unverified"],
  });
});

verifies("judging.hides-nothing", async () => {
  await using stage = await repository(broken);
  stage.change("sum.js", "a - b", "a + b");
  stage.change("sum.test.js", 'test("doubles"', 'test.skip("doubles"');
  const plain = await judged(stage);
  // Each of these hides the change from git.
  stage.git("update-index", "--assume-unchanged", "sum.test.js");
  const assumed = await judged(stage);
  stage.git("update-index", "--no-assume-unchanged", "sum.test.js");
  stage.git("update-index", "--skip-worktree", "sum.test.js");
  const skipped = await judged(stage);
  const hidden = stage.git("status", "--porcelain", "sum.test.js");
  stage.git("update-index", "--no-skip-worktree", "sum.test.js");
  writeFileSync(join(stage.workspace.root, ".git/info/exclude"), "*.js\n");
  await stage.workspace.write("more.test.js", 'import { test } from "node:test";\ntest("nothing", () => {});\n');
  const excluded = await judged(stage);
  const rules = ["test-skipped"];
  expect({
    hidden,
    plain: [plain.code, plain.findings.filter((rule) => rules.includes(rule))],
    assumed: [assumed.code, assumed.findings.filter((rule) => rules.includes(rule))],
    skipped: [skipped.code, skipped.findings.filter((rule) => rules.includes(rule))],
    excluded: excluded.diff?.files,
  }).toEqual({ hidden: "", plain: [3, rules], assumed: [3, rules], skipped: [3, rules], excluded: 3 });
});

verifies("judging.runs-nothing", async () => {
  await using stage = await repository(brokenSum);
  const canary = join(stage.home, "ran");
  const program = join(stage.home, "program.sh");
  writeFileSync(program, `#!/bin/sh\necho "$0" >> ${canary}\ncat\n`);
  chmodSync(program, 0o755);
  writeFileSync(join(stage.workspace.root, ".gitattributes"), "*.js filter=evil diff=evil\n");
  for (const name of ["core.fsmonitor", "filter.evil.clean", "filter.evil.smudge", "diff.evil.textconv", "diff.external"])
    stage.git("config", name, program);
  stage.change("add.js", "a - b", "a + b");
  const { code } = await judged(stage);
  const ran = existsSync(canary);
  // Positive control: git itself does run them.
  stage.git("status", "--porcelain");
  expect({ code, ran, control: existsSync(canary) }).toEqual({ code: 0, ran: false, control: true });
});

const edit = (path: string, old: string, now: string) => reply().tool("edit", { path, old, new: now });

verifies("judging.thread", async () => {
  await using stage = await setStage({ files: brokenSum, replies: [edit("add.js", "a - b", "a + b"), reply().text("Done.")] });
  const first = await stage.exec(["make the tests pass"]);
  const { thread } = first.events[0]!;
  const file = join(stage.workspace.root, "add.js");
  const mended = readFileSync(file, "utf8");
  const runs = (result: Awaited<ReturnType<typeof judged>>) => eventsOf(result.events, "check.completed").length;
  const again = await judged(stage, thread);
  writeFileSync(file, mended.replace("a + b", "a * b"));
  const brokenSince = await judged(stage, "last");
  writeFileSync(file, mended);
  const mendedSince = await judged(stage, "last");
  const shown = await stage.fettle(["show", "last"]);
  const proof = await stage.fettle(["proof", "last"]);
  const replayed = await stage.fettle(["replay", thread]);
  const wrong = await stage.fettle(["verify", "zzz"]);
  // A turn that its process did not end is somebody's to go on with.
  const { dir, checkpoint } = threadPaths(join(stage.home, ".fettle"), thread);
  const log = join(dir, "events-0001.jsonl");
  writeFileSync(log, readFileSync(log, "utf8").replace(/[^\n]*\n$/, ""));
  rmSync(checkpoint);
  const open = await stage.fettle(["verify", thread]);

  expect({
    first: first.code,
    again: [again.code, again.verdict, runs(again) - eventsOf(first.events, "check.completed").length],
    brokenSince: [brokenSince.code, brokenSince.verdict],
    mendedSince: [mendedSince.code, mendedSince.verdict],
    baselines: eventsOf(mendedSince.events, "check.completed").filter(({ receipt }) => receipt.phase === "baseline").length,
    replayed: replayed.code,
    wrong: wrong.code,
    open: [open.code, open.stderr.split("\n")[0]],
  }).toEqual({
    first: 0,
    again: [0, "verified", 0],
    brokenSince: [4, "failed"],
    mendedSince: [0, "verified"],
    baselines: eventsOf(first.events, "check.completed").filter(({ receipt }) => receipt.phase === "baseline").length,
    replayed: 0,
    wrong: 2,
    open: [2, `fettle: Thread ${thread} has a turn that is not at its end. [usage.invalid]`],
  });
  expect(again.stderr).toMatch(/\n {2}test +exit 1 +passed /);
  expect(shown.stdout).toMatch(/\n {2}test +exit 1 +passed /);
  expect(proof.stdout).toContain("> make the tests pass\n");
});

verifies("judging.accept", async () => {
  await using stage = await repository(broken);
  stage.change("sum.js", "a - b", "a + b");
  stage.change("sum.test.js", 'test("doubles"', 'test.skip("doubles"');
  const first = await judged(stage);
  const { findings = [] } = eventsOf(first.events, "verdict.reached").at(-1)!;
  const deciding = findings.filter(({ severity }) => severity === "decides").map(({ id }) => id);
  const nameless = await stage.fettle(["verify", "last", "--accept", deciding[0]!]);
  const threadless = await stage.fettle(["verify", "--accept", deciding[0]!, "--by", "ada"]);
  const unknown = await stage.fettle(["verify", "last", "--accept", "f-none", "--by", "ada"]);
  const accepted = [];
  for (const id of deciding) {
    const { code, stdout } = await stage.fettle(["verify", "last", "--accept", id, "--by", "ada", "--reason", "double goes"]);
    accepted.push({ code, told: stdout.includes(`${id} by ada: double goes`) });
  }
  const { thread } = first.events[0]!;
  const log = await verifyLog({ home: join(stage.home, ".fettle"), thread });
  const proof = await stage.fettle(["proof", "last", "--format", "json"]);
  const again = await judged(stage, "last");

  expect({
    first: [first.code, deciding.length > 0],
    refused: [nameless.code, threadless.code, unknown.code],
    last: accepted.at(-1),
    log: log.status,
    proof: (JSON.parse(proof.stdout) as { verdict: string }).verdict,
    again: again.code,
  }).toEqual({
    first: [3, true],
    refused: [2, 2, 2],
    last: { code: 0, told: true },
    log: "intact",
    proof: "verified",
    again: 0,
  });
});

verifies("judging.accept", "what else keeps the work from being verified goes on doing so", async () => {
  await using stage = await setStage({
    files: broken,
    replies: [edit("sum.js", "a - b", "a + b"), edit("sum.test.js", 'test("doubles"', 'test.skip("doubles"'), reply().text("Done.")],
  });
  const first = await stage.exec(["make the tests pass", "--must-not-change", "sum.test.js"], { env: { FETTLE_CHECK_ROUNDS: "0" } });
  const { findings = [] } = eventsOf(first.events, "verdict.reached").at(-1)!;
  const codes = [];
  for (const { id } of findings.filter(({ severity }) => severity === "decides"))
    codes.push((await stage.fettle(["verify", "last", "--accept", id, "--by", "ada"])).code);
  const last = eventsOf(await stage.events(), "verdict.reached").at(-1)!;
  expect({ first: first.code, codes: new Set(codes), verdict: last.verdict, findings: last.findings ?? [] }).toEqual({
    first: 4,
    codes: new Set([4]),
    verdict: "failed",
    findings: [],
  });
});

verifies("judging.replay", "after verdicts of every kind", async () => {
  await using stage = await repository(broken);
  stage.change("sum.test.js", 'test("adds"', 'test.skip("adds"');
  const { events } = await judged(stage);
  const finding = eventsOf(events, "verdict.reached").at(-1)!.findings![0]!.id;
  await stage.fettle(["verify", "last", "--accept", finding, "--by", "ada", "--reason", "x"]);
  await stage.fettle(["verify", "last"]);
  await stage.fettle(["verify", "last", "--check", "true"]);
  const { code, stderr } = await stage.fettle(["replay", "last"]);
  expect({ code, end: stderr.trim().split("\n").at(-1)?.replace(/\d+/, "N") }).toEqual({ code: 0, end: "N events replayed: the same." });
});
