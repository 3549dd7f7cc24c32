import { setImmediate } from "node:timers/promises";

const SLICE_MS = 10;

/** Lets other work run in between a long row of synchronous steps. */
export interface Pace {
  isDue(): boolean;
  /** Throws the signal's reason when it is aborted. */
  rest(): Promise<void>;
}

export function keepPace(signal?: AbortSignal): Pace {
  let since = performance.now();
  return {
    isDue: () => performance.now() - since > SLICE_MS,
    async rest() {
      await setImmediate();
      signal?.throwIfAborted();
      since = performance.now();
    },
  };
}
