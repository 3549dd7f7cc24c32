import type { Check } from "../contract/check.ts";
import type { Claim, Counts, Finding, Receipt, Verdict } from "../contract/event.ts";
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
  /** What was found in the work, but for what a person has accepted. */
  findings?: readonly Finding[];
  /** What the final message claims. */
  claims?: readonly Claim[];
}

export interface Conclusion {
  verdict: Verdict;
  /** In plain words, one for each check, finding and claim that decided; those that keep it from being verified first. */
  reasons: string[];
  /** Ids of the receipts that the verdict rests on. */
  receipts: string[];
}

/**
 * Computes the verdict from receipts. Each check of the contract is judged by its last receipt:
 *
 * | the check, on the tree handed over | before the work | says |
 * |---|---|---|
 * | passes | anything | verified |
 * | passes, but was itself changed by the work | anything | unverified |
 * | passes, but no test ran, or the runner counted failed ones | anything | unverified |
 * | fails | passed | failed: broken by the work |
 * | fails | failed | failed: not mended by the work |
 * | fails | unknown | failed |
 * | could not run, timed out, was interrupted | anything | unverified |
 * | ran on another tree, or changed the tree it judged | anything | unverified |
 * | has no receipt | anything | unverified |
 *
 * The verdict is the worst of them, `failed` before `unverified` before `verified`; without a check it is `unverified`.
 * A check that failed before counts: a task in a broken project is either to mend it or cannot be shown to work.
 * With a finding that decides, or a claim that is contradicted or stale, it is `unverified` at best.
 */
export function reachVerdict({ contract, baseline, final, tree, changed = new Set(), findings = [], claims = [] }: Evidence): Conclusion {
  const before = new Map(baseline.map((receipt) => [receipt.check, receipt]));
  const after = new Map(final.map((receipt) => [receipt.check, receipt]));
  const judged = contract.map((check) =>
    judge({ check, before: before.get(check.id), after: after.get(check.id), tree, changed: changed.has(check.id) }),
  );
  if (contract.length === 0) judged.push({ verdict: "unverified", reason: "The project has no checks that could prove the work." });
  judged.push(...findings.flatMap(ofFinding), ...claims.flatMap(ofClaim));
  judged.sort((a, b) => SEVERITY.indexOf(a.verdict) - SEVERITY.indexOf(b.verdict));
  return {
    verdict: judged[0]!.verdict,
    reasons: judged.map(({ reason }) => reason),
    receipts: contract.flatMap(({ id }) => after.get(id)?.id ?? []),
  };
}

const SEVERITY: readonly Verdict[] = ["failed", "unverified", "verified"];

interface Judged {
  verdict: Verdict;
  reason: string;
}

function ofFinding({ severity, path, line, reason, id }: Finding): Judged[] {
  return severity === "decides" ? [{ verdict: "unverified", reason: `${path}:${line}: ${reason} (${id})` }] : [];
}

function ofClaim({ standing, text, reason }: Claim): Judged[] {
  const said = text.length > MAX_QUOTED_CHARS ? `${text.slice(0, MAX_QUOTED_CHARS - 1)}…` : text;
  return standing === "contradicted" || standing === "stale"
    ? [{ verdict: "unverified", reason: `The final message says "${said}", which is ${standing}: ${reason}` }]
    : [];
}

const MAX_QUOTED_CHARS = 160;

interface Question {
  check: Check;
  before: Receipt | undefined;
  after: Receipt | undefined;
  tree: string;
  changed: boolean;
}

function judge({ check: { id, from, proves }, before, after, tree, changed }: Question): Judged {
  if (after === undefined) return { verdict: "unverified", reason: `${id} has not been run on the final tree.` };
  const name = `${id} (${after.id})`;
  const standing = standingOf(after, tree);
  if (standing !== "current") return { verdict: "unverified", reason: `${name} ${STANDING[standing]}.` };
  const [verdict, what] = FINDINGS[outcomeOf(after)](after, before);
  if (verdict === "verified" && changed)
    return { verdict: "unverified", reason: `${name} ${what}, but the check ${id} itself was changed by the work (${from}).` };
  const doubt = verdict === "verified" && COUNTING.has(proves) ? doubtOf(after.counts) : undefined;
  if (doubt !== undefined) return { verdict: "unverified", reason: `${name} ${what}, but ${doubt}.` };
  return { verdict, reason: `${name} ${what}.` };
}

/** Kinds of check that may run tests. */
const COUNTING: ReadonlySet<Check["proves"]> = new Set<Check["proves"]>(["tests", "custom"]);

/** Why a run that ended well proves nothing, by what its runner counted. */
function doubtOf(counts: Counts | undefined): string | undefined {
  if (counts === undefined) return undefined;
  const { runner, passed, failed, skipped, failures } = counts;
  if (failed > 0) {
    const first = failures[0] === undefined ? "" : `, ${failures[0].name} first`;
    return `its output counts ${failed} failed (${runner}${first}): the exit code hides them`;
  }
  if (passed > 0) return undefined;
  return skipped > 0 ? `no test ran: all ${skipped} are skipped (${runner})` : `no test ran (${runner})`;
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
