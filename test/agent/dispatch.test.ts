import { expect } from "vitest";
import { dispatch, type Dispatch } from "../../src/agent/dispatch.ts";
import type { World } from "../../src/agent/world.ts";
import { FettleError } from "../../src/contract/error.ts";
import type { ModelCall } from "../../src/contract/model.ts";
import { definePolicy } from "../../src/contract/policy.ts";
import box from "../../src/policy/rules/box.ts";
import { entries as tools } from "../../src/tools/index.gen.ts";
import { factsOf } from "../policy/facts.ts";
import { verifies } from "../verifies.ts";
import { handMadeWorld, outcome } from "./hand-made-world.ts";
import { recordInMemory } from "./sink.ts";

const read = (id: string): ModelCall => ({ type: "call", id, name: "read", inputText: `{"path":"${id}"}` });
const shell = (id: string): ModelCall => ({ type: "call", id, name: "shell", inputText: `{"script":"${id}"}` });

function stage(run: World["run"], more: Partial<Dispatch> = {}) {
  const { recorder, recorded } = recordInMemory();
  const context: Dispatch = {
    recorder,
    world: handMadeWorld({ run }),
    blobs: {
      put: (content) => ({ blob: "0".repeat(64), bytes: content.length, preview: String(content).slice(0, 10) }),
      store: (text) => text,
    },
    tools,
    policies: [box],
    policyFacts: () => factsOf(),
    alreadyRun: async () => undefined,
    beforeEffect: async () => {},
    ...more,
  };
  const items = () =>
    recorded
      .filter((event) => event.type === "item.started" || event.type === "item.completed")
      .map((event) => `${event.type.slice(5)} ${event.item}`);
  const answer = (calls: readonly ModelCall[], { cutOff = false, signal = new AbortController().signal } = {}) =>
    dispatch(calls, { ...context, step: 1, cutOff, signal });
  return { answer, recorded, items };
}

verifies("agent.long-input", async () => {
  const { answer, recorded } = stage(async () => outcome("done"));
  await answer([shell("short"), shell("long".repeat(10_000))]);
  const inputs = recorded.flatMap((event) => (event.type === "item.started" ? [event.input] : []));
  expect(inputs).toEqual([{ script: "short" }, { blob: "0".repeat(64), bytes: 40_013, preview: `{"script":` }]);
});

verifies("agent.order", async () => {
  const happened: string[] = [];
  const secondRead = Promise.withResolvers<void>();
  const { answer, items } = stage(
    async ({ id }) => {
      happened.push(`begin ${id}`);
      // The first read ends after the second one: were they not run together, it would never end.
      if (id === "r1") await secondRead.promise;
      if (id === "r2") secondRead.resolve();
      happened.push(`end ${id}`);
      return outcome(id);
    },
    { beforeEffect: async () => void happened.push("baseline") },
  );
  const answers = await answer([read("r1"), read("r2"), shell("s1"), shell("s2"), read("r3")]);

  expect(answers.map(({ text }) => text)).toEqual(["r1", "r2", "s1", "s2", "r3"]);
  expect(happened.join(", ")).toBe(
    ["begin r1, begin r2, end r2, end r1", "baseline, begin s1, end s1, baseline, begin s2, end s2", "begin r3, end r3"].join(", "),
  );
  expect(items().join(", ")).toBe(
    [
      "started r1, started r2, completed r1, completed r2",
      "started s1, completed s1, started s2, completed s2",
      "started r3, completed r3",
    ].join(", "),
  );
});

verifies("agent.answers-all", "after an interruption nothing more is run", async () => {
  const interrupt = new AbortController();
  const { answer, items } = stage(async ({ id }) => {
    interrupt.abort(new Error("enough"));
    return outcome(id);
  });
  const answers = await answer([shell("s1"), shell("s2"), read("r1")], { signal: interrupt.signal });
  expect(answers.map(({ text, ok }) => [text, ok])).toEqual([
    ["s1", true],
    ["Interrupted before it was run.", false],
    ["Interrupted before it was run.", false],
  ]);
  expect(items()).toEqual(["started s1", "completed s1", "completed s2", "completed r1"]);
});

verifies("agent.answers-all", "only the last call of a reply that was cut off is not run", async () => {
  const { answer } = stage(async ({ id }) => outcome(id));
  const answers = await answer([read("r1"), shell("s1")], { cutOff: true });
  expect(answers.map(({ text }) => text)).toEqual(["r1", expect.stringContaining("reached its length limit inside this call")]);
});

verifies("agent.answers-all", "what a rule denies is not run", async () => {
  const never = definePolicy({
    name: "never",
    stage: "rule",
    judge: ({ script }) => (script === "s1" ? { decision: "deny", rule: "never", where: "here", reason: "No.", code: "rule" } : undefined),
  });
  const { answer, items } = stage(async ({ id }) => outcome(id), { policies: [box, never] });
  const answers = await answer([shell("s1"), shell("s2")]);
  expect(answers.map(({ text, denied }) => [text, denied])).toEqual([
    ["Not allowed: No. (rule never, here). Go on without it.", true],
    ["s2", false],
  ]);
  expect(items()).toEqual(["completed s1", "started s2", "completed s2"]);
});

verifies("agent.answers-all", "an error that the model can act on is a result, a defect is not", async () => {
  const outside = stage(() => Promise.reject(new FettleError("sandbox.outside", "It is outside.", { hint: "Stay inside." })));
  expect(await outside.answer([read("r1")])).toMatchObject([{ ok: false, text: "It is outside.\nStay inside." }]);
  const defect = stage(() => Promise.reject(new TypeError("x is undefined")));
  await expect(defect.answer([read("r1")])).rejects.toThrow("x is undefined");
});
