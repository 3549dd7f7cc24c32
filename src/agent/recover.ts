import type { Event, ItemKind } from "../contract/event.ts";
import type { ModelCall } from "../contract/model.ts";
import type { Aftermath, Recovered } from "./aftermath.ts";
import type { Recorder } from "./recorder.ts";

/** What a turn that broke off left open: its process was killed, or it met a defect or a full disk. */
export interface OpenEnds {
  /** Calls of the last reply without a result, in the order of the reply. */
  calls: readonly ModelCall[];
  /** By item: intents without a result. */
  intents: ReadonlyMap<string, Event<"item.started">>;
}

/**
 * Answers every call that was left without a result. Nothing is run again: an effect that was about to happen
 * is looked for, and the model is told what was found.
 */
export async function recover(
  { calls, intents }: OpenEnds,
  { recorder, aftermath }: { recorder: Recorder; aftermath: Aftermath },
): Promise<void> {
  for (const call of calls) {
    const intent = intents.get(call.id);
    const recovered = intent === undefined ? "not-done" : await aftermath(intent);
    record(recorder, { item: call.id, kind: "call", name: call.name, recovered });
  }
  for (const intent of intents.values()) {
    if (intent.kind === "call") continue;
    record(recorder, { item: intent.item, kind: intent.kind, name: intent.name, recovered: await aftermath(intent) });
  }
}

const told: Readonly<Record<Recovered, string>> = {
  done: "This was cut off, but its changes have reached the workspace. Look at them before you go on.",
  "not-done": "This was cut off before it was done. It has had no effect; make the call again if it is still needed.",
  unknown:
    "This was cut off while it ran. Whether it was done, in part or whole, is not known, and it was not run again. Look at its effects before you repeat it.",
};

function record(
  recorder: Recorder,
  { item, kind, name, recovered }: { item: string; kind: ItemKind; name: string; recovered: Recovered },
): void {
  recorder.record(
    {
      type: "item.completed",
      item,
      kind,
      name,
      ok: recovered === "done",
      parts: [{ type: "text", text: told[recovered] }],
      ms: 0,
      recovered,
    },
    { durable: true },
  );
}
