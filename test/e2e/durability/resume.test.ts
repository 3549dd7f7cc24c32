import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { Event } from "../../../src/contract/event.ts";
import { threadPaths } from "../../../src/log/home.ts";
import { segmentPath } from "../../../src/log/segments.ts";
import { createLog } from "../../../src/log/writer.ts";
import { canonicalPrefix, modelView, reply } from "../../../src/testing/index.ts";
import { verifies } from "../../verifies.ts";
import { eventsOf, setStage, type Stage } from "../harness.ts";
import { endProcess, untilRuns } from "../processes.ts";

/** Has its effect and does not end. */
const endless = `sleep 1000.${process.pid}`;
const stuck = { script: `echo 1 >> ledger.txt; ${endless}` };
/** Where commands write to the workspace itself, what was cut off may have had its effect. */
const direct = ["--sandbox", "none"];

/** Killed while the model's command runs, after the command's effect. Returns the thread. */
async function killInCommand(stage: Stage, args: readonly string[] = []): Promise<string> {
  await using running = stage.startExec(["--json", "do it", ...args]);
  const { thread } = await running.until<Event>(({ type }) => type === "item.started");
  await untilRuns(endless);
  running.kill("SIGKILL");
  await running.ended;
  endProcess(endless);
  return thread;
}

verifies("agent.cut-off", async () => {
  await using stage = await setStage({ replies: [reply().tool("shell", stuck)] });
  const thread = await killInCommand(stage);
  expect(stage.workspace.exists("ledger.txt")).toBe(false);

  stage.model.add(reply().tool("shell", { script: "echo 1 >> ledger.txt" }), reply().text("Now it is done."));
  const { events } = await stage.exec(["--json", "--resume", thread]);
  expect(modelView(stage.model.seen[1]!)).toContain("was cut off before it was done. It has had no effect");
  expect(eventsOf(events, "item.completed").map(({ recovered }) => recovered)).toEqual(["not-done", undefined]);
  expect(await stage.workspace.read("ledger.txt")).toBe("1\n");
});

verifies("agent.unknown-effect", "a model that looks first", async () => {
  await using stage = await setStage({ replies: [reply().tool("shell", stuck)] });
  const thread = await killInCommand(stage, direct);

  stage.model.add(reply().tool("shell", { script: "cat ledger.txt" }), reply().text("It was done."));
  const { events } = await stage.exec(["--json", "--resume", thread, ...direct]);
  expect(modelView(stage.model.seen[1]!)).toContain("was cut off while it ran. Whether it was done, in part or whole, is not known");
  expect(eventsOf(events, "item.completed").map(({ recovered }) => recovered)).toEqual(["unknown", undefined]);
  expect(await stage.workspace.read("ledger.txt")).toBe("1\n");
});

verifies("agent.unknown-effect", "control: running it again does it twice", async () => {
  await using stage = await setStage({ replies: [reply().tool("shell", stuck)] });
  const thread = await killInCommand(stage, direct);

  stage.model.add(reply().tool("shell", { script: "echo 1 >> ledger.txt" }), reply().text("Again."));
  await stage.exec(["--json", "--resume", thread, ...direct]);
  expect(await stage.workspace.read("ledger.txt")).toBe("1\n1\n");
});

verifies("agent.baseline-kept", async () => {
  await using stage = await setStage({ replies: [reply().tool("shell", stuck)] });
  const thread = await killInCommand(stage, ["--check", "test ! -e ledger.txt", ...direct]);

  stage.model.add(reply().text("I leave it so."), reply().text("Still."));
  const { code, events } = await stage.exec(["--json", "--resume", thread, ...direct]);
  const [{ reasons } = { reasons: [] }] = eventsOf(events, "verdict.reached");
  expect({ code, reasons }).toEqual({ code: 4, reasons: [expect.stringContaining("it passed before the work")] });
  expect(eventsOf(events, "check.completed").filter(({ receipt }) => receipt.phase === "baseline")).toHaveLength(1);
});

verifies("agent.stable-prefix", async () => {
  await using stage = await setStage({
    files: { "a.txt": "a\n" },
    replies: [reply().tool("read", { path: "a.txt" }), reply().text("One.")],
  });
  const [{ thread }] = (await stage.exec(["--json", "first"])).events as [Event];
  // What was read from the project when the thread began is not read again.
  await stage.workspace.write("AGENTS.md", "Say nothing.\n");
  stage.model.add(reply().text("Two."));
  await stage.exec(["--json", "second", "--resume", thread]);

  const [, before, after] = stage.model.seen.map(canonicalPrefix);
  expect(after!.slice(0, before!.length)).toEqual(before);
  expect(after!.length).toBe(before!.length + 2);
});

verifies("agent.fork", async () => {
  const read = reply().tool("read", { path: "a.txt" });
  await using stage = await setStage({
    files: { "a.txt": "a\n" },
    // The fork leaves out what the parent went on with.
    server: { allow: ["prefix"] },
    replies: [read, reply().tool("shell", { script: "true" }), reply().text("One.")],
  });
  const { events: parent } = await stage.exec(["--json", "first"]);
  const { thread, seq } = eventsOf(parent, "item.completed")[0]!;
  const parentLog = () => readFileSync(segmentPath(threadPaths(join(stage.home, ".fettle"), thread).dir, 1), "utf8");
  const before = parentLog();
  stage.model.add(reply().text("Another."));
  const fork = await stage.exec(["--json", "another way", "--fork", `${thread}:${seq}`]);

  expect(modelView(stage.model.seen.at(-1)!).split("\n").slice(1)).toEqual([
    '01 user "first"',
    '02 call read{path:"a.txt"}',
    '03 result ok "1\\ta"',
    '04 user "another way"',
  ]);
  const own = fork.events.filter((event) => event.thread !== thread);
  expect(fork.events.slice(0, -own.length)).toEqual(parent.slice(0, seq + 1));
  expect(own[0]).toMatchObject({ type: "thread.forked", from: { thread, seq } });
  expect(own.map(({ type }) => type)).toContain("turn.completed");
  expect(parentLog()).toBe(before);
});

verifies("agent.busy", async () => {
  await using stage = await setStage({ replies: [reply().gate("go").text("One.")] });
  await using running = stage.startExec(["--json", "first"]);
  const { thread } = await running.until<Event>(({ type }) => type === "step.started");

  const refused = await stage.exec(["--resume", thread, "second"]);
  expect(refused).toMatchObject({
    code: 2,
    stdout: "",
    stderr: expect.stringContaining(`Process ${running.pid} is writing to thread ${thread}`),
  });
  expect(refused.stderr).toContain("[thread.busy]");
  stage.model.open("go");
  expect((await running.ended).code).toBe(3);
});

verifies("agent.waiting-prompt", "it is worked on", async () => {
  await using stage = await setStage({ replies: [reply().text("Done.")] });
  const thread = admitOnly(stage);
  const { code, events } = await stage.exec(["--json", "--resume", thread]);
  expect(code).toBe(3);
  expect(events.slice(-1)).toMatchObject([{ type: "turn.completed", turn: 1, text: "Done." }]);
});

verifies("agent.waiting-prompt", "a new prompt takes its place", async () => {
  await using stage = await setStage({ replies: [reply().text("Done.")] });
  const thread = admitOnly(stage);
  const { events } = await stage.exec(["--json", "rather this", "--resume", thread]);
  const turns = events.filter(({ type }) => type.startsWith("turn.")).map(({ type, turn }) => [type, turn]);
  expect(turns).toEqual([
    ["turn.started", 1],
    ["turn.interrupted", 1],
    ["turn.started", 2],
    ["turn.completed", 2],
  ]);
  expect(eventsOf(events, "prompt.admitted").map(({ prompt, turn }) => [prompt, turn])).toEqual([
    ["prompt-1-1", undefined],
    ["prompt-2-1", undefined],
  ]);
});

/** What a process leaves that is killed between taking a prompt and beginning with it. */
function admitOnly({ workspace, home }: Stage): string {
  using log = createLog({
    home: join(home, ".fettle"),
    workspace: workspace.root,
    model: "anthropic/claude-opus-5-5",
    sandbox: "bubblewrap",
    fettle: "0.1.0",
  });
  log.append({ type: "prompt.admitted", prompt: "prompt-1-1", by: "user", parts: [{ type: "text", text: "do it" }] });
  return log.thread;
}
