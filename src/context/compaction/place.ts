import type { Place } from "../../contract/event.ts";

/** Index of the last of `places`, which are in the order of the log, that is not after `place` in its thread; -1 when there is none. */
export function indexThrough(places: readonly Place[], { thread, seq }: Place): number {
  return places.findLastIndex((place) => place.thread === thread && place.seq <= seq);
}
