import type { Event } from "../../contract/event.ts";
import { defineFold } from "./fold.ts";

/** What repairs without a model did, and what a model was spared by them. */
export interface Savings {
  /** Repairs that were made; not those that were begun only. */
  repairs: number;
  /** Diagnostics that were there before them and are not after; of repairs that count none, none. */
  diagnostics: number;
  /**
   * Model calls that were not needed, counted low: one for all repairs in a row, since a model may make many edits in one step,
   * and one more, its new answer, where the model had stopped and did not have to go on.
   */
  steps: number;
}

export interface SavingsView extends Savings {
  /** By item: diagnostics that a repair takes away. */
  open: Map<string, number>;
  /** Whether the model has been asked in this turn. */
  asked: boolean;
  /** Where the last repairs in a row were made; undefined when the model was asked since. */
  row: "before-model" | "after-model" | undefined;
  failed: boolean;
}

/** Over the events of a fork it counts what was inherited, too, as the ledger does. */
export const savings = defineFold<SavingsView>(
  () => ({ repairs: 0, diagnostics: 0, steps: 0, open: new Map(), asked: false, row: undefined, failed: false }),
  {
    "turn.started": (view) => {
      Object.assign(view, { open: new Map(), asked: false, row: undefined, failed: false });
    },
    "step.started": (view) => {
      view.asked = true;
      view.row = undefined;
    },
    "item.started": (view, { kind, item, input }) => {
      if (kind === "repair") view.open.set(item, takenAway(input));
    },
    "item.completed": (view, { item, ok }) => {
      const diagnostics = view.open.get(item);
      view.open.delete(item);
      if (diagnostics === undefined || !ok) return;
      view.repairs++;
      view.diagnostics += diagnostics;
      if (view.row === undefined) view.steps++;
      view.row = view.asked ? "after-model" : "before-model";
    },
    "verdict.reached": (view, { verdict }) => {
      view.failed = verdict === "failed";
    },
    "turn.completed": (view) => {
      if (view.row === "after-model" && !view.failed) view.steps++;
      view.row = undefined;
    },
  },
);

function takenAway(input: Event<"item.started">["input"]): number {
  const { diagnostics } = (input ?? {}) as { diagnostics?: { before: number; after: number } };
  return diagnostics === undefined ? 0 : diagnostics.before - diagnostics.after;
}
