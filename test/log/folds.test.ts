import { expect } from "vitest";
import type { Event, EventBody, Receipt } from "../../src/contract/event.ts";
import { noUsage } from "../../src/contract/model.ts";
import { foldEvents } from "../../src/log/folds/fold.ts";
import { ledger } from "../../src/log/folds/ledger.ts";
import { savings } from "../../src/log/folds/savings.ts";
import { spent } from "../../src/log/folds/spent.ts";
import { threadState } from "../../src/log/folds/state.ts";
import { transcript } from "../../src/log/folds/transcript.ts";
import { work } from "../../src/log/folds/work.ts";
import { verifies } from "../verifies.ts";
import { beginning } from "./helpers.ts";

function eventsFrom(...bodies: EventBody[]): Event[] {
  return bodies.map((body, seq) => Object.freeze({ v: 1, seq, at: seq, thread: "t", prev: "", ...body }) as Event);
}

const text = (value: string) => [{ type: "text" as const, text: value }];
const usage = { input: 10, output: 5, cacheRead: 3, cacheWrite: 2, reasoning: 1 };
const ms = { first: 1, total: 2 };
const stepStarted = (turn: number, step: number): EventBody => ({
  type: "step.started",
  turn,
  step,
  model: "lab/model",
  requestBytes: 1,
  reserved: { tokens: 1, usd: null },
});
const stepCompleted = (turn: number, step: number, usd: number | null): EventBody => ({
  type: "step.completed",
  turn,
  step,
  output: [],
  stop: "end",
  usage,
  usd,
  ms,
  attempts: 1,
});

verifies("log.ledger", async () => {
  const view = await foldEvents(
    ledger,
    eventsFrom(
      stepStarted(1, 1),
      stepCompleted(1, 1, 0.25),
      stepStarted(1, 2),
      stepCompleted(1, 2, null),
      stepStarted(2, 3),
      { type: "turn.interrupted", turn: 2, reason: "" },
      stepStarted(3, 4),
      stepCompleted(3, 4, 0),
    ),
  );

  const step = (turn: number, number: number, rest: object) => ({ thread: "t", turn, step: number, model: "lab/model", ...rest });
  expect(view).toEqual({
    steps: [
      step(1, 1, { usage, usd: 0.25 }),
      step(1, 2, { usage, usd: null }),
      step(2, 3, { usage: null, usd: null }),
      step(3, 4, { usage, usd: 0 }),
    ],
    usage: { input: 30, output: 15, cacheRead: 9, cacheWrite: 6, reasoning: 3 },
    usd: 0.25,
    unpricedSteps: 2,
  });
});

verifies("log.ledger", "a step whose beginning was lost is counted, too", async () => {
  const { steps, unpricedSteps, usd } = await foldEvents(ledger, eventsFrom(stepCompleted(1, 1, 0.5)));
  expect({ steps: steps.length, model: steps[0]!.model, unpricedSteps, usd }).toEqual({
    steps: 1,
    model: undefined,
    unpricedSteps: 0,
    usd: 0.5,
  });
});

const turnStarted: EventBody = { type: "turn.started", turn: 1, prompt: "p" };
const turnCompleted: EventBody = { type: "turn.completed", turn: 1, text: "", steps: 1 };
const verdict = (reached: "verified" | "failed"): EventBody => ({
  type: "verdict.reached",
  verdict: reached,
  reasons: [],
  receipts: [],
  tree: "",
});
const repaired = (item: string, input: object, ok = true): EventBody[] => [
  { type: "item.started", item, kind: "repair", name: "lint", effect: "write", input },
  { type: "item.completed", item, kind: "repair", name: "lint", ok, parts: [], ms: 1 },
];
const counted = (before: number, after: number) => ({ reasons: ["r"], diagnostics: { before, after } });
const savedBy = async (...bodies: EventBody[]) => {
  const { repairs, diagnostics, steps } = await foldEvents(savings, eventsFrom(turnStarted, ...bodies));
  return { repairs, diagnostics, steps };
};

verifies("log.savings", "before the model: one call for all in a row", async () => {
  const rest = [stepStarted(1, 1), stepCompleted(1, 1, null), verdict("verified"), turnCompleted];
  expect({
    two: await savedBy(...repaired("a", counted(3, 1)), ...repaired("b", counted(1, 0)), ...rest),
    refused: await savedBy(...repaired("a", counted(3, 1), false), ...rest),
    cutOff: await savedBy(repaired("a", counted(3, 1))[0]!, ...rest),
    uncounted: await savedBy(...repaired("a", { reasons: [] }), ...rest),
    none: await savedBy(...rest),
  }).toEqual({
    two: { repairs: 2, diagnostics: 3, steps: 1 },
    refused: { repairs: 0, diagnostics: 0, steps: 0 },
    cutOff: { repairs: 0, diagnostics: 0, steps: 0 },
    uncounted: { repairs: 1, diagnostics: 0, steps: 1 },
    none: { repairs: 0, diagnostics: 0, steps: 0 },
  });
});

verifies("log.savings", "after the model: its answer, too, where it did not have to go on", async () => {
  const begun = [stepStarted(1, 1), stepCompleted(1, 1, null), ...repaired("a", counted(1, 0))];
  const again = [stepStarted(1, 2), stepCompleted(1, 2, null), verdict("verified"), turnCompleted];
  const steps = async (...bodies: EventBody[]) => (await savedBy(...begun, ...bodies)).steps;
  expect({
    passes: await steps(verdict("verified"), turnCompleted),
    failsStill: await steps(verdict("failed"), turnCompleted),
    goesOn: await steps(verdict("failed"), ...again),
    twice: await steps(verdict("failed"), ...again.slice(0, 2), ...repaired("b", counted(1, 0)), ...again.slice(2)),
    interrupted: await steps({ type: "turn.interrupted", turn: 1, reason: "" }, { ...turnStarted, turn: 2 }, ...again),
  }).toEqual({ passes: 2, failsStill: 1, goesOn: 1, twice: 3, interrupted: 1 });
});

const budgeted = (step: number): EventBody => ({ ...stepStarted(1, step), reserved: { tokens: 1000, usd: 0.5 } }) as EventBody;
const retried = (step: number, answered: boolean): EventBody => ({
  type: "step.retried",
  step,
  attempt: 1,
  error: { code: "model.truncated", message: "", ...(answered && { answered }) },
  delayMs: 0,
});
const failed = (code: string): EventBody => ({ type: "turn.failed", error: { code, message: "" } });
const spentAfter = async (...bodies: EventBody[]) => {
  const { tokens, usd } = await foldEvents(spent, eventsFrom(...bodies));
  return { tokens, usd };
};

verifies("log.spent", async () => {
  expect({
    finished: await spentAfter(budgeted(1), stepCompleted(1, 1, 0.25)),
    uncounted: await spentAfter(budgeted(1), { ...stepCompleted(1, 1, 0), usage: noUsage } as EventBody),
    killed: await spentAfter(budgeted(1), stepCompleted(1, 1, 0.25), budgeted(2)),
    interrupted: await spentAfter(budgeted(1), { type: "turn.interrupted", reason: "" }, budgeted(2), stepCompleted(1, 2, 0.25)),
    failed: await spentAfter(budgeted(1), failed("model.truncated")),
    refused: await spentAfter(budgeted(1), failed("model.unauthorized")),
    brokenOff: await spentAfter(budgeted(1), retried(1, true), retried(1, false), stepCompleted(1, 1, 0.25)),
  }).toEqual({
    finished: { tokens: 20, usd: 0.25 },
    uncounted: { tokens: 1000, usd: 0.5 },
    killed: { tokens: 1020, usd: 0.75 },
    interrupted: { tokens: 1020, usd: 0.75 },
    failed: { tokens: 1000, usd: 0.5 },
    refused: { tokens: 0, usd: 0 },
    brokenOff: { tokens: 1020, usd: 0.75 },
  });
});

const receipt: Receipt = {
  id: "r1",
  check: "test",
  proves: "tests",
  from: "package.json:3",
  argv: ["npm", "test"],
  cwd: ".",
  phase: "final",
  exitCode: 0,
  signal: null,
  timedOut: false,
  ms: 5,
  outputHash: "h",
  output: "ok",
  treeBefore: "a",
  treeAfter: "a",
  startedAt: 1,
};
const call = (id: string) => ({ type: "call" as const, id, name: "edit", inputText: `{"path":"${id}"}` });

verifies("log.transcript", async () => {
  const change = { path: "a.ts", change: "added" as const, before: null, after: "h" };
  const ruling = { decision: "allow" as const, rule: "writes", where: "default", reason: "inside", code: "box" };
  const reply = { blob: "0".repeat(64), bytes: 99_999 };
  const events = eventsFrom(
    { type: "thread.started", ...beginning },
    { type: "prompt.admitted", prompt: "p1", by: "user", parts: text("fix it") },
    { type: "turn.started", turn: 1, prompt: "p1" },
    {
      ...(stepCompleted(1, 1, null) as EventBody<"step.completed">),
      output: [{ type: "reasoning", text: "hm" }, { type: "text", text: "I edit." }, call("c1"), call("c2")],
    },
    { type: "policy.decided", turn: 1, item: "c1", ...ruling },
    { type: "item.started", turn: 1, item: "c1", kind: "call", name: "edit", effect: "write", input: { path: "a.ts" } },
    { type: "transaction.committed", turn: 1, item: "c1", checkpoints: ["c1"], changes: [change], total: 1 },
    { type: "item.completed", turn: 1, item: "c1", kind: "call", name: "edit", ok: true, parts: text("done"), ms: 3 },
    {
      type: "item.completed",
      turn: 1,
      item: "c2",
      kind: "call",
      name: "edit",
      ok: false,
      parts: text("cut off"),
      ms: 0,
      recovered: "not-done",
    },
    { type: "prompt.admitted", turn: 1, prompt: "p2", by: "steer", parts: text("also b") },
    { type: "prompt.admitted", prompt: "p3", by: "user", parts: text("later") },
    { ...(stepCompleted(1, 2, null) as EventBody<"step.completed">), output: reply },
    { type: "item.started", turn: 1, item: "repair-1", kind: "repair", name: "typescript", effect: "write", input: {} },
    { type: "check.completed", turn: 1, receipt },
    { type: "verdict.reached", turn: 1, verdict: "verified", reasons: ["all pass"], receipts: ["r1"], tree: "a" },
    { type: "turn.completed", turn: 1, text: "Fixed.", steps: 2 },
    { type: "turn.started", turn: 2, prompt: "p3" },
    { type: "turn.failed", turn: 2, error: { code: "model.unreachable", message: "no" } },
    { type: "prompt.admitted", prompt: "p4", by: "user", parts: text("waits") },
  );

  const prompt = (id: string, by: string, words: string) => ({ type: "prompt", prompt: id, by, parts: text(words) });
  expect(await foldEvents(transcript, events)).toEqual({
    turns: [
      {
        turn: 1,
        items: [
          prompt("p1", "user", "fix it"),
          { type: "reasoning", text: "hm" },
          { type: "message", text: "I edit." },
          {
            type: "call",
            item: "c1",
            name: "edit",
            input: { path: "a.ts" },
            ruling,
            changes: [change],
            result: { ok: true, parts: text("done"), ms: 3 },
          },
          {
            type: "call",
            item: "c2",
            name: "edit",
            input: '{"path":"c2"}',
            changes: [],
            result: { ok: false, parts: text("cut off"), ms: 0, recovered: "not-done" },
          },
          prompt("p2", "steer", "also b"),
          { type: "reply", output: reply },
          { type: "repair", item: "repair-1", name: "typescript", input: {}, changes: [] },
          { type: "check", receipt },
          { type: "verdict", verdict: "verified", reasons: ["all pass"] },
        ],
        outcome: { type: "completed", text: "Fixed." },
      },
      { turn: 2, items: [prompt("p3", "user", "later")], outcome: { type: "failed", error: { code: "model.unreachable", message: "no" } } },
    ],
    waiting: [prompt("p4", "user", "waits")],
  });
});

verifies("log.state", async () => {
  const intent = (item: string): EventBody => ({
    type: "item.started",
    turn: 2,
    item,
    kind: "call",
    name: "shell",
    effect: "execute",
    input: {},
  });
  const question = (approval: string): EventBody => ({
    type: "approval.requested",
    approval,
    item: "c2",
    requestHash: "h",
    question: "?",
    rule: "r",
  });
  const events = eventsFrom(
    { type: "thread.started", ...beginning },
    { type: "fact.recorded", fact: "plan", value: ["one"] },
    { type: "prompt.admitted", prompt: "p1", by: "user", parts: [] },
    { type: "turn.started", turn: 1, prompt: "p1" },
    stepStarted(1, 1),
    { type: "turn.completed", turn: 1, text: "", steps: 1 },
    { type: "thread.resumed", model: "lab/other", sandbox: "boxes", fettle: "0.2.0" },
    { type: "prompt.admitted", prompt: "p2", by: "user", parts: text("b") },
    { type: "prompt.admitted", prompt: "p3", by: "user", parts: [] },
    { type: "turn.started", turn: 2, prompt: "p2" },
    { type: "prompt.admitted", turn: 2, prompt: "p4", by: "harness", parts: [] },
    stepStarted(2, 2),
    { type: "fact.recorded", turn: 2, fact: "plan", value: ["two"] },
    intent("c1"),
    intent("c2"),
    { type: "item.completed", turn: 2, item: "c1", kind: "call", name: "shell", ok: true, parts: [], ms: 1 },
    question("a1"),
    question("a2"),
    { type: "approval.decided", approval: "a1", decision: "allow", by: "u", reason: "" },
    { type: "verdict.reached", turn: 2, verdict: "unverified", reasons: [], receipts: [], tree: "t" },
  );

  expect(await foldEvents(threadState, events)).toEqual({
    workspace: "/home/u/project",
    model: "lab/other",
    sandbox: "boxes",
    turn: { turn: 2, prompt: "p2", state: "open", denied: 0 },
    waitingPrompts: [events[8]],
    openItems: new Map([["c2", events[14]]]),
    openApprovals: new Map([["a2", events[17]]]),
    asked: text("b"),
    facts: new Map([["plan", ["two"]]]),
    verdict: events[19],
    openQuestions: new Map(),
    usage: undefined,
    ownCommands: 0,
    nextTurn: 3,
    nextStep: 3,
  });
});

verifies("log.state", "ends of turns, and types of later versions", async () => {
  const ends: EventBody[] = [
    { type: "turn.completed", turn: 1, text: "", steps: 0 },
    { type: "turn.failed", turn: 1, error: { code: "internal", message: "" } },
    { type: "turn.interrupted", turn: 1, reason: "" },
    { type: "toString" } as unknown as EventBody,
  ];
  const states = await Promise.all(
    ends.map(async (end) => (await foldEvents(threadState, eventsFrom({ type: "turn.started", turn: 1, prompt: "p" }, end))).turn?.state),
  );
  expect(states).toEqual(["completed", "failed", "interrupted", "open"]);
});

const own = (item: string, turn?: number): EventBody[] => {
  const of = turn === undefined ? { item } : { turn, item };
  return [
    { type: "item.started", ...of, kind: "user", name: "shell", effect: "execute", input: { script: "npm test" } },
    { type: "policy.decided", ...of, decision: "deny", rule: "r", where: "w", reason: "", code: "rule" },
    {
      type: "transaction.committed",
      ...of,
      checkpoints: ["c1"],
      changes: [{ path: "a", change: "added", before: null, after: "h" }],
      total: 1,
    },
    { type: "item.completed", ...of, kind: "user", name: "shell", ok: true, parts: text("3 passed"), ms: 1 },
  ];
};

verifies("log.own-commands", "they are no calls, and what they deny is nothing of the turn's", async () => {
  const events = eventsFrom({ type: "turn.started", turn: 1, prompt: "p" }, ...own("user-1", 1));
  const { turn, ownCommands, openItems } = await foldEvents(threadState, events);
  const { commands, calls, changes, complete } = await foldEvents(work, events);
  expect({ denied: turn?.denied, ownCommands, open: openItems.size }).toEqual({ denied: 0, ownCommands: 1, open: 0 });
  expect({ commands, calls: calls.size, by: changes.map(({ item }) => item), complete }).toEqual({
    commands: [],
    calls: 0,
    by: ["user"],
    complete: true,
  });
  const cutOff = eventsFrom(own("user-1")[0]!, { ...(own("user-1")[3] as EventBody<"item.completed">), recovered: "unknown" });
  expect((await foldEvents(work, cutOff)).complete).toBe(false);
});

verifies("log.own-commands", "a transcript tells them where they were run: before, between and in turns", async () => {
  const { turns } = await foldEvents(
    transcript,
    eventsFrom(
      ...own("user-1"),
      ...own("user-2"),
      { type: "prompt.admitted", prompt: "p", by: "user", parts: [] },
      turnStarted,
      ...own("user-3", 1),
      turnCompleted,
      ...own("user-4"),
    ),
  );
  const items = turns.map(({ turn, items: told, outcome: { type } }) => [
    turn,
    type,
    told.map((item) => ("item" in item ? item.item : item.type)),
  ]);
  expect(items).toEqual([
    [undefined, "none", ["user-1", "user-2"]],
    [1, "completed", ["prompt", "user-3"]],
    [undefined, "none", ["user-4"]],
  ]);
  expect(turns[0]!.items[0]).toMatchObject({ type: "user", input: { script: "npm test" }, changes: [{ path: "a" }], result: { ok: true } });
});

verifies("log.state", "questions are open until they are answered, their call is, or their turn has ended", async () => {
  const asked: EventBody = { type: "question.asked", turn: 1, question: "q1", item: "c1", text: "?", choices: [] };
  const requested: EventBody = {
    type: "approval.requested",
    turn: 1,
    approval: "a1",
    item: "c1",
    requestHash: "h",
    question: "?",
    rule: "r",
  };
  const open = async (...ends: EventBody[]) => {
    const { openQuestions, openApprovals } = await foldEvents(threadState, eventsFrom(turnStarted, asked, requested, ...ends));
    return [...openQuestions.keys(), ...openApprovals.keys()];
  };
  const completed: EventBody<"item.completed"> = {
    type: "item.completed",
    turn: 1,
    item: "c1",
    kind: "call",
    name: "ask",
    ok: false,
    parts: [],
    ms: 0,
  };
  expect({
    not: await open(),
    answered: await open({ type: "question.answered", turn: 1, question: "q1", answer: "tea", by: "me" }),
    completed: await open(completed),
    another: await open({ ...completed, item: "c2" }),
    ended: await open(turnCompleted),
  }).toEqual({ not: ["q1", "a1"], answered: ["a1"], completed: [], another: ["q1", "a1"], ended: [] });
});
