import type { Receipt } from "../../../contract/event.ts";
import { outcomeOf } from "../../../verify/outcome.ts";

/** A check that failed is run once more, to see whether it is flaky: that it is not is no news. */
export function isSameAgain(receipt: Receipt, before: Receipt | undefined): boolean {
  if (before === undefined) return false;
  const isAgain = (["check", "phase", "treeBefore", "treeAfter"] as const).every((key) => receipt[key] === before[key]);
  return isAgain && outcomeOf(receipt) === outcomeOf(before);
}
