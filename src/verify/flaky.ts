import type { Receipt } from "../contract/event.ts";
import { outcomeOf } from "./outcome.ts";

/** It ran to an end of its own. */
export function isRun(receipt: Receipt): boolean {
  return ["passed", "failed"].includes(outcomeOf(receipt));
}

/** Two runs of one check on the same tree, of which one passed and one failed. */
export function isFlakyPair(a: Receipt, b: Receipt): boolean {
  const trees = new Set([a.treeBefore, a.treeAfter, b.treeBefore, b.treeAfter]);
  return trees.size === 1 && a.check === b.check && isRun(a) && isRun(b) && outcomeOf(a) !== outcomeOf(b);
}

/** A slower check is not run again before the work: this long the model takes for its first reply anyway. */
const MAX_BASELINE_MS = 10_000;
/** What gives the same answer each time. */
const STEADY: ReadonlySet<Receipt["proves"]> = new Set<Receipt["proves"]>(["types", "format", "lint"]);

/**
 * Whether a check that failed is to be run once more on the same tree, to tell a flaky one from a broken one.
 * @param befores its receipts from before the work; undefined when `receipt` is one of them
 */
export function isDoubtful(receipt: Receipt, befores: readonly Receipt[] | undefined): boolean {
  if (STEADY.has(receipt.proves) || outcomeOf(receipt) !== "failed") return false;
  // Only tests that are named are told apart later.
  if (befores === undefined) return receipt.ms <= MAX_BASELINE_MS && (receipt.counts?.failed ?? 0) > 0;
  if (befores.some((before) => outcomeOf(before) === "passed")) return true;
  const known = new Set(befores.flatMap(({ counts }) => counts?.failures.map(({ name }) => name) ?? []));
  return known.size > 0 && (receipt.counts?.failures ?? []).some(({ name }) => !known.has(name));
}

/** The last receipt of each check, in the order of the checks. */
export function lastOfEach(receipts: readonly Receipt[]): Receipt[] {
  return [...new Map(receipts.map((receipt) => [receipt.check, receipt])).values()];
}
