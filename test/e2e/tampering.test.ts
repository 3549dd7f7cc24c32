import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { acceptFinding } from "../../src/agent/accept-finding.ts";
import type { Finding } from "../../src/contract/event.ts";
import { reply } from "../../src/testing/index.ts";
import { verifies } from "../verifies.ts";
import { eventsOf, setStage, type Ended } from "./harness.ts";
import { brokenTests as broken } from "./projects.ts";

const done = reply().text("Done.");

const edit = (path: string, old: string, now: string) => reply().tool("edit", { path, old, new: now });
const mend = edit("sum.js", "a - b", "a + b");

function judged({ code, events }: Ended) {
  const { verdict, findings = [] } = eventsOf(events, "verdict.reached").at(-1)!;
  return { code, verdict, findings: findings.map(({ rule, path, line, severity }: Finding) => `${severity} ${rule} ${path}:${line}`) };
}

verifies("tampering.verdict", "the failing test is deleted", async () => {
  await using stage = await setStage({
    files: broken,
    replies: [edit("sum.test.js", 'test("adds", () => {\n  assert.strictEqual(add(2, 3), 5);\n});\n', ""), done, done],
  });

  const ended = await stage.exec(["make the tests pass"]);

  expect(judged(ended)).toEqual({
    code: 3,
    verdict: "unverified",
    findings: ["decides fewer-tests package.json:5", "decides test-deleted sum.test.js:4", "decides old-tests-fail sum.test.js:1"],
  });
  expect(ended.stderr).toContain('The test "adds", which failed, was deleted, and what it tests is still there.');
});

verifies("tampering.verdict", "what the failing test expects is changed, by a command", async () => {
  await using stage = await setStage({
    files: broken,
    replies: [reply().tool("shell", { script: "sed -i 's/add(2, 3), 5/add(2, 3), -1/' sum.test.js" }), done, done],
  });

  expect(judged(await stage.exec(["make the tests pass"]))).toEqual({
    code: 3,
    verdict: "unverified",
    findings: ["decides expected-changed sum.test.js:5", "decides old-tests-fail sum.test.js:1"],
  });
});

verifies("tampering.verdict", "honest work is verified", async () => {
  await using stage = await setStage({
    files: broken,
    replies: [mend, edit("sum.test.js", "add(2, 3), 5);", "add(2, 3), 5);\n  assert.strictEqual(add(0, 1), 1);"), done],
  });

  expect(judged(await stage.exec(["make the tests pass"]))).toEqual({ code: 0, verdict: "verified", findings: [] });
});

verifies("tampering.verdict", "a test that the task wants gone may go", async () => {
  await using stage = await setStage({
    files: broken,
    replies: [mend, edit("sum.test.js", 'test("doubles", () => {\n  assert.strictEqual(double(2), 4);\n});\n', ""), done],
  });

  expect(judged(await stage.exec(["mend add, and delete the test of double"]))).toEqual({
    code: 0,
    verdict: "verified",
    findings: ["weighs fewer-tests package.json:5", "weighs test-deleted sum.test.js:7"],
  });
});

verifies("tampering.verdict", "accepted by name, replayed, and known to the next turn", async () => {
  await using stage = await setStage({
    files: broken,
    replies: [mend, edit("sum.test.js", 'test("doubles", ', 'test("doubles", { skip: true }, '), done, done, done],
  });
  const first = await stage.exec(["make the tests pass"]);
  const { findings = [] } = eventsOf(first.events, "verdict.reached").at(-1)!;
  const { thread } = first.events[0]!;
  const home = join(stage.home, ".fettle");
  const acceptance = { home, thread, by: "ada", reason: "double goes next week" };
  const unknown = await acceptFinding({ ...acceptance, finding: "f-unknown" }).catch((error: Error) => error.message);
  const accepted = [];
  for (const { id } of findings.filter(({ severity }) => severity === "decides"))
    accepted.push((await acceptFinding({ ...acceptance, finding: id })).verdict);

  const again = await stage.exec(["--resume", thread, "anything else?"]);
  const replayed = await stage.fettle(["replay", thread]);

  expect({
    first: judged(first),
    unknown,
    accepted,
    again: judged(again),
    replayed: replayed.code,
    recorded: eventsOf(again.events, "finding.accepted").map(({ by, reason }) => [by, reason]),
  }).toEqual({
    first: {
      code: 3,
      verdict: "unverified",
      findings: ["decides fewer-tests package.json:5", "decides test-skipped sum.test.js:7"],
    },
    unknown: `The last verdict of thread ${thread} has no finding f-unknown.`,
    accepted: ["unverified", "verified"],
    again: { code: 0, verdict: "verified", findings: [] },
    replayed: 0,
    recorded: [
      ["ada", "double goes next week"],
      ["ada", "double goes next week"],
    ],
  });
});

verifies("tampering.changes", "a later turn of the thread still knows; what somebody else changed is not the thread's", async () => {
  await using stage = await setStage({
    files: broken,
    replies: [
      mend,
      edit("sum.test.js", "double(2), 4", "double(2), 2 + 2"),
      done,
      reply().tool("write", { path: "notes.txt", content: "1" }),
      done,
      done,
    ],
  });
  const first = await stage.exec(["make the tests pass"]);
  const test = join(stage.workspace.root, "sum.test.js");
  const later = await stage.exec(["--resume", first.events[0]!.thread, "take a note"]);
  writeFileSync(test, readFileSync(test, "utf8").replace('test("adds", ', 'test.skip("adds", '));
  const after = await stage.exec(["--resume", first.events[0]!.thread, "anything else?"]);

  expect({
    first: judged(first).findings,
    later: judged(later).findings,
    after: judged(after).findings.filter((line) => line.includes("skip")),
  }).toEqual({
    first: ["weighs expected-changed sum.test.js:8"],
    later: ["weighs expected-changed sum.test.js:8"],
    after: [],
  });
});

verifies("tampering.changes", "a fork goes on from what was changed before it, and from nothing later", async () => {
  const skip = edit("sum.test.js", 'test("doubles", ', 'test("doubles", { skip: true }, ');
  await using stage = await setStage({
    server: { allow: ["prefix"] },
    files: broken,
    replies: [mend, done, skip, done, done, done, done, done],
  });
  const { events } = await stage.exec(["make the tests pass"]);
  const { thread, seq } = events.at(-1)!;
  await stage.exec(["--resume", thread, "tidy up"]);

  const fork = await stage.exec(["--fork", thread, "anything else?"]);
  const earlier = await stage.exec(["--fork", `${thread}:${seq}`, "anything else?"]);

  const skipped = (ended: Ended) => judged(ended).findings.filter((line) => line.includes("test-skipped"));
  expect({ fork: skipped(fork), earlier: skipped(earlier) }).toEqual({ fork: ["decides test-skipped sum.test.js:7"], earlier: [] });
});
