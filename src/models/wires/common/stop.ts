import type { StopReason } from "../../../contract/model.ts";

/** Servers disagree about the reason they give for a reply with calls; the calls themselves decide. */
export function settleStop(stop: StopReason, hasCalls: boolean): StopReason {
  if (stop === "end" && hasCalls) return "calls";
  if (stop === "calls" && !hasCalls) return "end";
  return stop;
}
