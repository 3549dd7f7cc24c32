import { noUsage, type Usage } from "../../contract/model.ts";
import type { Event } from "../../contract/event.ts";
import { defineFold } from "./fold.ts";

/** One model call. */
export interface LedgerStep {
  thread: string;
  turn: number | undefined;
  /** `summary`: the conversation was summed up, beside the steps. */
  step: number | "summary";
  /** Undefined when the log lost the line that says so. */
  model: string | undefined;
  /** Null until the step reports it: it is running, failed, or was cut off by a crash. The vendor may have charged for it all the same. */
  usage: Usage | null;
  /** Null when the price is unknown. */
  usd: number | null;
}

export interface Ledger {
  steps: LedgerStep[];
  usage: Usage;
  /** Sum over the priced steps; the whole cost only while `unpricedSteps` is 0. */
  usd: number;
  /** Steps without a price, those that never reported their usage included. */
  unpricedSteps: number;
}

/** Usage and cost, per step and in total. Over the events of a fork it counts what was inherited, too; each step names its thread. */
export const ledger = defineFold<Ledger>(() => ({ steps: [], usage: { ...noUsage }, usd: 0, unpricedSteps: 0 }), {
  "step.started": (view, event) => {
    begin(view, event, { step: event.step, model: event.model });
  },
  "step.completed": (view, event) => complete(view, event, event.step),
  "summary.started": (view, event) => {
    begin(view, event, { step: "summary", model: event.model });
  },
  "summary.completed": (view, event) => complete(view, event, "summary"),
  // Nobody charges for what was refused as too large.
  "context.compacted": (view, { cause }) => {
    const refused = view.steps.findLast(({ step }) => step !== "summary");
    if (cause !== "overflow" || refused === undefined || refused.usage !== null) return;
    view.steps.splice(view.steps.indexOf(refused), 1);
    view.unpricedSteps--;
  },
});

type Spending = Event<"step.started" | "step.completed" | "summary.started" | "summary.completed">;

function begin(view: Ledger, { thread, turn }: Spending, { step, model }: Pick<LedgerStep, "step" | "model">): LedgerStep {
  const begun: LedgerStep = { thread, turn, step, model, usage: null, usd: null };
  view.steps.push(begun);
  view.unpricedSteps++;
  return begun;
}

function complete(view: Ledger, event: Event<"step.completed" | "summary.completed">, step: LedgerStep["step"]): void {
  const { thread, turn } = event;
  const begun = view.steps.findLast(
    // A summary may end in a later turn than it was begun in.
    (known) => known.thread === thread && (known.turn === turn || step === "summary") && known.step === step && known.usage === null,
  );
  const entry = begun ?? begin(view, event, { step, model: undefined });
  entry.usage = event.usage;
  for (const kind of Object.keys(noUsage) as (keyof Usage)[]) view.usage[kind] += event.usage[kind];
  if (event.usd === null) return;
  entry.usd = event.usd;
  view.usd += event.usd;
  view.unpricedSteps--;
}
