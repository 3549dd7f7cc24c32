import { expect } from "vitest";
import { modelView, reply } from "../../src/testing/index.ts";
import { returnWorkspace } from "../../src/agent/undo.ts";
import type { Event } from "../../src/contract/event.ts";
import { verifies } from "../verifies.ts";
import { attend } from "./attended.ts";

/** What tells of items, in short. */
function told(events: readonly Event[]): string[] {
  return events.flatMap((event) => {
    if (event.type === "item.started" || event.type === "item.completed")
      return [`${event.type.slice(5)} ${event.item} in ${event.turn ?? "no turn"}`];
    if (event.type === "transaction.committed") return [`changed ${event.changes.map(({ path }) => path).join(" ")} by ${event.item}`];
    if (event.type === "check.completed") return [event.receipt.phase];
    return event.type === "turn.started" || event.type === "step.started" ? [event.type] : [];
  });
}

function resultOf(events: readonly Event[], item: string): { ok: boolean; text: unknown } | undefined {
  const completed = events.find((event) => event.type === "item.completed" && event.item === item);
  const [part] = completed?.type === "item.completed" ? completed.parts : [];
  return completed?.type === "item.completed" ? { ok: completed.ok, text: part?.type === "text" ? part.text : undefined } : undefined;
}

verifies("agent.own-command", "between turns: recorded, streamed, told to the model, taken back", async () => {
  await using stage = await attend({ replies: [reply().text("I see.")] });
  const { events, deltas, workspace, home } = stage;
  expect(await stage.run("echo one >a; echo hi")).toBe(undefined);
  expect(await workspace.read("a")).toBe("one\n");
  expect(deltas.map(({ kind, item, text }) => [kind, item, text])).toEqual([["output", "user-1", "hi\n"]]);
  expect(await stage.run("cat a; exit 3")).toBe(undefined);
  await stage.prompt("what did I do?");

  const store = await stage.store();
  await stage.thread.betweenTurns((own) => returnWorkspace({ home, store, kind: "undo", which: { ids: ["c1"] }, own }));

  expect(workspace.exists("a")).toBe(false);
  expect(told(events)).toEqual([
    "started user-1 in no turn",
    "changed a by user-1",
    "completed user-1 in no turn",
    "started user-2 in no turn",
    "completed user-2 in no turn",
    "turn.started",
    "step.started",
    "baseline",
  ]);
  expect(resultOf(events, "user-2")).toEqual({ ok: false, text: "one\n[exit code 3]" });
  expect(modelView(stage.model.seen[0]!)).toContain("$ echo one >a; echo hi\\nhi\\n[exit code 0]");
  await stage.demandReplay();
});

verifies(
  "agent.own-command",
  "while a turn runs: before its next step, after its baseline, and only appended to what the model was sent",
  async () => {
    await using stage = await attend({
      replies: [reply().text("Let me").gate("first").tool("list", { path: "." }), reply().text("Done.")],
      files: { "a.txt": "before\n" },
      flags: { checks: ["cat a.txt"] },
    });
    const { events, model } = stage;
    const speaking = stage.streamed(({ kind }) => kind === "text");
    const outcome = stage.prompt("go");
    await speaking;
    stage.thread.submit({ type: "command.run", script: "echo after > a.txt; cat a.txt" });
    model.open("first");
    await outcome;

    expect(told(events)).toEqual([
      "turn.started",
      "step.started",
      expect.stringMatching(/^started .* in 1$/),
      expect.stringMatching(/^completed .* in 1$/),
      "baseline",
      "started user-1 in 1",
      "changed a.txt by user-1",
      "completed user-1 in 1",
      "step.started",
      "final",
    ]);
    const checks = events.flatMap((event) => (event.type === "check.completed" ? [event.receipt.output] : []));
    expect(checks).toEqual(["before\n", "after\n"]);
    const [first, second] = model.seen.map(({ body }) => JSON.stringify((body as { messages: unknown[] }).messages));
    expect(second!.length).toBeGreaterThan(first!.length);
    expect(modelView(model.seen[1]!)).toContain("$ echo after > a.txt; cat a.txt");
    await stage.demandReplay();
  },
);

verifies("agent.own-command", "what rules and floor deny is not run, and what they would ask is", async () => {
  await using stage = await attend({
    flags: { mode: "ask" },
    policy:
      '[[rule]]\ncommand = ["frobnicate"]\ndecision = "deny"\nreason = "Never here."\n\n[[rule]]\ncommand = ["touch"]\ndecision = "ask"\n',
  });
  const { events, workspace } = stage;
  await stage.run("touch made");
  await stage.run("frobnicate; touch other");
  await stage.run("sudo touch other");
  expect({
    made: workspace.exists("made"),
    other: workspace.exists("other"),
    asked: events.filter(({ type }) => type === "approval.requested"),
  }).toEqual({
    made: true,
    other: false,
    asked: [],
  });
  expect(events.flatMap((event) => (event.type === "policy.decided" ? [`${event.item} ${event.decision}`] : []))).toEqual([
    "user-1 allow",
    "user-2 deny",
    "user-3 deny",
  ]);
  expect(resultOf(events, "user-2")).toMatchObject({ ok: false, text: expect.stringMatching(/^\[not run: Never here\./) });
  await stage.demandReplay();
});

verifies("agent.own-command", "the gate holds back what it holds back of a call", async () => {
  await using stage = await attend();
  await stage.run("mkdir .vscode; echo {} > .vscode/settings.json; echo kept > kept.txt");
  const held = stage.events.flatMap((event) =>
    event.type === "transaction.quarantined" ? [`${event.item} ${event.held.length > 0}`] : [],
  );
  expect({ held, inside: stage.workspace.exists(".vscode"), kept: stage.workspace.exists("kept.txt") }).toEqual({
    held: ["user-1 true"],
    inside: false,
    kept: true,
  });
  await stage.demandReplay();
});

verifies("agent.own-command", "A model that says it ran what the person ran has not", async () => {
  const claim = "I ran `npm test` and all 3 tests pass.";
  const files = { "package.json": '{ "scripts": { "test": "echo 3 passed" } }' };
  const claimed = async (own: boolean) => {
    // What nothing bears out goes back once.
    const replies = own ? [reply().text(claim), reply().text(claim)] : [reply().tool("shell", { script: "npm test" }), reply().text(claim)];
    await using stage = await attend({ files, replies });
    if (own) await stage.run("npm test");
    await stage.prompt("test it");
    const reached = stage.events.findLast((event) => event.type === "verdict.reached");
    return reached?.type === "verdict.reached" ? reached.claims?.find(({ kind }) => kind === "ran")?.standing : undefined;
  };
  expect({ person: await claimed(true), model: await claimed(false) }).toEqual({ person: "contradicted", model: "supported" });
});

verifies("agent.own-command", "an interruption ends it, and what waits does not begin", async () => {
  await using stage = await attend();
  const running = stage.next("item.started");
  const worked = stage.run("echo begun; sleep 1000");
  await running;
  stage.thread.submit({ type: "prompt.submit", text: "later", delivery: "queue" });
  await stage.streamed(({ kind }) => kind === "output");
  stage.thread.submit({ type: "turn.interrupt", reason: "enough" });
  expect(await worked).toBe(undefined);
  expect(resultOf(stage.events, "user-1")).toEqual({ ok: false, text: "begun\n[interrupted]" });
  expect(stage.thread.waiting.map(({ text }) => text)).toEqual(["later"]);
  await stage.demandReplay();
});

verifies("agent.own-command", "a secret in it is used, and recorded nowhere", async () => {
  const secret = "correct-horse-battery-staple";
  await using stage = await attend({ env: { DEPLOY_TOKEN: secret } });
  await stage.run(`printf %s ${secret} | wc -c > length.txt; echo ${secret}`);
  expect((await stage.workspace.read("length.txt")).trim()).toBe(String(secret.length));
  expect(JSON.stringify(stage.events)).not.toContain(secret);
  expect(JSON.stringify((await stage.store()).checkpoints())).not.toContain(secret);
  await stage.demandReplay();
});

verifies("agent.own-command", "one that its process did not survive is not run again, and the model is told", async () => {
  await using stage = await attend({ replies: [reply().text("I see.")] });
  await stage.run("echo once >> a.txt");
  // As if the process had been killed when the intent was in the log.
  await stage.fork(stage.events.findLast(({ type }) => type === "item.started")!.seq);
  await stage.prompt("what did I do?");
  const told = modelView(stage.model.seen[0]!);
  expect({ file: await stage.workspace.read("a.txt"), script: told.includes("$ echo once >> a.txt") }).toEqual({
    file: "once\n",
    script: true,
  });
  expect(stage.events.find(({ type }) => type === "item.completed")).toMatchObject({
    item: "user-1",
    kind: "user",
    recovered: expect.any(String),
  });
  await stage.demandReplay();
});
