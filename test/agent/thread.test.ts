import { expect } from "vitest";
import type { JobStatus } from "../../src/contract/sandbox.ts";
import { reply } from "../../src/testing/index.ts";
import { verifies } from "../verifies.ts";
import { attend } from "./attended.ts";
import { recordInMemory } from "./sink.ts";

verifies("agent.setting", async () => {
  const usage = { input: 40, output: 5, cacheRead: 60 };
  await using stage = await attend({ flags: { mode: "ask" }, replies: [reply().text("Done.").usage(usage), reply().text("Done.")] });
  const before = stage.thread.setting;
  await stage.prompt("go");
  const after = stage.thread.setting;
  await stage.reopen();
  expect(before).toEqual({
    model: "anthropic/claude-opus-5-5",
    contextTokens: expect.any(Number),
    mode: "ask",
    lastStep: undefined,
  });
  expect(before.contextTokens).toBeGreaterThan(100_000);
  expect(after).toEqual({ ...before, lastStep: { ...usage, cacheWrite: 0, reasoning: 0 } });
  expect(stage.thread.setting).toEqual(after);
  await stage.prompt("go");
});

verifies("agent.setting", "without a model", async () => {
  await using stage = await attend({ flags: { model: "none" } });
  expect(stage.thread.setting).toEqual({ model: undefined, contextTokens: undefined, mode: "auto", lastStep: undefined });
});

verifies("agent.jobs", async () => {
  const start = reply().tool("shell", { script: "echo up; sleep 1000", background: true });
  await using stage = await attend({ replies: [start, reply().text("It runs.")] });
  const heard: JobStatus[] = [];
  const stopListening = stage.thread.jobs.watch((job) => heard.push(job));
  await stage.prompt("start it");
  const listed = stage.thread.jobs.list();
  await stage.thread.jobs.stop("job-1");
  stopListening();
  const short = (jobs: readonly JobStatus[]) => jobs.map(({ id, command, running }) => ({ id, command, running }));
  const job = { id: "job-1", command: "echo up; sleep 1000" };
  expect({ listed: short(listed), heard: short(heard), after: short(stage.thread.jobs.list()) }).toEqual({
    listed: [{ ...job, running: true }],
    heard: [
      { ...job, running: true },
      { ...job, running: false },
    ],
    after: [{ ...job, running: false }],
  });
});

verifies("agent.call-named", async () => {
  await using stage = await attend({ replies: [reply().reasoning("Hm.").tool("list", { path: "." }), reply().text("Done.")] });
  await stage.prompt("go");
  const calls = stage.deltas.filter(({ kind }) => kind === "call");
  expect({
    names: new Set(calls.map(({ name }) => name)),
    text: calls.map(({ text }) => text).join(""),
    first: calls[0]!.text,
    reasoning: stage.deltas
      .filter(({ kind }) => kind === "reasoning")
      .map(({ text }) => text)
      .join(""),
    others: stage.deltas.filter(({ kind, name }) => kind !== "call" && name !== undefined),
  }).toEqual({ names: new Set(["list"]), text: '{"path":"."}', first: "", reasoning: "Hm.", others: [] });
});

verifies("agent.own-folds", () => {
  const { recorder, recorded } = recordInMemory();
  const order: string[] = [];
  recorder.listen(() => order.push("listener"));
  recorder.fold(() => order.push("fold"));
  const event = { type: "turn.started", prompt: "p" } as const;
  recorder.record(event);
  recorder.fold(() => {
    throw new TypeError("the view is broken");
  });
  expect(() => recorder.record(event)).toThrow("the view is broken");
  expect({ order, recorded: recorded.length }).toEqual({ order: ["fold", "listener", "fold"], recorded: 2 });
});

verifies("agent.own-folds", "a thread whose own view fails says so", async () => {
  await using stage = await attend({ replies: [reply().text("Done.")] });
  const broken = stage.thread.betweenTurns(async (log) =>
    log.append({ type: "fact.recorded", fact: "always x", value: 1 }, { durable: false }),
  );
  await expect(broken).rejects.toThrow(TypeError);
  // The event is in the log, and the thread goes on.
  expect(stage.events.at(-1)).toMatchObject({ type: "fact.recorded", fact: "terms" });
  expect(await stage.prompt("go")).toMatchObject({ status: "completed" });
});
