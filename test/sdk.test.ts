import { expect } from "vitest";
import { exitCodeOf, listThreads, openThread, readEvents, type Delta, type Event } from "../src/index.ts";
import { createWorkspace, reply, startModelServer } from "../src/testing/index.ts";
import { toServer } from "./surfaces/fettle.ts";
import { verifies } from "./verifies.ts";

const files = { "package.json": '{ "scripts": { "test": "grep -q 42 answer.txt" } }', "answer.txt": "41\n" };

verifies("sdk.thread", async () => {
  await using home = await createWorkspace();
  await using workspace = await createWorkspace({ files });
  await using model = await startModelServer(
    reply().tool("read", { path: "answer.txt" }),
    reply().tool("edit", { path: "answer.txt", old: "41", new: "42" }),
    reply().text("It is 42."),
    reply().text("Still 42."),
    reply().text("And in a fork, too."),
  );
  const env = { ...process.env, ...toServer(model), FETTLE_HOME: home.root };
  const heard: (Event | Delta)[] = [];
  let id: string;
  {
    await using thread = await openThread({ workspace: workspace.root, env, onEvent: (event) => heard.push(event) });
    id = thread.id;
    const outcome = await thread.prompt("mend the answer");
    expect({ ...outcome, exitCode: exitCodeOf(outcome) }).toMatchObject({
      status: "completed",
      text: "It is 42.",
      verdict: "verified",
      denied: 0,
      exitCode: 0,
    });
  }
  const events = await Array.fromAsync(readEvents(id, { env }));
  expect(events).toEqual(heard.filter((event) => event.type !== "item.delta"));
  expect(await workspace.read("answer.txt")).toBe("42\n");
  {
    await using thread = await openThread({ workspace: workspace.root, env, resume: id });
    expect(await thread.resume()).toBe(undefined);
    expect(await thread.prompt("and now?")).toMatchObject({ text: "Still 42.", verdict: "verified" });
  }
  {
    await using thread = await openThread({ workspace: workspace.root, env, fork: { thread: id } });
    expect(await thread.prompt("and here?")).toMatchObject({ text: "And in a fork, too." });
    expect([...listThreads({ env })].map(({ thread }) => thread)).toEqual([thread.id, id]);
  }
});

verifies("sdk.interrupt", async () => {
  await using home = await createWorkspace();
  await using workspace = await createWorkspace({ files });
  await using model = await startModelServer(reply().text("I will").hang());
  const env = { ...process.env, ...toServer(model), FETTLE_HOME: home.root };
  await using thread = await openThread({ workspace: workspace.root, env });
  thread.listen((event) => {
    if (event.type === "item.delta") thread.submit({ type: "turn.interrupt", reason: "enough" });
  });
  expect(await thread.prompt("think")).toMatchObject({ status: "interrupted" });
  const last = (await Array.fromAsync(readEvents(thread.id, { env }))).at(-1);
  expect(last).toMatchObject({ type: "turn.interrupted", reason: "enough" });
});

verifies("sdk.settings", async () => {
  await using home = await createWorkspace({ files: { "config.toml": "max_steps = 9\n" } });
  await using workspace = await createWorkspace({ files });
  await using model = await startModelServer(reply().tool("list", { path: "." }));
  const env = { ...process.env, ...toServer(model), FETTLE_HOME: home.root, FETTLE_MAX_STEPS: "8" };
  {
    await using thread = await openThread({
      workspace: workspace.root,
      env,
      settings: { max_steps: 1, checks: ["true"], "budget.time": "10m" },
    });
    expect(await thread.prompt("look around")).toMatchObject({ error: { code: "agent.steps" } });
  }
  const wrong = (settings: object) => openThread({ workspace: workspace.root, env, settings }).catch((error: unknown) => error);
  expect(await wrong({ max_steps: "many" })).toMatchObject({ code: "config.invalid" });
  expect(await wrong({ maxSteps: 1 })).toMatchObject({ code: "config.invalid", message: 'Unknown setting "maxSteps"' });
  expect([...listThreads({ env })]).toHaveLength(1);
});
