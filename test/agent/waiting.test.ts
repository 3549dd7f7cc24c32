import { expect } from "vitest";
import type { Event } from "../../src/contract/event.ts";
import { reply, type Reply } from "../../src/testing/index.ts";
import { verifies } from "../verifies.ts";
import { attend } from "./attended.ts";

/** Prompts of people as turns took them. */
function prompts(events: readonly Event[]): string[] {
  return events.flatMap((event) => {
    if (event.type !== "prompt.admitted" || event.by === "harness") return [];
    const [part] = event.parts;
    return part?.type === "text" ? [`${event.by} ${typeof part.text === "string" ? part.text : "(blob)"}`] : [];
  });
}

const speaks = reply().text("Let me");

verifies("agent.waiting", "while a turn runs", async () => {
  const list = (gate: string) => speaks.gate(gate).tool("list", { path: "." });
  await using stage = await attend({ replies: [list("first"), reply().text("Done."), reply().text("Then."), reply().text("Last.")] });
  const { thread, model } = stage;
  const speaking = stage.streamed(({ kind }) => kind === "text");
  const outcome = stage.prompt("go");
  await speaking;
  for (const text of ["a", "b", "c"]) thread.submit({ type: "prompt.submit", text });
  thread.submit({ type: "prompt.submit", text: "d", delivery: "queue" });
  thread.submit({ type: "prompt.submit", text: "e", delivery: "queue" });
  const before = thread.waiting.map(({ text, delivery }) => `${delivery} ${text}`);
  const id = (text: string) => thread.waiting.find((prompt) => prompt.text === text)!.id;
  thread.submit({ type: "prompt.withdraw", prompt: id("b") });
  thread.submit({ type: "prompt.withdraw", prompt: id("e") });
  thread.submit({ type: "prompt.queue", prompt: id("c") });
  const after = thread.waiting.map(({ text, delivery }) => `${delivery} ${text}`);
  model.open("first");
  await outcome;
  expect({ before, after }).toEqual({
    before: ["steer a", "steer b", "steer c", "queue d", "queue e"],
    after: ["steer a", "queue d", "queue c"],
  });
  expect(prompts(stage.events)).toEqual(["user go", "steer a", "user d", "user c"]);
  expect(thread.waiting).toEqual([]);
  await stage.demandReplay();
});

/** Interrupts a turn while prompts wait. */
async function interrupted(...replies: Reply[]) {
  const stage = await attend({ replies: [speaks.hang(), ...replies] });
  const speaking = stage.streamed(({ kind }) => kind === "text");
  const outcome = stage.prompt("go");
  await speaking;
  stage.thread.submit({ type: "prompt.submit", text: "join" });
  stage.thread.submit({ type: "prompt.submit", text: "later", delivery: "queue" });
  // Asked to work once more, as a surface does after each prompt.
  const again = stage.thread.work();
  stage.thread.submit({ type: "turn.interrupt", reason: "enough" });
  return { stage, outcomes: await Promise.all([outcome, again]) };
}

verifies("agent.paused", "nothing begins by itself", async () => {
  const { stage, outcomes } = await interrupted(reply().text("Joined."), reply().text("Then."));
  await using _ = stage;
  expect(outcomes).toMatchObject([{ status: "interrupted" }, undefined]);
  await stage.run("echo hi");
  expect(prompts(stage.events)).toEqual(["user go"]);
  expect(stage.thread.waiting.map(({ text }) => text)).toEqual(["join", "later"]);
  stage.thread.submit({ type: "prompt.release" });
  await stage.thread.work();
  expect(prompts(stage.events)).toEqual(["user go", "user join", "user later"]);
  await stage.demandReplay();
});

verifies("agent.paused", "what is said next comes first", async () => {
  const { stage } = await interrupted(reply().text("This."), reply().text("Joined."), reply().text("Then."));
  await using _ = stage;
  await stage.prompt("no, this");
  expect(prompts(stage.events)).toEqual(["user go", "user no, this", "user join", "user later"]);
  await stage.demandReplay();
});

verifies("agent.paused", "what is queued then comes last", async () => {
  const { stage } = await interrupted(reply().text("Joined."), reply().text("Then."), reply().text("This."));
  await using _ = stage;
  stage.thread.submit({ type: "prompt.submit", text: "at last", delivery: "queue" });
  await stage.thread.work();
  expect(prompts(stage.events)).toEqual(["user go", "user join", "user later", "user at last"]);
  await stage.demandReplay();
});
