import type { Check } from "../../../contract/check.ts";
import type { Change, Event, Held, ItemKind, Receipt, Verdict } from "../../../contract/event.ts";
import type { Report } from "../../../contract/report.ts";
import type { PlanItem } from "../../../contract/tool.ts";

/** A call that has ended. */
export interface CallBlock {
  type: "call";
  item: string;
  name: string;
  /** As it was understood; of a long one its beginning, as text. */
  input: unknown;
  effect: Event<"item.started">["effect"];
  outcome: "ok" | "failed" | "denied";
  /** What denied it. */
  denial: { rule: string; reason: string } | undefined;
  /** What the model was told: the beginning of it when it is long. */
  text: string;
  ms: number;
  changes: readonly Change[];
  /** Of which `changes` are the first. */
  totalChanges: number;
  /** Under which the undo store has what was changed. */
  checkpoints: readonly string[];
  held: readonly Held[];
  /** Whose it was: the model's, the harness's without a model, or the person's own command. */
  kind: ItemKind;
}

/** Something that has happened and does not change any more: it is shown once, for good. Texts are raw. */
export type Block =
  | { type: "thread"; thread: string; model: string; sandbox: string; how: "started" | "resumed" | "forked" }
  | { type: "prompt"; text: string; images: number; by: "user" | "steer" }
  /** A part of an answer as it came in; `last` ends it. */
  | { type: "answer"; text: string; last: boolean }
  | { type: "reasoning"; text: string; ms: number }
  | { type: "sent-back"; text: string }
  /** What the model was told of what is on record. */
  | { type: "reminded"; text: string }
  | { type: "asked"; text: string; answer: string | undefined }
  | CallBlock
  | { type: "contract"; checks: readonly Check[] }
  | { type: "check"; receipt: Receipt }
  | { type: "plan"; items: readonly PlanItem[] }
  | { type: "retry"; message: string; delayMs: number }
  | {
      type: "returned";
      kind: "undone" | "redone";
      ids: readonly string[];
      changes: readonly Change[];
      total: number;
      conflicts: readonly Held[];
    }
  | ({ type: "compacted" } & Pick<Event<"context.compacted">, "how" | "tokens">)
  | { type: "accepted"; finding: string; by: string }
  | { type: "verdict"; verdict: Verdict; report: Report }
  | { type: "budget"; budget: Event<"budget.reached">["budget"] }
  | { type: "failed"; error: Event<"turn.failed">["error"] }
  | { type: "interrupted"; reason: string };
