import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { Event } from "../../../src/contract/event.ts";
import { openThread } from "../../../src/index.ts";
import { threadPaths, threadsDir } from "../../../src/log/home.ts";
import { segmentPath } from "../../../src/log/segments.ts";
import { modelView, reply } from "../../../src/testing/index.ts";
import { toServer } from "../../surfaces/fettle.ts";
import { verifies } from "../../verifies.ts";
import { setStage, type Stage } from "../harness.ts";

const notice = "A damaged line of the log was skipped, at event";
const changed = "The log was changed after it was written: its chain of hashes is broken.";

/** A finished thread; its id. `text` is what it was asked. */
async function finished(stage: Stage, text = "first"): Promise<string> {
  stage.model.add(reply().text("One."));
  const { events } = await stage.exec(["--json", text]);
  return events[0]!.thread;
}

const stateOf = (stage: Stage) => join(stage.home, ".fettle");
const threadsOf = (stage: Stage) => readdirSync(threadsDir(stateOf(stage)));

/** Makes the line of its terms no event any more; the conversation is not in it. */
function damage(stage: Stage, thread: string): void {
  const path = segmentPath(threadPaths(stateOf(stage), thread).dir, 1);
  const lines = readFileSync(path, "utf8").split("\n");
  const at = lines.findIndex((line) => line.includes('"fact":"terms"'));
  writeFileSync(path, lines.with(at, "?").join("\n"));
}

for (const shown of [["--json"], ["--quiet"], []])
  verifies("agent.damage-told", `fettle exec ${shown.join(" ")}`, async () => {
    await using stage = await setStage();
    const thread = await finished(stage);
    damage(stage, thread);
    stage.model.add(reply().text("Two."));
    const { code, stderr } = await stage.startExec([...shown, "second", "--resume", thread]).ended;
    expect({ code, stderr }).toEqual({ code: 3, stderr: expect.stringMatching(new RegExp(`${notice}.*\\n.*${changed}`)) });
  });

verifies("agent.damage-told", "control: an undamaged log has nothing to tell", async () => {
  await using stage = await setStage();
  const thread = await finished(stage);
  stage.model.add(reply().text("Two."));
  expect(await stage.startExec(["--json", "second", "--resume", thread]).ended).toMatchObject({ code: 3, stderr: "" });
});

verifies("agent.damage-told", "a program", async () => {
  await using stage = await setStage();
  const thread = await finished(stage);
  damage(stage, thread);
  const notices: string[] = [];
  const env = { ...process.env, ...toServer(stage.model), HOME: stage.home, FETTLE_HOME: stateOf(stage) };
  await using _thread = await openThread({ workspace: stage.workspace.root, env, resume: thread, onNotice: (text) => notices.push(text) });
  expect(notices).toEqual([expect.stringContaining(notice), changed]);
});

verifies("agent.fork-damaged", async () => {
  await using stage = await setStage();
  const thread = await finished(stage);
  damage(stage, thread);
  stage.model.add(reply().text("Two."));
  const { code, stdout, stderr } = await stage.startExec(["--json", "second", "--fork", thread]).ended;
  const [forked] = stdout.split("\n").map((line) => JSON.parse(line || "{}") as Partial<Event>);
  expect({ code, stderr, forked }).toMatchObject({
    code: 3,
    stderr: expect.stringContaining(notice),
    forked: { type: "thread.forked", from: { thread } },
  });
  expect(modelView(stage.model.seen.at(-1)!).split("\n").slice(1)).toEqual(['01 user "first"', '02 assistant "One."', '03 user "second"']);
});

verifies("agent.fork-damaged", "a past that cannot be read leaves no thread behind, and no lock", async () => {
  await using stage = await setStage();
  const thread = await finished(stage, "A prompt that is longer than a line of the log. ".repeat(1000));
  rmSync(threadPaths(stateOf(stage), thread).blobs, { recursive: true });
  const forked = await stage.startExec(["second", "--fork", thread]).ended;
  const resumed = await stage.startExec(["second", "--resume", thread]).ended;

  const missing = { signal: null, code: 1, stderr: expect.stringMatching(/The blob \w+ is missing\. \[log\.corrupt\]/) };
  expect([forked, resumed]).toMatchObject([missing, missing]);
  expect({ threads: threadsOf(stage), locked: existsSync(threadPaths(stateOf(stage), thread).lock) }).toEqual({
    threads: [thread],
    locked: false,
  });
});
