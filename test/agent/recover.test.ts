import { expect } from "vitest";
import { lookAtAftermath } from "../../src/agent/aftermath.ts";
import { recover } from "../../src/agent/recover.ts";
import type { Event } from "../../src/contract/event.ts";
import type { Effect } from "../../src/contract/sandbox.ts";
import { verifies } from "../verifies.ts";
import { recordInMemory } from "./sink.ts";

interface Left {
  effect: Effect;
  before?: Record<string, string | null>;
}

interface Found {
  /** What the files hold. */
  now?: Record<string, string | null>;
  /** What the undo store says. */
  happened?: "done" | "not-done" | "unknown";
}

/** What is recorded for one call that was left open, when the files hold `now`. No `left`: its intent was never recorded. */
async function found(left: Left | undefined, { now = {}, happened = "unknown" }: Found = {}) {
  const { recorder, recorded } = recordInMemory();
  const intent = { item: "c1", kind: "call", name: "edit", input: {}, ...left } as Event<"item.started">;
  await recover(
    { calls: [{ type: "call", id: "c1", name: "edit", inputText: "{}" }], intents: new Map(left ? [["c1", intent]] : []) },
    {
      recorder,
      aftermath: lookAtAftermath({
        box: { happened: async () => happened },
        hashes: async (paths) => Object.fromEntries(paths.map((path) => [path, now[path] ?? null])),
      }),
    },
  );
  return recorded.map((event) => event.type === "item.completed" && [event.item, event.recovered, event.ok]);
}

verifies("agent.recovery", "what was never begun was not done", async () => {
  expect(await found(undefined)).toEqual([["c1", "not-done", false]]);
});

verifies("agent.recovery", "a read has no effect", async () => {
  expect(await found({ effect: "read" })).toEqual([["c1", "not-done", false]]);
});

verifies("agent.recovery", "files tell whether they were written", async () => {
  const intent: Left = { effect: "write", before: { a: "1", b: null } };
  expect(await found(intent, { now: { a: "1" } })).toEqual([["c1", "not-done", false]]);
  expect(await found(intent, { now: { a: "2", b: "3" } })).toEqual([["c1", "done", true]]);
  expect(await found(intent, { now: { a: "2" } })).toEqual([["c1", "unknown", false]]);
});

verifies("agent.recovery", "of a command the undo store tells, or nothing", async () => {
  expect(await found({ effect: "execute" }, { happened: "done" })).toEqual([["c1", "done", true]]);
  expect(await found({ effect: "execute" }, { happened: "not-done" })).toEqual([["c1", "not-done", false]]);
  expect(await found({ effect: "execute" }, { happened: "unknown" })).toEqual([["c1", "unknown", false]]);
});

verifies("agent.recovery", "every open call in the order of the reply, then repairs", async () => {
  const { recorder, recorded } = recordInMemory();
  const repair = {
    item: "repair-1",
    kind: "repair",
    name: "typescript",
    effect: "write",
    input: {},
    before: { a: "1" },
  } as unknown as Event<"item.started">;
  const call = (id: string) => ({ type: "call", id, name: "read", inputText: "{}" }) as const;
  await recover({ calls: [call("c2"), call("c1")], intents: new Map([["repair-1", repair]]) }, { recorder, aftermath: async () => "done" });
  expect(recorded.map((event) => event.type === "item.completed" && [event.item, event.kind, event.recovered])).toEqual([
    ["c2", "call", "not-done"],
    ["c1", "call", "not-done"],
    ["repair-1", "repair", "done"],
  ]);
});
