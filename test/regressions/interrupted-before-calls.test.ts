import { expect } from "vitest";
import type { EventType } from "../../src/contract/event.ts";
import { reply } from "../../src/testing/index.ts";
import { attend } from "../agent/attended.ts";
import { resultTexts } from "../e2e/harness.ts";
import { verifies } from "../verifies.ts";

const reads = reply().tool("list", { path: "." }).tool("list", { path: "." }).tool("nothing-like-it", {});

/** What is read of the calls of a reply when the turn is interrupted as soon as an event of this type is heard. */
async function interruptedAt(type: EventType): Promise<string[]> {
  await using stage = await attend({ files: { "a.txt": "" }, replies: [reads] });
  stage.thread.listen((event) => {
    if (event.type === type) stage.thread.submit({ type: "turn.interrupt", reason: "enough" });
  });
  expect(await stage.prompt("go")).toMatchObject({ status: "interrupted" });
  const texts = resultTexts(stage.events);
  await stage.demandReplay();
  return texts;
}

verifies("agent.replay-processes", "a turn that was interrupted between a reply and its calls, or between two of them", async () => {
  const notRun = "Interrupted before it was run.";
  const unknown = expect.stringContaining("nothing-like-it");
  expect({
    reply: await interruptedAt("step.completed"),
    first: await interruptedAt("item.started"),
    end: await interruptedAt("item.completed"),
  }).toEqual({
    reply: [notRun, notRun, notRun],
    first: ["a.txt", notRun, notRun],
    end: ["a.txt", "a.txt", unknown],
  });
});
