import { expect } from "vitest";
import { acceptFinding } from "../../src/agent/accept-finding.ts";
import { acceptHeld, returnWorkspace } from "../../src/agent/undo.ts";
import type { Event } from "../../src/contract/event.ts";
import { modelView, reply } from "../../src/testing/index.ts";
import { eventsOf } from "../e2e/harness.ts";
import { verifies } from "../verifies.ts";
import { attend } from "./attended.ts";

const change = reply().tool("shell", { script: "rm kept.txt; echo new > made.txt" });
const files = { "kept.txt": "kept\n" };

/** What a person did, and where turns begin. */
function told(events: readonly Event[]): string[] {
  const telling = new Set<string>(["turn.started", "transaction.undone", "transaction.redone", "prompt.admitted"]);
  return events.flatMap((event) => (telling.has(event.type) ? [event.type] : []));
}

verifies("agent.between-turns", "an undo and a redo, of which the model is told", async () => {
  await using stage = await attend({ files, replies: [change, reply().text("Done."), reply().text("I see."), reply().text("I see.")] });
  const { home, workspace } = stage;
  await stage.prompt("change it");
  const store = await stage.store();
  const [checkpoint] = store.checkpoints();

  const undone = await stage.thread.betweenTurns((own) =>
    returnWorkspace({ home, store, kind: "undo", which: { ids: [checkpoint!.id] }, own }),
  );
  const kept = await workspace.read("kept.txt");
  await stage.prompt("go on");
  await stage.thread.betweenTurns((own) => returnWorkspace({ home, store, kind: "redo", which: { ids: [undone.checkpoint!] }, own }));
  await stage.prompt("go on");

  expect({ kept, after: workspace.exists("kept.txt"), made: await workspace.read("made.txt") }).toEqual({
    kept: "kept\n",
    after: false,
    made: "new\n",
  });
  expect(modelView(stage.model.seen[2]!)).toContain("The user took back changes you had made.");
  expect(modelView(stage.model.seen[3]!)).toContain("The user brought back changes that had been undone.");
  expect(told(stage.events)).toEqual([
    "prompt.admitted",
    "turn.started",
    "transaction.undone",
    "prompt.admitted",
    "turn.started",
    "transaction.redone",
    "prompt.admitted",
    "turn.started",
  ]);
  await stage.demandReplay();
});

verifies("agent.between-turns", "what is held back is let in", async () => {
  const held = reply().tool("shell", { script: "mkdir .vscode && echo {} > .vscode/settings.json" });
  await using stage = await attend({ replies: [held, reply().text("Done.")] });
  const { home } = stage;
  await stage.prompt("change it");
  const store = await stage.store();
  const { id } = store.held()[0]!;
  const { conflicts } = await stage.thread.betweenTurns((own) => acceptHeld({ home, store, id, own }));
  expect({ conflicts, inside: stage.workspace.exists(".vscode/settings.json"), held: store.held() }).toEqual({
    conflicts: [],
    inside: true,
    held: [],
  });
  expect(eventsOf(stage.events, "transaction.committed").map(({ item, turn }) => ({ item, turn }))).toEqual([
    { item: "user", turn: undefined },
  ]);
  await stage.demandReplay();
});

verifies("agent.between-turns", "a finding is accepted, and stays accepted in the next turn", async () => {
  const test = 'import { test } from "node:test";\ntest("a", () => {});\n';
  const skipped = reply().tool("shell", { script: `sed -i 's/^test(/test.skip(/' a.test.js` });
  await using stage = await attend({
    files: { "package.json": '{ "scripts": { "test": "node --test" } }', "a.test.js": test },
    flags: { checks: [] },
    replies: [skipped, reply().text("Done."), reply().text("It stays."), reply().text("As you say.")],
  });
  const { home, thread } = stage;
  await stage.prompt("skip it");
  const found = eventsOf(stage.events, "verdict.reached").at(-1)!.findings!;
  for (const { id } of found)
    await thread.betweenTurns((own) => acceptFinding({ home, thread: thread.id, finding: id, by: "me", reason: "wanted", own }));
  const unknown = thread.betweenTurns((own) => acceptFinding({ home, thread: thread.id, finding: "f-unknown", by: "me", reason: "", own }));
  await expect(unknown).rejects.toMatchObject({ code: "usage.invalid" });
  await stage.prompt("is it well?");
  expect(found.length).toBeGreaterThan(0);
  expect(eventsOf(stage.events, "verdict.reached").at(-1)!.findings).toBe(undefined);
  await stage.demandReplay();
});

verifies("agent.between-turns", "while a turn runs it is refused, and nothing is touched", async () => {
  await using stage = await attend({ files, replies: [change, reply().text("Let me").hang()] });
  const { home, thread } = stage;
  const speaking = stage.streamed(({ kind }) => kind === "text");
  const outcome = stage.prompt("change it");
  await speaking;
  const store = await stage.store();
  const undo = () => thread.betweenTurns((own) => returnWorkspace({ home, store, kind: "undo", which: { ids: ["c1"] }, own }));
  await expect(undo()).rejects.toMatchObject({ code: "thread.busy", hint: expect.stringContaining("Interrupt") });
  expect(stage.workspace.exists("kept.txt")).toBe(false);

  thread.submit({ type: "turn.interrupt", reason: "enough" });
  await outcome;
  await undo();
  expect(stage.workspace.exists("kept.txt")).toBe(true);
  await stage.demandReplay();
});

verifies("agent.replay-processes", "a turn that is gone on with, commands and an undo before it, prompts after it", async () => {
  await using stage = await attend({
    files,
    replies: [change, reply().text("Done."), reply().text("Gone on."), reply().text("And more.")],
  });
  const { home } = stage;
  await stage.prompt("change it");
  await stage.fork(eventsOf(stage.events, "item.completed")[0]!.seq);
  await stage.run("ls");
  const store = await stage.store();
  await stage.thread.betweenTurns((own) => returnWorkspace({ home, store, kind: "undo", which: { ids: ["c1"] }, own }));
  expect(await stage.thread.work()).toMatchObject({ status: "completed", text: "Gone on." });
  await stage.run("ls");
  expect(await stage.prompt("and now?")).toMatchObject({ text: "And more." });
  await stage.run("ls");
  expect(told(stage.events)).toEqual(["transaction.undone", "prompt.admitted", "turn.started"]);
  await stage.demandReplay();
});

verifies("agent.replay-processes", "a turn in whose place a new prompt comes, after a command", async () => {
  await using stage = await attend({ files, replies: [change, reply().text("Done."), reply().text("This, then.")] });
  await stage.prompt("change it");
  await stage.fork(eventsOf(stage.events, "item.completed")[0]!.seq);
  await stage.run("ls");
  stage.thread.submit({ type: "command.run", script: "ls -a" });
  expect(await stage.prompt("no, this")).toMatchObject({ text: "This, then." });
  expect(eventsOf(stage.events, "turn.interrupted").map(({ reason }) => reason)).toEqual(["The process ended before the turn did."]);
  await stage.demandReplay();
});
