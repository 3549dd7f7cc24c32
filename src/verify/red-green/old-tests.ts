import type { Check } from "../../contract/check.ts";
import type { Counts, Finding, Receipt } from "../../contract/event.ts";
import type { TrialEdits } from "../../contract/sandbox.ts";
import { listText } from "../../lib/list-text.ts";
import { asksFor } from "../tampering/asked.ts";
import { isTestInOtherLanguage, roleOf } from "../tampering/roles.ts";
import type { FileChange } from "../tampering/work.ts";
import { findingId } from "../finding-id.ts";
import { outcomeOf } from "../outcome.ts";

export interface OldTests {
  /** Checks that failed before the work and pass now, which run tests. */
  checks: readonly Check[];
  /** The changed tests, and what they compare with, as they were before the work. */
  edits: TrialEdits;
  /** The first of them. */
  path: string;
}

/** Undefined when no test failed, or those that did are as they were. */
export function planOldTests(
  changes: readonly FileChange[],
  { contract, baseline, final }: { contract: readonly Check[]; baseline: readonly Receipt[]; final: readonly Receipt[] },
): OldTests | undefined {
  const changed = changes.filter(
    ({ path, before, after }) => before !== undefined && before !== after && (PROOF.has(roleOf(path)) || isTestInOtherLanguage(path)),
  );
  const checks = contract.filter((check) => {
    const [then, now] = [lastOf(check, baseline), lastOf(check, final)];
    if (then === undefined || now === undefined || outcomeOf(then) !== "failed" || outcomeOf(now) !== "passed") return false;
    return check.proves === "tests" || (check.proves === "custom" && then.counts !== undefined);
  });
  const [first] = changed;
  if (first === undefined || checks.length === 0) return undefined;
  return { checks, edits: new Map(changed.map(({ path, before = "" }) => [path, Buffer.from(before)])), path: first.path };
}

const PROOF: ReadonlySet<string> = new Set(["test", "snapshot", "fixture"]);

/** What a run of the old tests on the new code says: undefined when what failed before the work does not fail any more. */
export function judgeOldTests(
  { path }: OldTests,
  { check, tried, baseline, task }: { check: Check; tried: Receipt; baseline: readonly Receipt[]; task: string },
): Finding | undefined {
  const failing = stillFailing(lastOf(check, baseline)?.counts, tried);
  if (failing === undefined) return undefined;
  const asked = asksFor("tests", task) || asksFor("snapshots", task);
  const what = failing.length === 0 ? `The tests of ${check.id}` : listText(failing.map(quoted), MAX_NAMED);
  return {
    id: findingId("old-tests-fail", path, check.id, ...failing),
    rule: "old-tests-fail",
    path,
    line: 1,
    severity: asked ? "weighs" : "decides",
    reason: `${what} failed before the work, and would fail still if the tests were as they were: what they demand was changed, not what they test.`,
  };
}

/** Names of tests that failed then and fail again; none where nobody has counted; undefined when nothing is known to fail again. */
function stillFailing(then: Counts | undefined, tried: Receipt): string[] | undefined {
  if (outcomeOf(tried) !== "failed") return undefined;
  if (then === undefined || then.failures.length === 0) return tried.counts === undefined ? [] : undefined;
  const failed = new Set(tried.counts?.failures.map(({ name }) => name));
  const again = then.failures.map(({ name }) => name).filter((name) => failed.has(name));
  return again.length === 0 ? undefined : again;
}

function lastOf({ id }: Check, receipts: readonly Receipt[]): Receipt | undefined {
  return receipts.findLast(({ check }) => check === id);
}

const MAX_NAMED = 2;

function quoted(name: string): string {
  return `"${name.slice(0, 80)}"`;
}
