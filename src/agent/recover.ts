import type { Event } from "../contract/event.ts";
import type { ModelCall } from "../contract/model.ts";
import type { Recorder } from "./recorder.ts";

type Recovered = NonNullable<Event<"item.completed">["recovered"]>;

/** What a turn that broke off left open: its process was killed, or it met a defect or a full disk. */
export interface OpenEnds {
  /** Calls of the last reply without a result, in the order of the reply. */
  calls: readonly ModelCall[];
  /** By item: intents without a result. */
  intents: ReadonlyMap<string, Event<"item.started">>;
}

/**
 * Answers every call that was left without a result. Nothing is run again: an effect that was about to happen
 * is looked for, and the model is told what was found. `hashes` tells what the files of an intent hold now.
 */
export async function recover(
  { calls, intents }: OpenEnds,
  { recorder, hashes }: { recorder: Recorder; hashes(paths: readonly string[]): Promise<Record<string, string | null>> },
): Promise<void> {
  for (const call of calls) {
    const intent = intents.get(call.id);
    const recovered = intent === undefined ? "not-done" : await lookFor(intent, hashes);
    record(recorder, { item: call.id, kind: "call", name: call.name, recovered });
  }
  for (const intent of intents.values()) {
    if (intent.kind === "call") continue;
    record(recorder, { item: intent.item, kind: intent.kind, name: intent.name, recovered: await lookFor(intent, hashes) });
  }
}

async function lookFor(
  { effect, before }: Event<"item.started">,
  hashes: (paths: readonly string[]) => Promise<Record<string, string | null>>,
): Promise<Recovered> {
  if (effect === "none" || effect === "read") return "not-done";
  if (before === undefined) return "unknown";
  const paths = Object.keys(before);
  const now = await hashes(paths);
  const changed = paths.filter((path) => now[path] !== before[path]).length;
  if (changed === 0) return "not-done";
  return changed === paths.length ? "done" : "unknown";
}

const told: Readonly<Record<Recovered, string>> = {
  done: "This was cut off while it ran. The files it was to change have changed: it seems to be done. Read them before you go on.",
  "not-done": "This was cut off before it was done. It has had no effect; make the call again if it is still needed.",
  unknown:
    "This was cut off while it ran. Whether it was done, in part or whole, is not known, and it was not run again. Look at its effects before you repeat it.",
};

function record(
  recorder: Recorder,
  { item, kind, name, recovered }: { item: string; kind: "call" | "repair"; name: string; recovered: Recovered },
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
