import type { Check, ConditionOutcome } from "../contract/check.ts";
import type { Claim, Counts, Finding, Receipt, Verdict } from "../contract/event.ts";
import { listText } from "../lib/list-text.ts";
import { isFlakyPair } from "./flaky.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";
import { type Standing, standingOf } from "./receipts.ts";
import { wantOf } from "./wants.ts";

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
  /** What the harness found without running anything. */
  conditions?: readonly ConditionOutcome[];
  /** What the final message claims. */
  claims?: readonly Claim[];
  /** Whether people asked for something to be mended: then what failed before and still does is not done. */
  isToMend?: boolean;
}

export interface Conclusion {
  verdict: Verdict;
  /** In plain words, one for each check, finding and claim that decided; those that keep it from being verified first. */
  reasons: string[];
  /** Ids of the receipts that the verdict rests on. */
  receipts: string[];
}

/**
 * Computes the verdict from receipts. Each check of the contract is judged by its last receipt, and by the one before it on the same tree:
 *
 * | the check, on the tree handed over | before the work | says |
 * |---|---|---|
 * | passes | anything | verified |
 * | passes, but was itself changed by the work | anything | unverified |
 * | passes, but no test ran, or the runner counted failed ones | anything | unverified |
 * | passes, and should have failed before | did not fail | unverified |
 * | failed, and passes when it runs again | known to do so | verified |
 * | failed, and passes when it runs again | not known to do so | unverified: flaky |
 * | fails | passed | failed: broken by the work |
 * | fails | failed | failed: not mended by the work |
 * | fails with the tests that failed before, and no other | failed | unverified: known failures; failed when the task is to mend them |
 * | fails for want of a network or a terminal | failed for want of it | unverified |
 * | fails | unknown | failed |
 * | could not run, timed out, was interrupted | anything | unverified |
 * | ran on another tree, or changed the tree it judged | anything | unverified |
 * | has no receipt | anything | unverified |
 *
 * The verdict is the worst of them, `failed` before `unverified` before `verified`; without a check, or a file held against its
 * schema, it is `unverified`. A condition that does not hold makes it `failed`.
 * A check that failed before counts: a task in a broken project is either to mend it or cannot be shown to work.
 * With a finding that decides, or a claim that is contradicted or stale, it is `unverified` at best; so it is with a claim that tests
 * pass which nothing supports, where no check runs tests.
 */
export function reachVerdict({
  contract,
  baseline,
  final,
  tree,
  changed = new Set(),
  findings = [],
  conditions = [],
  claims = [],
  isToMend = false,
}: Evidence): Conclusion {
  const after = new Map(final.map((receipt) => [receipt.check, receipt]));
  const judged: Judged[] = contract.map((check) => {
    const [befores, afters] = [baseline, final].map((receipts) => receipts.filter((receipt) => receipt.check === check.id));
    return judge({ check, befores: befores!, afters: afters!, tree, changed: changed.has(check.id), isToMend });
  });
  judged.push(...conditions);
  if (contract.length === 0 && !conditions.some(({ proves }) => proves))
    judged.push({ verdict: "unverified", reason: "The project has no checks that could prove the work." });
  judged.push(...findings.flatMap(ofFinding), ...claims.flatMap((claim) => ofClaim(claim, contract)));
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

function ofClaim({ standing, kind, text, reason }: Claim, contract: readonly Check[]): Judged[] {
  const said = text.length > MAX_QUOTED_CHARS ? `${text.slice(0, MAX_QUOTED_CHARS - 1)}…` : text;
  if (standing === "contradicted" || standing === "stale")
    return [{ verdict: "unverified", reason: `The final message says "${said}", which is ${standing}: ${reason}` }];
  // Checks that pass must not vouch for tests that none of them runs.
  const vouched = kind !== "tests-pass" || standing === "supported" || contract.some(({ proves }) => proves === "tests");
  return vouched ? [] : [{ verdict: "unverified", reason: `The final message says "${said}", and nothing shows it: ${reason}` }];
}

const MAX_QUOTED_CHARS = 160;

interface Question {
  check: Check;
  befores: readonly Receipt[];
  afters: readonly Receipt[];
  tree: string;
  changed: boolean;
  isToMend: boolean;
}

function judge({ check, befores, afters, tree, changed, isToMend }: Question): Judged {
  const { id, from, proves } = check;
  const [before, after] = [befores.at(-1), afters.at(-1)];
  if (after === undefined) return { verdict: "unverified", reason: `${id} has not been run on the final tree.` };
  const name = `${id} (${after.id})`;
  const standing = standingOf(after, tree);
  if (standing !== "current") return { verdict: "unverified", reason: `${name} ${STANDING[standing]}.` };
  const outcome = outcomeOf(after);
  if (outcome === "failed" && before !== undefined) {
    const known = knownFailure({ before, after, excused: !isToMend && check.from !== "--check" });
    if (known !== undefined) return { verdict: "unverified", reason: `${name} fails with ${ending(after)}, ${known}.` };
  }
  const [verdict, what] = FINDINGS[outcome](after, before);
  if (verdict !== "verified") return { verdict, reason: `${name} ${what}.` };
  if (changed) return { verdict: "unverified", reason: `${name} ${what}, but the check ${id} itself was changed by the work (${from}).` };
  const doubt = COUNTING.has(proves) ? doubtOf(after.counts) : undefined;
  if (doubt !== undefined) return { verdict: "unverified", reason: `${name} ${what}, but ${doubt}.` };
  if (check.mustFailBefore === true && (before === undefined || outcomeOf(before) !== "failed"))
    return { verdict: "unverified", reason: `${name} ${what}, but it has not failed before the work, as it had to (${from}).` };
  const flake = afters.findLast((receipt) => isFlakyPair(receipt, after));
  if (flake === undefined) return { verdict, reason: `${name} ${what}.` };
  const isKnown = check.flaky === true || befores.some((receipt) => befores.some((other) => isFlakyPair(receipt, other)));
  return {
    verdict: isKnown ? verdict : "unverified",
    reason: `${name} ${what}, but is flaky${isKnown ? ", as it was before the work" : ""}: on the same tree it failed with ${ending(flake)} (${flake.id}${firstFailure(flake)}).`,
  };
}

/** Why a check that failed before the work and fails after it is not the work's fault; undefined when that cannot be said. */
function knownFailure({ before, after, excused }: { before: Receipt; after: Receipt; excused: boolean }): string | undefined {
  if (outcomeOf(before) !== "failed") return undefined;
  const want = wantOf(after);
  if (want !== undefined && want === wantOf(before)) return `as it did before the work (${before.id}): it needs ${want}`;
  const [then, now] = [namesOf(before), namesOf(after)];
  if (!excused || then === undefined || now === undefined || ran(after) < ran(before) || !isPart(now, then)) return undefined;
  return `known failures: ${listText(now, 1)} failed before the work, too (${before.id}), and nothing else does`;
}

/** Of all tests that failed; undefined when they are not all known. */
function namesOf({ counts }: Receipt): string[] | undefined {
  if (counts === undefined || counts.failed === 0 || counts.failures.length !== counts.failed) return undefined;
  return counts.failures.map((failure) => failure.name);
}

/** Tests of one name are told apart by their number. */
function isPart(names: readonly string[], all: readonly string[]): boolean {
  const left = [...all];
  return names.every((name) => {
    const index = left.indexOf(name);
    if (index >= 0) left.splice(index, 1);
    return index >= 0;
  });
}

function ran({ counts }: Receipt): number {
  return (counts?.passed ?? 0) + (counts?.failed ?? 0);
}

function firstFailure({ counts }: Receipt): string {
  const first = counts?.failures[0];
  return first === undefined ? "" : `, ${first.name} first`;
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
  failed: (after, before) => ["failed", `fails with ${ending(after)}${since(before)}${needing(after)}`],
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

function needing(after: Receipt): string {
  const want = wantOf(after);
  return want === undefined ? "" : `; it seems to need ${want}`;
}

function since(before: Receipt | undefined): string {
  if (before === undefined) return "";
  const outcome = outcomeOf(before);
  if (outcome === "passed") return `; it passed before the work (${before.id})`;
  return outcome === "failed" ? `, as it did before the work (${before.id})` : "";
}
