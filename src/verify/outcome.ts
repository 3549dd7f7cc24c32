import type { Receipt } from "../contract/event.ts";

export type Outcome = "passed" | "failed" | "timed-out" | "interrupted" | "could-not-run";

/** Signals that come from outside; with any other the program broke, and the check failed. */
const FROM_OUTSIDE = new Set(["SIGTERM", "SIGKILL", "SIGINT", "SIGHUP"]);

/** How shells, interpreters and runners say that a program is missing, whatever their exit code. */
const MISSING_TOOL = /No module named pytest\b|^error: no such command: /m;

/** What happened when a check ran, regardless of the tree it ran on. */
export function outcomeOf({ exitCode, signal, timedOut, output }: Receipt): Outcome {
  if (timedOut) return "timed-out";
  if (exitCode === 0) return "passed";
  if (exitCode === null) {
    if (signal === null) return "could-not-run";
    return FROM_OUTSIDE.has(signal) ? "interrupted" : "failed";
  }
  // By the convention of shells: found but not executable, and not found.
  if (exitCode === 126 || exitCode === 127) return "could-not-run";
  return MISSING_TOOL.test(typeof output === "string" ? output : (output.preview ?? "")) ? "could-not-run" : "failed";
}
