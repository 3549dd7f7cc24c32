import type { Event } from "../contract/event.ts";
import { toErrorFacts } from "../contract/error.ts";
import type { ThreadBlobs } from "../log/blobs.ts";
import type { Recorder } from "./recorder.ts";
import { askDuring, askPersonally } from "./ruling.ts";
import { recordTransaction } from "./transactions.ts";
import type { AskDuring, AskPerson, CallOutcome, ReadyCall, World } from "./world.ts";

/** How an item ended, and whether a rule kept it from doing what it was to do. */
export interface ItemEnd {
  outcome: CallOutcome;
  denied: boolean;
}

/** What the model reads of a call that an interruption came before. */
export const NOT_RUN = "Interrupted before it was run.";

/** The end of what was not run. */
export function refusal(text: string, denied = false): ItemEnd {
  return { outcome: { ok: false, parts: [{ type: "text", text }], ms: 0 }, denied };
}

export interface ItemRun {
  recorder: Recorder;
  world: World;
  blobs: Pick<ThreadBlobs, "store">;
  step: number;
  signal: AbortSignal;
}

/** Runs a call, or a person's command, whose intent is in the log. What it asks on its way is recorded; its end is not yet. */
export async function runItem(ready: ReadyCall, { recorder, world, blobs, step, signal }: ItemRun): Promise<ItemEnd> {
  try {
    const onOutput = (text: string) => recorder.stream({ step, kind: "output", item: ready.id, text });
    let approvals = 0;
    const ask: AskDuring = (question, until) =>
      askDuring(question, {
        ready,
        approval: `approval-${ready.id}:${++approvals}`,
        recorder,
        world,
        signal: AbortSignal.any([signal, until]),
      });
    let questions = 0;
    const question: AskPerson = (asked) =>
      askPersonally(asked, { item: ready.id, question: `question-${ready.id}:${++questions}`, recorder, world, blobs, signal });
    return { outcome: await world.run(ready, { signal, onOutput, ask, question }), denied: false };
  } catch (error) {
    const { code, message, hint } = toErrorFacts(error);
    // A defect of ours and a full disk end the turn; what the model can act on is a result.
    if (code === "internal" || code === "log.disk" || code === "replay.diverged") throw error;
    return refusal(hint === undefined ? message : `${message}\n${hint}`, code === "policy.denied");
  }
}

/** Records what came of an item. */
export function completeItem(
  recorder: Recorder,
  { item, kind, name }: Pick<Event<"item.completed">, "item" | "kind" | "name">,
  { outcome }: ItemEnd,
): void {
  const { ok, parts, full, ms, exitCode, plan, repeats } = outcome;
  recordTransaction(recorder, item, outcome);
  if (plan !== undefined) recorder.record({ type: "fact.recorded", fact: "plan", value: plan });
  recorder.record({
    type: "item.completed",
    item,
    kind,
    name,
    ok,
    parts,
    ms,
    ...(full !== undefined && { full }),
    ...(exitCode !== undefined && { exitCode }),
    ...(repeats !== undefined && { repeats }),
  });
}
