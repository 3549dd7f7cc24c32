import type { Event, StoredPart } from "../../contract/event.ts";
import { defineFold } from "./fold.ts";

/** What a process must know to go on with a thread. */
export interface ThreadState {
  workspace: string | undefined;
  /** As the thread was last begun or resumed with. */
  model: string | undefined;
  sandbox: string | undefined;
  /** The last turn, with the number of calls that were denied in it; undefined before the first. */
  turn: { turn: number; prompt: string; state: "open" | "completed" | "failed" | "interrupted"; denied: number } | undefined;
  /** What people have asked for in the last turn, its prompt first. */
  asked: readonly StoredPart[];
  /** Prompts of the user that no turn has begun with, oldest first. */
  waitingPrompts: Event<"prompt.admitted">[];
  /** By item: intents without a result. Whether their effects happened is unknown. */
  openItems: Map<string, Event<"item.started">>;
  /** By id: questions of the open turn without an answer. */
  openApprovals: Map<string, Event<"approval.requested">>;
  openQuestions: Map<string, Event<"question.asked">>;
  /** The last value of each fact, by name. */
  facts: Map<string, unknown>;
  verdict: Event<"verdict.reached"> | undefined;
  /** What the last step used of the model's context, and wrote. */
  usage: Event<"step.completed">["usage"] | undefined;
  /** Commands that people have run. */
  ownCommands: number;
  /** One more than the highest number so far in the whole thread. */
  nextTurn: number;
  nextStep: number;
}

export const threadState = defineFold<ThreadState>(
  () => ({
    workspace: undefined,
    model: undefined,
    sandbox: undefined,
    turn: undefined,
    asked: [],
    waitingPrompts: [],
    openItems: new Map(),
    openApprovals: new Map(),
    openQuestions: new Map(),
    facts: new Map(),
    verdict: undefined,
    usage: undefined,
    ownCommands: 0,
    nextTurn: 1,
    nextStep: 1,
  }),
  {
    "thread.started": begin,
    "thread.forked": begin,
    "thread.resumed": (view, { model, sandbox }) => Object.assign(view, { model, sandbox }),
    "prompt.admitted": (view, event) => {
      if (event.by === "user") view.waitingPrompts.push(event);
      if (event.by === "steer") view.asked = [...view.asked, ...event.parts];
    },
    "turn.started": (view, { turn = view.nextTurn, prompt }) => {
      view.turn = { turn, prompt, state: "open", denied: 0 };
      view.nextTurn = Math.max(view.nextTurn, turn + 1);
      view.asked = view.waitingPrompts.filter((waiting) => waiting.prompt === prompt).flatMap(({ parts }) => parts);
      view.waitingPrompts = view.waitingPrompts.filter((waiting) => waiting.prompt !== prompt);
    },
    "turn.completed": (view) => endTurn(view, "completed"),
    "turn.failed": (view) => endTurn(view, "failed"),
    "turn.interrupted": (view) => endTurn(view, "interrupted"),
    "step.started": (view, { step }) => {
      view.nextStep = Math.max(view.nextStep, step + 1);
    },
    "step.completed": (view, { usage }) => {
      view.usage = usage;
    },
    "item.started": (view, event) => {
      view.openItems.set(event.item, event);
      if (event.kind === "user") view.ownCommands++;
    },
    "item.completed": (view, { item }) => {
      view.openItems.delete(item);
      // Of a process that was killed while it asked.
      for (const open of [view.openApprovals, view.openQuestions]) for (const [id, asked] of open) if (asked.item === item) open.delete(id);
    },
    "approval.requested": (view, event) => {
      view.openApprovals.set(event.approval, event);
    },
    "question.asked": (view, event) => {
      view.openQuestions.set(event.question, event);
    },
    "question.answered": (view, { question }) => {
      view.openQuestions.delete(question);
    },
    "policy.decided": (view, { item, decision }) => {
      if (decision === "deny") countDenied(view, item);
    },
    "approval.decided": (view, { approval, decision }) => {
      const item = view.openApprovals.get(approval)?.item;
      view.openApprovals.delete(approval);
      if (decision === "deny") countDenied(view, item);
    },
    "verdict.reached": (view, event) => {
      view.verdict = event;
    },
    "fact.recorded": (view, { fact, value }) => {
      view.facts.set(fact, value);
    },
  },
);

function begin(view: ThreadState, { workspace, model, sandbox }: Event<"thread.started" | "thread.forked">): void {
  Object.assign(view, { workspace, model, sandbox });
}

function endTurn(view: ThreadState, state: "completed" | "failed" | "interrupted"): void {
  if (view.turn) view.turn.state = state;
  view.openApprovals = new Map();
  view.openQuestions = new Map();
}

/** A person's command that is not allowed says nothing of the turn. */
function countDenied(view: ThreadState, item: string | undefined): void {
  if (view.turn && view.openItems.get(item ?? "")?.kind !== "user") view.turn.denied++;
}
