import { sha256 } from "../lib/hash.ts";

/** The same call with the same result, or failures in a row: the model is told at `warn`, the turn ends at `stop`. */
const patience = { repeats: { warn: 3, stop: 6 }, failures: { stop: 10 } } as const;

export type Progress = { state: "fine" } | { state: "warn"; note: string } | { state: "stop"; reason: string };

/** Notices a model that goes in circles. One per turn; pure bookkeeping over the calls in the order of their results. */
export class StuckDetector {
  /** Hash of call and result → how often it was seen since something else changed the workspace. */
  #seen = new Map<string, number>();
  #failures = 0;

  observe(call: { name: string; inputText: string; resultText: string; ok: boolean; mayHaveChanged: boolean }): Progress {
    this.#failures = call.ok ? 0 : this.#failures + 1;
    if (this.#failures >= patience.failures.stop)
      return { state: "stop", reason: `${this.#failures} calls in a row failed, the last one to ${call.name}.` };

    const key = sha256(JSON.stringify([call.name, call.inputText, call.resultText]));
    const times = (this.#seen.get(key) ?? 0) + 1;
    // Where something may have changed, other calls may now give other results.
    if (call.mayHaveChanged) this.#seen.clear();
    this.#seen.set(key, times);
    if (times >= patience.repeats.stop)
      return { state: "stop", reason: `The same call to ${call.name} gave the same result ${times} times.` };
    if (times >= patience.repeats.warn)
      return { state: "warn", note: `You have made this same call ${times} times with the same result. Try something else.` };
    return { state: "fine" };
  }
}
