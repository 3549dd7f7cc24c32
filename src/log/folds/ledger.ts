import { noUsage, type Usage } from "../../contract/model.ts";
import type { Event } from "../../contract/event.ts";
import { defineFold } from "./fold.ts";

/** One model call. */
export interface LedgerStep {
  thread: string;
  turn: number | undefined;
  step: number;
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
    begin(view, event, event.model);
  },
  "step.completed": complete,
});

function begin(view: Ledger, { thread, turn, step }: Event<"step.started" | "step.completed">, model: string | undefined): LedgerStep {
  const begun: LedgerStep = { thread, turn, step, model, usage: null, usd: null };
  view.steps.push(begun);
  view.unpricedSteps++;
  return begun;
}

function complete(view: Ledger, event: Event<"step.completed">): void {
  const { thread, turn, step } = event;
  const begun = view.steps.findLast(
    (known) => known.thread === thread && known.turn === turn && known.step === step && known.usage === null,
  );
  const entry = begun ?? begin(view, event, undefined);
  entry.usage = event.usage;
  for (const kind of Object.keys(noUsage) as (keyof Usage)[]) view.usage[kind] += event.usage[kind];
  if (event.usd === null) return;
  entry.usd = event.usd;
  view.usd += event.usd;
  view.unpricedSteps--;
}
