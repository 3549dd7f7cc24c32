import { expect } from "vitest";
import type { Event } from "../../../src/contract/event.ts";
import { modelView, reply } from "../../../src/testing/index.ts";
import { verifies } from "../../verifies.ts";
import { eventsOf, resultTexts, setStage } from "../harness.ts";
import { untilRuns } from "../processes.ts";

verifies("agent.interrupt", "while the model speaks", async () => {
  await using stage = await setStage({ replies: [reply().text("I am about to").hang()] });
  await using running = stage.startExec(["--json", "do it"]);
  await stage.model.wait(1);
  running.kill("SIGINT");
  expect(await running.ended).toMatchObject({ code: 130, signal: null, stderr: "" });

  const events = await stage.events();
  expect(events.slice(-2)).toMatchObject([{ type: "step.started" }, { type: "turn.interrupted", reason: "interrupted by the user" }]);
  stage.model.add(reply().text("Done."));
  const { code } = await stage.exec(["--json", "go on", "--resume", events[0]!.thread]);
  expect(code).toBe(3);
  expect(modelView(stage.model.seen.at(-1)!).split("\n").slice(1)).toEqual(['01 user "do it"', '02 user "go on"']);
});

verifies("agent.interrupt", "while a command runs and others wait", async () => {
  const endless = `sleep 1000.${process.pid}`;
  const long = reply().tool("shell", { script: endless }).tool("shell", { script: "touch never" });
  await using stage = await setStage({ replies: [long] });
  await using running = stage.startExec(["--json", "do it"]);
  const { thread } = await running.until<Event>(({ type }) => type === "item.started");
  await untilRuns(endless);
  running.kill("SIGINT");
  expect(await running.ended).toMatchObject({ code: 130, signal: null, stderr: "" });

  stage.model.add(reply().text("Done."));
  const { code, events } = await stage.exec(["--json", "go on", "--resume", thread]);
  expect({ code, never: stage.workspace.exists("never"), results: resultTexts(events) }).toEqual({
    code: 3,
    never: false,
    results: ["[interrupted]", "Interrupted before it was run."],
  });
  expect(eventsOf(events, "turn.interrupted")).toHaveLength(1);
});
