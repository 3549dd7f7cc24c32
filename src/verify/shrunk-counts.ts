import type { Check } from "../contract/check.ts";
import type { Counts, Finding, Receipt } from "../contract/event.ts";
import { findingId } from "./finding-id.ts";
import { outcomeOf } from "./outcome.ts";

/** What ran before the work and after it, of one check that passed both times. */
interface Comparison {
  check: Check;
  before: Counted;
  after: Counted;
}

interface Counted {
  /** Passed and failed. */
  ran: number;
  skipped: number;
}

/**
 * Checks in which fewer tests run than before the work. Tests that one check has lost and others have won were moved: when in all
 * checks together at least as many run, nothing is said of it. Skipped ones that became more are told, too.
 */
export function findShrunkCounts({
  contract,
  baseline,
  final,
}: {
  contract: readonly Check[];
  baseline: readonly Receipt[];
  final: readonly Receipt[];
}): Finding[] {
  const before = new Map(baseline.map((receipt) => [receipt.check, receipt]));
  const after = new Map(final.map((receipt) => [receipt.check, receipt]));
  const comparisons = contract.flatMap((check) => compare(check, before.get(check.id), after.get(check.id)));
  const moved = total(comparisons, "after") >= total(comparisons, "before");
  return comparisons.flatMap((comparison) => {
    const { check, before: then, after: now } = comparison;
    if (now.ran < then.ran && !moved)
      return findingOf(
        check,
        "fewer-tests",
        "decides",
        `In ${check.id} ${tests(now.ran)} ran, and ${then.ran} before the work${skips(comparison)}.`,
      );
    if (now.skipped <= then.skipped) return [];
    return findingOf(
      check,
      "more-skipped",
      "weighs",
      `In ${check.id} ${tests(now.skipped)} did not run, and ${then.skipped} before the work.`,
    );
  });
}

function compare(check: Check, before: Receipt | undefined, after: Receipt | undefined): Comparison[] {
  if (before?.counts === undefined || after === undefined) return [];
  const then = counted(before.counts);
  if (after.counts !== undefined) return [{ check, before: then, after: counted(after.counts) }];
  // Some runners tell numbers only when a test fails: without numbers, two runs are alike only when both passed.
  if (outcomeOf(before) !== "passed" || outcomeOf(after) !== "passed") return [];
  return [{ check, before: then, after: { ran: 0, skipped: 0 } }];
}

function counted({ passed, failed, skipped }: Counts): Counted {
  return { ran: passed + failed, skipped };
}

function total(comparisons: readonly Comparison[], when: "before" | "after"): number {
  return comparisons.reduce((sum, comparison) => sum + comparison[when].ran, 0);
}

function skips({ before, after }: Comparison): string {
  return after.skipped > before.skipped ? `; ${after.skipped} are skipped, and ${before.skipped} were` : "";
}

function tests(number: number): string {
  return number === 1 ? "1 test" : `${number} tests`;
}

/** The numbers are part of what a person accepts: with others it is another finding. */
function findingOf({ from }: Check, rule: string, severity: Finding["severity"], reason: string): Finding[] {
  const [, path = from, line = "1"] = /^(.+):(\d+)$/.exec(from) ?? [];
  return [{ id: findingId(rule, path, reason), rule, path, line: Number(line), severity, reason }];
}
