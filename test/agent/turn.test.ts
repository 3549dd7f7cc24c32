import { expect } from "vitest";
import { Recorder } from "../../src/agent/recorder.ts";
import { runTurn, type TurnContext } from "../../src/agent/turn.ts";
import { Verification } from "../../src/agent/verification.ts";
import type { SentReply, World } from "../../src/agent/world.ts";
import { FettleError } from "../../src/contract/error.ts";
import type { EventBody } from "../../src/contract/event.ts";
import type { ModelRequest } from "../../src/contract/model.ts";
import type { ThreadBlobs } from "../../src/log/blobs.ts";
import { work } from "../../src/log/folds/work.ts";
import box from "../../src/policy/rules/box.ts";
import { entries as tools } from "../../src/tools/index.gen.ts";
import { factsOf } from "../policy/facts.ts";
import { verifies } from "../verifies.ts";
import { handMadeWorld, outcome, says } from "./hand-made-world.ts";
import { recordInMemory } from "./sink.ts";

const text = (words: string) => ({ type: "text", text: words }) as const;
const call = (id: string, name = "read") => ({ type: "call", id, name, inputText: '{"path":"a"}' }) as const;
/** Short texts only: they are kept in the line. */
const blobs = { store: (words: string) => words } as ThreadBlobs;

interface Script {
  replies?: readonly SentReply[];
  world?: Partial<World>;
  context?: Partial<TurnContext>;
  signal?: AbortSignal;
  recorder?: Recorder;
}

/** Runs a turn in which the model says this. Returns its outcome and the events that tell of it. */
async function turn({ replies = [], world: does = {}, context = {}, signal = new AbortController().signal, recorder }: Script) {
  const memory = recordInMemory();
  const sink = recorder ?? memory.recorder;
  const left = [...replies];
  const world = handMadeWorld({
    send: async () => left.shift() ?? Promise.reject(new Error("the model has nothing more to say")),
    run: async ({ id }) => outcome(id),
    ...does,
  });
  let step = 1;
  const result = await runTurn(
    {
      recorder: sink,
      world,
      blobs,
      tools,
      policies: [box],
      policyFacts: () => factsOf(),
      model: "lab/model",
      maxSteps: 5,
      verification: new Verification({
        recorder: sink,
        world,
        stored: { text: async () => "", bytes: async () => Buffer.alloc(0) },
        work: () => work.start(),
        asked: () => [],
        maxRounds: 1,
      }),
      room: {
        nextRequest: async () => ({ maxOutputTokens: 1 }) as ModelRequest,
        afterOverflow: async () => undefined,
        takeSummary: async () => {},
      },
      takenIds: () => new Set(),
      alreadyRun: async () => undefined,
      nextStep: () => step++,
      denied: 0,
      runOwnCommands: async () => {},
      validateAnswer: () => undefined,
      ...context,
    },
    signal,
  );
  return { ...result, told: memory.recorded.map(tell).filter((line) => line !== undefined) };
}

/** What an event says of the course of the turn. */
function tell(event: EventBody): string | undefined {
  if (event.type === "prompt.admitted") return `${event.by} ${event.prompt}`;
  if (event.type === "turn.failed") return `failed ${event.error.code}`;
  if (event.type === "turn.interrupted") return `interrupted ${event.reason}`;
  if (event.type === "turn.completed") return `completed after ${event.steps}`;
  return event.type === "budget.reached" ? `reached ${event.budget}` : undefined;
}

verifies("agent.endings", "completed", async () => {
  expect(await turn({ replies: [says("calls", call("c1")), says("end", text("Done."))] })).toEqual({
    status: "completed",
    text: "Done.",
    verdict: "unverified",
    reasons: ["The project has no checks that could prove the work."],
    denied: 0,
    told: ["completed after 2"],
  });
});

verifies("agent.endings", "a pause and a reply that was cut off go on", async () => {
  const { told } = await turn({ replies: [says("pause", text("Wait")), says("length", text("Long")), says("end", text("Done."))] });
  expect(told).toEqual(["harness after-step-2", "completed after 3"]);
});

verifies("agent.endings", "refused", async () => {
  const { status, error, told } = await turn({ replies: [says("refusal", text("I will not."))] });
  expect({ status, error, told }).toMatchObject({
    status: "failed",
    error: { code: "model.refused", message: "The model refused: I will not." },
    told: ["failed model.refused"],
  });
});

verifies("agent.endings", "too many steps", async () => {
  const replies = Array.from({ length: 5 }, (_, index) => says("calls", call(`c${index}`)));
  expect(await turn({ replies })).toMatchObject({
    status: "failed",
    error: { code: "agent.steps", at: "max_steps" },
    told: ["failed agent.steps"],
  });
});

verifies("agent.endings", "going in circles", async () => {
  const replies = Array.from({ length: 6 }, () => says("calls", call("same")));
  const { error, told } = await turn({ replies, context: { maxSteps: 20 } });
  expect({ code: error?.code, told }).toEqual({
    code: "agent.stuck",
    told: ["harness after-step-3", "harness after-step-4", "harness after-step-5", "failed agent.stuck"],
  });
});

verifies("agent.endings", "a final answer that never has the right shape", async () => {
  const replies = Array.from({ length: 4 }, () => says("end", text("no JSON")));
  const { error, told } = await turn({ replies, context: { validateAnswer: () => "It is not JSON" } });
  expect({ error, told }).toMatchObject({
    error: { code: "agent.stuck", at: "--output-schema" },
    told: ["harness after-step-1", "harness after-step-2", "harness after-step-3", "failed agent.stuck"],
  });
});

const spent = Object.assign(new FettleError("budget.reached", "It is used up"), { budget: "usd", limit: 1, used: 1, needed: 1 });

verifies("agent.endings", "the money is used up", async () => {
  const { error, told } = await turn({ world: { reserve: () => Promise.reject(spent) } });
  expect({ code: error?.code, told }).toEqual({ code: "budget.reached", told: ["reached usd", "failed budget.reached"] });
});

verifies("agent.endings", "the time is over while the model speaks", async () => {
  const clock = new AbortController();
  const over = Object.assign(new FettleError("budget.reached", "It is over"), { budget: "time", limit: 1, used: 1, needed: 0 });
  const send: World["send"] = (_request, { signal }) => {
    clock.abort(over);
    return Promise.reject(signal.reason as Error);
  };
  const { status, told } = await turn({ world: { send }, signal: clock.signal });
  expect({ status, told }).toEqual({ status: "failed", told: ["reached time", "failed budget.reached"] });
});

verifies("agent.endings", "interrupted while a call runs", async () => {
  const interrupt = new AbortController();
  const run: World["run"] = async ({ id }) => {
    interrupt.abort(new Error("enough"));
    return outcome(id);
  };
  const { status, error, told } = await turn({ replies: [says("calls", call("c1"))], world: { run }, signal: interrupt.signal });
  expect({ status, error, told }).toEqual({
    status: "interrupted",
    error: { code: "turn.interrupted", message: "enough" },
    told: ["interrupted enough"],
  });
});

verifies("agent.endings", "a defect", async () => {
  const { error, told } = await turn({ world: { send: () => Promise.reject(new TypeError("x is undefined")) } });
  expect({ error, told }).toEqual({ error: { code: "internal", message: "x is undefined" }, told: ["failed internal"] });
});

verifies("agent.endings", "what arrives while it runs joins it before the next step", async () => {
  const waiting = [[], [[text("and this")]]];
  const { told } = await turn({
    replies: [says("calls", call("c1")), says("end", text("Done."))],
    world: { steering: () => waiting.shift() ?? [] },
  });
  expect(told).toEqual(["steer after-step-1", "completed after 2"]);
});

verifies("agent.endings", "a log that takes not even the end of the turn", async () => {
  const full = new FettleError("log.disk", "The log cannot be written");
  const recorder = new Recorder(
    {
      append: () => {
        throw full;
      },
    },
    "t",
  );
  await expect(turn({ recorder })).rejects.toBe(full);
});

verifies("agent.own-folds", "in the middle of a turn", async () => {
  const broken = (part: "fold" | "listen") => {
    const { recorder, recorded } = recordInMemory();
    let heard = 0;
    recorder[part]((event) => {
      if (event.type !== "step.completed") return;
      heard++;
      if (part === "fold") throw new TypeError("the view is broken");
    });
    return { recorder, ended: () => ({ heard, last: recorded.at(-1)?.type }) };
  };
  const fold = broken("fold");
  const { status, error } = await turn({ replies: [says("end", text("Done."))], recorder: fold.recorder });
  const listener = broken("listen");
  await turn({ replies: [says("end", text("Done."))], recorder: listener.recorder });
  expect({ status, error, fold: fold.ended(), listener: listener.ended() }).toEqual({
    status: "failed",
    error: { code: "internal", message: "the view is broken" },
    fold: { heard: 1, last: "turn.failed" },
    listener: { heard: 1, last: "turn.completed" },
  });
});
