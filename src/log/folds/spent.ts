import type { Event } from "../../contract/event.ts";
import { totalTokens } from "../../contract/model.ts";
import { defineFold } from "./fold.ts";

interface Sum {
  usd: number;
  tokens: number;
}

/** What a thread has used of its budgets: rather too much than too little, or a budget could be overdrawn by being interrupted. */
export interface Spent extends Sum {
  /** What the last step has reserved and not settled; part of the sums, too. */
  open: Sum;
  /** The same of a summary, which is made beside a step. */
  openSummary: Sum;
}

const nothing: Sum = { usd: 0, tokens: 0 };

/** Refused before a model began to answer: nobody charges for that. */
const neverAnswered: ReadonlySet<string> = new Set(["model.unreachable", "model.unauthorized", "model.overflow"]);

/** Of a step that never said what it used, and of each attempt that was cut off while it was answered, all that was reserved counts. A price that is unknown counts nothing. */
export const spent = defineFold<Spent>(() => ({ ...nothing, open: nothing, openSummary: nothing }), {
  "step.started": (view, { reserved: { tokens, usd } }) => {
    view.open = { tokens, usd: usd ?? 0 };
    add(view, view.open);
  },
  "step.retried": (view, { error }) => {
    if (error.answered) add(view, view.open);
  },
  "step.completed": (view, used) => {
    settle(view, view.open, used);
    view.open = nothing;
  },
  "summary.started": (view, { reserved: { tokens, usd } }) => {
    view.openSummary = { tokens, usd: usd ?? 0 };
    add(view, view.openSummary);
  },
  "summary.completed": (view, used) => {
    settle(view, view.openSummary, used);
    view.openSummary = nothing;
  },
  "summary.failed": (view, { error }) => {
    if (!error.answered) giveBack(view, view.openSummary);
    view.openSummary = nothing;
  },
  "context.compacted": (view, { cause }) => {
    if (cause !== "overflow") return;
    giveBack(view, view.open);
    view.open = nothing;
  },
  "turn.failed": (view, { error }) => {
    if (neverAnswered.has(error.code)) giveBack(view, view.open);
    view.open = nothing;
  },
});

function settle(view: Spent, open: Sum, { usage, usd }: Event<"step.completed" | "summary.completed">): void {
  const tokens = totalTokens(usage);
  // A vendor that counts nothing does not work for nothing.
  if (tokens === 0) return;
  giveBack(view, open);
  add(view, { tokens, usd: usd ?? 0 });
}

function giveBack(view: Spent, { tokens, usd }: Sum): void {
  add(view, { tokens: -tokens, usd: -usd });
}

function add(view: Spent, { tokens, usd }: Sum): void {
  view.tokens += tokens;
  view.usd += usd;
}
