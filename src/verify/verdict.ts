import type { Check } from "../contract/check.ts";
import type { Receipt, Verdict } from "../contract/event.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";
import { type Standing, standingOf } from "./receipts.ts";

export interface Evidence {
  contract: readonly Check[];
  /** Receipts of the contract before the work. */
  baseline: readonly Receipt[];
  /** Receipts of the contract after the work; of several for one check the last counts. */
  final: readonly Receipt[];
  /** Hash of the tree that is handed over. */
  tree: string;
  /** Ids of checks that do something else now than when the contract was frozen: `findChangedChecks`. */
  changed?: ReadonlySet<string>;
}

export interface Conclusion {
  verdict: Verdict;
  /** In plain words, one for each check that decided; those that keep it from being verified first. */
  reasons: string[];
  /** Ids of the receipts that the verdict rests on. */
  receipts: string[];
}

/**
 * Computes the verdict from receipts alone. Each check of the contract is judged by its last receipt:
 *
 * | the check, on the tree handed over | before the work | says |
 * |---|---|---|
 * | passes | anything | verified |
 * | passes, but was itself changed by the work | anything | unverified |
 * | fails | passed | failed: broken by the work |
 * | fails | failed | failed: not mended by the work |
 * | fails | unknown | failed |
 * | could not run, timed out, was interrupted | anything | unverified |
 * | ran on another tree, or changed the tree it judged | anything | unverified |
 * | has no receipt | anything | unverified |
 *
 * The verdict is the worst of them, `failed` before `unverified` before `verified`; without a check it is `unverified`.
 * A check that failed before counts: a task in a broken project is either to mend it or cannot be shown to work.
 */
export function reachVerdict({ contract, baseline, final, tree, changed = new Set() }: Evidence): Conclusion {
  if (contract.length === 0)
    return { verdict: "unverified", reasons: ["The project has no checks that could prove the work."], receipts: [] };
  const before = new Map(baseline.map((receipt) => [receipt.check, receipt]));
  const after = new Map(final.map((receipt) => [receipt.check, receipt]));
  const findings = contract.map((check) =>
    judge({ check, before: before.get(check.id), after: after.get(check.id), tree, changed: changed.has(check.id) }),
  );
  findings.sort((a, b) => SEVERITY.indexOf(a.verdict) - SEVERITY.indexOf(b.verdict));
  return {
    verdict: findings[0]!.verdict,
    reasons: findings.map(({ reason }) => reason),
    receipts: contract.flatMap(({ id }) => after.get(id)?.id ?? []),
  };
}

const SEVERITY: readonly Verdict[] = ["failed", "unverified", "verified"];

interface Finding {
  verdict: Verdict;
  reason: string;
}

interface Question {
  check: Check;
  before: Receipt | undefined;
  after: Receipt | undefined;
  tree: string;
  changed: boolean;
}

function judge({ check: { id, from }, before, after, tree, changed }: Question): Finding {
  if (after === undefined) return { verdict: "unverified", reason: `${id} has not been run on the final tree.` };
  const name = `${id} (${after.id})`;
  const standing = standingOf(after, tree);
  if (standing !== "current") return { verdict: "unverified", reason: `${name} ${STANDING[standing]}.` };
  const [verdict, what] = FINDINGS[outcomeOf(after)](after, before);
  if (verdict === "verified" && changed)
    return { verdict: "unverified", reason: `${name} ${what}, but the check ${id} itself was changed by the work (${from}).` };
  return { verdict, reason: `${name} ${what}.` };
}

const FINDINGS: Readonly<Record<Outcome, (after: Receipt, before: Receipt | undefined) => [Verdict, string]>> = {
  passed: () => ["verified", "passes"],
  failed: (after, before) => ["failed", `fails with ${ending(after)}${since(before)}`],
  "timed-out": ({ ms }) => ["unverified", `was ended after ${Math.round(ms / 1000)} s without a result`],
  interrupted: ({ signal }) => ["unverified", `was ended by ${signal} without a result`],
  "could-not-run": ({ argv }) => ["unverified", `could not run: \`${argv.join(" ")}\` or something it needs is missing here`],
};

const STANDING: Readonly<Record<Exclude<Standing, "current">, string>> = {
  stale: "ran on another tree than the final one",
  "changed-tree": "changed files of the tree while it judged it, so it has judged another tree",
};

function ending({ exitCode, signal }: Receipt): string {
  return signal === null ? `exit code ${exitCode}` : `signal ${signal}`;
}

function since(before: Receipt | undefined): string {
  if (before === undefined) return "";
  const outcome = outcomeOf(before);
  if (outcome === "passed") return `; it passed before the work (${before.id})`;
  return outcome === "failed" ? `, as it did before the work (${before.id})` : "";
}
