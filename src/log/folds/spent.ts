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
}

const nothing: Sum = { usd: 0, tokens: 0 };

/** Refused before a model began to answer: nobody charges for that. */
const neverAnswered: ReadonlySet<string> = new Set(["model.unreachable", "model.unauthorized", "model.overflow"]);

/** Of a step that never said what it used, and of each attempt that was cut off while it was answered, all that was reserved counts. A price that is unknown counts nothing. */
export const spent = defineFold<Spent>(() => ({ ...nothing, open: nothing }), {
  "step.started": (view, { reserved: { tokens, usd } }) => {
    view.open = { tokens, usd: usd ?? 0 };
    add(view, view.open);
  },
  "step.retried": (view, { error }) => {
    if (error.answered) add(view, view.open);
  },
  "step.completed": complete,
  "turn.failed": (view, { error }) => {
    if (neverAnswered.has(error.code)) giveBack(view);
    view.open = nothing;
  },
});

function complete(view: Spent, { usage, usd }: Event<"step.completed">): void {
  const tokens = totalTokens(usage);
  // A vendor that counts nothing does not work for nothing.
  if (tokens > 0) {
    giveBack(view);
    add(view, { tokens, usd: usd ?? 0 });
  }
  view.open = nothing;
}

function giveBack(view: Spent): void {
  add(view, { tokens: -view.open.tokens, usd: -view.open.usd });
}

function add(view: Spent, { tokens, usd }: Sum): void {
  view.tokens += tokens;
  view.usd += usd;
}
