import type { Event } from "../contract/event.ts";
import type { OpenBox } from "../contract/sandbox.ts";

export type Recovered = NonNullable<Event<"item.completed">["recovered"]>;

/** Whether an effect that was about to happen when its process ended has happened. */
export type Aftermath = (intent: Event<"item.started">) => Promise<Recovered>;

interface Witnesses {
  box: Pick<OpenBox, "happened">;
  /** What files hold now. */
  hashes(paths: readonly string[]): Promise<Record<string, string | null>>;
}

/** The undo store tells what was committed; where it cannot tell, the files do that a writing call was to change. */
export function lookAtAftermath({ box, hashes }: Witnesses): Aftermath {
  return async ({ thread, item, effect, before }) => {
    if (effect === "none" || effect === "read") return "not-done";
    const happened = await box.happened({ thread, item });
    if (happened === "done" || before === undefined) return happened;
    const paths = Object.keys(before);
    const now = await hashes(paths);
    const changed = paths.filter((path) => now[path] !== before[path]).length;
    if (changed === 0) return "not-done";
    return changed === paths.length ? "done" : "unknown";
  };
}
