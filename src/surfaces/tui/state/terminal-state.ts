import type { Check } from "../../../contract/check.ts";
import type { Delta, Event, EventType } from "../../../contract/event.ts";
import type { PolicyFacts } from "../../../contract/policy.ts";
import type { PlanItem } from "../../../contract/tool.ts";
import { type ReportView, reportFold, toReport } from "../../../verify/report.ts";
import type { Block } from "./block.ts";
import { isSameAgain } from "./check-again.ts";
import { endedCall, type OpenCall, startCall, startedCall, waitingCall } from "./open-call.ts";
import { appendTail } from "./tail.ts";
import { partsText, textOf } from "./texts.ts";

/** A question that waits for an answer. */
export interface Question {
  event: Event<"approval.requested">;
  /** Undefined when the reply it stands in is long: then it is to be read there. */
  call: OpenCall | undefined;
  /** The blob of the model's reply, when that is long. */
  reply: string | undefined;
  /** That asked; undefined for what a call asks while it runs. */
  ruling: Event<"policy.decided"> | undefined;
}

/** A question of the model's that waits for an answer. */
export type AskedQuestion = Event<"question.asked">;

/** What the terminal shows of a thread, folded from what it hears. */
export interface TerminalState {
  /** Ended since they were last taken, in order. */
  finished: Block[];
  thread: { id: string; model: string; sandbox: string; workspace: string } | undefined;
  turn: { startedAt: number; step: number } | undefined;
  /** What the model is at: `text` is what it has thought so far; what it says becomes blocks as it comes in. */
  streaming: { kind: "text" | "reasoning"; index: number; startedAt: number; text: string } | undefined;
  /** Which texts of this step were shown as they came in, by their place in the reply. */
  shown: Set<number>;
  /** The blob of the last reply, when that is long. */
  longReply: string | undefined;
  /** By item: calls that the model is writing, that wait or that run, in order. */
  calls: Map<string, OpenCall>;
  /** By item: the last ruling. */
  rulings: Map<string, Event<"policy.decided">>;
  questions: Question[];
  asked: AskedQuestion[];
  plan: readonly PlanItem[];
  /** Commands run in a box. */
  confined: boolean;
  /** Tokens of the last request and its reply. */
  contextTokens: number;
  /** The last one of this turn. */
  receipt: Event<"check.completed">["receipt"] | undefined;
  report: ReportView;
}

export function startState(): TerminalState {
  return {
    finished: [],
    thread: undefined,
    turn: undefined,
    streaming: undefined,
    shown: new Set(),
    longReply: undefined,
    calls: new Map(),
    rulings: new Map(),
    questions: [],
    asked: [],
    plan: [],
    confined: true,
    contextTokens: 0,
    receipt: undefined,
    report: reportFold.start(),
  };
}

/**
 * Takes in what a thread tells; the state it is given is changed and returned.
 * @param now milliseconds since the epoch: what is streamed has no time of its own
 */
export function stepState(state: TerminalState, heard: Event | Delta, now: number): TerminalState {
  if (heard.type === "item.delta") {
    takeDelta(state, heard, now);
    return state;
  }
  state.report = reportFold.step(state.report, heard);
  if (Object.hasOwn(on, heard.type)) on[heard.type]?.(state, heard as never);
  return state;
}

/** Takes the blocks that have ended since the last time. */
export function takeFinished(state: TerminalState): Block[] {
  return state.finished.splice(0);
}

function takeDelta(state: TerminalState, { kind, index = 0, item, text }: Delta, now: number): void {
  switch (kind) {
    case "call":
      return;
    case "output": {
      const call = item === undefined ? undefined : state.calls.get(item);
      if (call !== undefined) call.tail = appendTail(call.tail, text);
      return;
    }
    case "text":
    case "reasoning": {
      if (state.streaming?.kind !== kind || state.streaming.index !== index) endStreaming(state, now);
      state.streaming ??= { kind, index, startedAt: now, text: "" };
      if (kind === "reasoning") state.streaming.text += text;
      else addToAnswer(state.finished, text);
    }
  }
}

const MOST_CHARS = 4096;

/** Small pieces become one part: laying it out costs by the part. But not too large a one, as all its lines are held at once. */
function addToAnswer(finished: Block[], text: string): void {
  const open = finished.at(-1);
  if (open?.type === "answer" && !open.last && open.text.length < MOST_CHARS) open.text += text;
  else finished.push({ type: "answer", text, last: false });
}

/** What was shown as it came in needs no more than its end; what the model thought is told as a whole. */
function endStreaming(state: TerminalState, now: number): void {
  const { streaming } = state;
  if (streaming === undefined) return;
  state.streaming = undefined;
  if (streaming.kind === "text") {
    state.shown.add(streaming.index);
    state.finished.push({ type: "answer", text: "", last: true });
  } else if (streaming.text.trim() !== "") {
    state.finished.push({ type: "reasoning", text: streaming.text, ms: now - streaming.startedAt });
  }
}

const on: { [T in EventType]?: (state: TerminalState, event: Event<T>) => void } = {
  "thread.started": (state, event) => begin(state, event, "started"),
  "thread.forked": (state, event) => begin(state, event, "forked"),
  "thread.resumed": (state, { thread, model, sandbox }) => {
    state.thread = { id: thread, model, sandbox, workspace: state.thread?.workspace ?? "" };
    state.finished.push({ type: "thread", thread, model, sandbox, how: "resumed" });
  },
  "prompt.admitted": (state, { by, about, parts }) => {
    const text = partsText(parts);
    if (about === "memory") state.finished.push({ type: "reminded", text });
    else if (by === "harness") state.finished.push({ type: "sent-back", text });
    else state.finished.push({ type: "prompt", text, images: parts.filter(({ type }) => type === "image").length, by });
  },
  "turn.started": (state, { at }) => {
    state.turn = { startedAt: at, step: 0 };
    state.receipt = undefined;
  },
  "step.started": (state, { step }) => {
    if (state.turn !== undefined) state.turn.step = step;
    state.shown = new Set();
  },
  "step.retried": (state, { error, delayMs, at }) => {
    endStreaming(state, at);
    state.shown = new Set();
    state.finished.push({ type: "retry", message: error.message, delayMs });
  },
  "step.completed": (state, { output, usage, at }) => {
    endStreaming(state, at);
    state.contextTokens = usage.input + usage.cacheRead + usage.cacheWrite + usage.output;
    state.longReply = Array.isArray(output) ? undefined : output.blob;
    if (!Array.isArray(output)) return;
    for (const [index, item] of output.entries()) {
      if (item.type === "call") state.calls.set(item.id, waitingCall(item));
      if (item.type === "text" && !state.shown.has(index) && item.text.trim() !== "")
        state.finished.push({ type: "answer", text: item.text, last: true });
    }
  },
  "policy.decided": (state, event) => {
    state.rulings.set(event.item, event);
  },
  "approval.requested": (state, event) => {
    const ruling = state.rulings.get(event.item);
    const asks = ruling?.decision === "ask" && ruling.rule === event.rule;
    state.questions.push({ event, call: state.calls.get(event.item), reply: state.longReply, ruling: asks ? ruling : undefined });
  },
  "approval.decided": (state, { approval, decision, reason, code }) => {
    const { item } = state.questions.find(({ event }) => event.approval === approval)?.event ?? {};
    const ruling = item === undefined ? undefined : state.rulings.get(item);
    // What runs already goes on: it was kept from one thing only.
    const waits = item !== undefined && state.calls.get(item)?.startedAt === undefined;
    if (ruling !== undefined && waits && decision === "deny" && code !== "interrupted")
      state.rulings.set(ruling.item, { ...ruling, decision, reason: reason === "" ? ruling.reason : reason });
    state.questions = state.questions.filter(({ event }) => event.approval !== approval);
  },
  "question.asked": (state, event) => {
    state.asked.push(event);
  },
  "question.answered": (state, { question, answer }) => {
    const asked = state.asked.find((each) => each.question === question);
    if (asked === undefined) return;
    state.asked = state.asked.filter((each) => each !== asked);
    state.finished.push({ type: "asked", text: textOf(asked.text), answer: answer === undefined ? undefined : textOf(answer) });
  },
  "item.started": (state, event) => {
    const call = state.calls.get(event.item);
    if (call === undefined) state.calls.set(event.item, startedCall(event));
    else startCall(call, event);
  },
  "item.completed": (state, event) => {
    const call = state.calls.get(event.item) ?? startedCall({ ...event, type: "item.started", effect: "none", input: undefined });
    state.calls.delete(event.item);
    state.finished.push(endedCall(call, event, state.rulings.get(event.item)));
    state.rulings.delete(event.item);
  },
  "transaction.committed": (state, { item, changes, total, checkpoints }) => {
    const call = state.calls.get(item);
    if (call === undefined) return;
    call.changes = [...call.changes, ...changes];
    call.totalChanges += total;
    call.checkpoints = [...call.checkpoints, ...checkpoints];
  },
  "transaction.quarantined": (state, { item, held }) => {
    const call = state.calls.get(item);
    if (call !== undefined) call.held = [...call.held, ...held];
  },
  "transaction.undone": (state, { undone, changes, total, conflicts }) => {
    state.finished.push({ type: "returned", kind: "undone", ids: undone, changes, total, conflicts });
  },
  "transaction.redone": (state, { redone, changes, total, conflicts }) => {
    state.finished.push({ type: "returned", kind: "redone", ids: redone, changes, total, conflicts });
  },
  "check.completed": (state, { receipt }) => {
    const before = state.receipt;
    state.receipt = receipt;
    if (!isSameAgain(receipt, before)) state.finished.push({ type: "check", receipt });
  },
  "context.compacted": (state, { how, tokens }) => {
    state.contextTokens = tokens.after;
    state.finished.push({ type: "compacted", how, tokens });
  },
  "finding.accepted": (state, { finding, by }) => {
    state.finished.push({ type: "accepted", finding, by });
  },
  "verdict.reached": (state, { verdict }) => {
    const report = toReport(state.report);
    if (report !== undefined) state.finished.push({ type: "verdict", verdict, report });
  },
  "budget.reached": (state, { budget }) => {
    state.finished.push({ type: "budget", budget });
  },
  "fact.recorded": (state, { fact, value }) => {
    if (fact === "contract") state.finished.push({ type: "contract", checks: value as readonly Check[] });
    if (fact === "terms") state.confined = (value as Pick<PolicyFacts, "confined">).confined;
    if (fact !== "plan") return;
    state.plan = value as readonly PlanItem[];
    state.finished.push({ type: "plan", items: state.plan });
  },
  "turn.completed": (state, { at }) => endTurn(state, at),
  "turn.failed": (state, { error, at }) => {
    endTurn(state, at);
    state.finished.push({ type: "failed", error });
  },
  "turn.interrupted": (state, { reason, at }) => {
    endTurn(state, at);
    state.finished.push({ type: "interrupted", reason });
  },
};

function begin(
  state: TerminalState,
  { thread, model, sandbox, workspace }: Event<"thread.started" | "thread.forked">,
  how: "started" | "forked",
): void {
  state.thread = { id: thread, model, sandbox, workspace };
  state.finished.push({ type: "thread", thread, model, sandbox, how });
}

/** Nobody waits for an answer any more, and what ran does not run. */
function endTurn(state: TerminalState, at: number): void {
  endStreaming(state, at);
  Object.assign(state, { turn: undefined, questions: [], asked: [], calls: new Map(), rulings: new Map() });
}
