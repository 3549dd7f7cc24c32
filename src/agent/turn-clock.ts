import { FettleError } from "../contract/error.ts";

/** Aborts the turn when its time, in milliseconds, is over. Returns what stops the clock. */
export function startClock(turnMs: number | null, interrupt: AbortController): () => void {
  if (turnMs === null) return () => {};
  const startedAt = performance.now();
  const timer = setTimeout(() => {
    const used = Math.round(performance.now() - startedAt);
    const error = new FettleError("budget.reached", `The time budget of ${turnMs / 1000} s is over`, {
      at: "budget.time",
      hint: "Raise --budget-time or resume the thread.",
    });
    interrupt.abort(Object.assign(error, { budget: "time", limit: turnMs, used, needed: 0 }));
  }, turnMs);
  return () => clearTimeout(timer);
}
