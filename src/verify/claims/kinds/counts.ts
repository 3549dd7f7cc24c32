import type { Counts } from "../../../contract/event.ts";
import { type Clause, negated } from "../clauses.ts";
import { changedAfter, type ClaimEvidence, finalReceipts, provingRuns } from "../evidence.ts";
import { judgeProof } from "../judge-proof.ts";
import { phrase } from "../phrase.ts";
import { contradicted, type Judged, stale, type Statement, supported, unsupported } from "../statement.ts";

export interface ClaimedCount {
  passed: number;
  /** Of how many. */
  total: number | undefined;
  /** "All" of them were meant. */
  all: boolean;
  end: number;
}

const NUMBER = String.raw`(\d{1,3}(?:[,.]\d{3})+|\d+)`;
const PASS = String.raw`(?:pass(?:ed|es|ing)?|green|succeed(?:ed|s)?)(?!\s+(?:an?|the|it|them|⟦))`;
const OF = phrase(
  ["/", "of", "von"],
  new RegExp(String.raw`\b${NUMBER}\s*(?:/|of|out of|von)\s*(?:the |all )?${NUMBER}\b(?=([^.;]{0,40}))`, "i"),
);
const TESTS = phrase(
  ["test", "spec", "example"],
  new RegExp(
    String.raw`\b(all\s+(?:of the\s+)?)?${NUMBER}\s+(?:[a-z-]+ ){0,3}?(?:tests?|specs|examples)\b(?:\s+\w+){0,3}?\s+(?:all |now )?${PASS}`,
    "i",
  ),
);
const PLAIN = phrase(["pass", "green", "succeed"], new RegExp(String.raw`(\ball\s+)?\b${NUMBER}\s+(?:tests?\s+)?${PASS}\b`, "i"));

/** Numbers of tests that a clause says have passed. */
export function countsIn(clause: Clause): ClaimedCount[] {
  if (clause.hedged || !/\d/.test(clause.text)) return [];
  const of = OF.exec(clause.text);
  if (of !== null && /\b(?:tests?|specs|examples|pass(?:ed|ing|es)?|green)\b|✅/.test(of[3] ?? "") && !/\bfail/.test(of[3] ?? "")) {
    const end = of.index + of[0].length;
    return negated(clause, end) ? [] : [{ passed: toNumber(of[1]), total: toNumber(of[2]), all: true, end }];
  }
  const found = TESTS.exec(clause.text) ?? PLAIN.exec(clause.text);
  if (found === null || PAST.test(found[0])) return [];
  const end = found.index + found[0].length;
  const passed = toNumber(found[2]);
  const all = found[1] !== undefined && !PART.test(found[0]) && !madeHere(passed, clause);
  return negated(clause, end) ? [] : [{ passed, total: undefined, all, end }];
}

const PAST = /\b(?:was|were|had)\b/i;
/** Words beside the number by which it is not that of all tests. */
const PART =
  /\b(?:new|added|this|that|these|those|relevant|affected|related|targeted|focused|specific|unit|integration|e2e|smoke|regression|other|remaining|of|in|for|covering|my)\b/i;

/** "Added 3 tests. All 3 pass." */
function madeHere(number: number, { message }: Clause): boolean {
  return new RegExp(
    String.raw`\b(?:added|adds|wrote|new|created|introduced|with|covering|in|for)\s+(?:[\w-]+\s+){0,2}${number}\b|\b${number}\s+(?:[\w-]+\s+){0,2}(?:new|added|cases|regression)\b`,
    "i",
  ).test(message);
}

export function readCounts(clause: Clause): Statement[] {
  return countsIn(clause).map((count) => ({
    kind: "count",
    about: count.total === undefined ? `${count.all ? "all " : ""}${count.passed}` : `${count.passed}/${count.total}`,
    judge: (evidence) => judgeCount(count, clause, evidence),
  }));
}

function judgeCount(count: ClaimedCount, clause: Clause, evidence: ClaimEvidence): Judged {
  const partly = clause.admits || !count.all || (count.total !== undefined && count.passed < count.total);
  const passing = judgeProof("tests", partly, evidence);
  if (passing.standing === "contradicted") return passing;
  const receipts = finalReceipts(evidence, "tests").filter(({ counts }) => counts !== undefined);
  const sums = receipts.map(({ counts }) => counts!);
  const together = sumOf(sums);
  const by = receipts.map(({ id }) => id);
  if (sums.length > 0) {
    const told = [...sums, together].find((one) => fits(count, one));
    if (told !== undefined) return supported(`The test runner counted ${told.passed} passed of ${told.total}.`, by);
  }
  const run = provingRuns(evidence, "tests").findLast(({ run: { counts } }) => counts !== undefined && fits(count, counts));
  if (run !== undefined) {
    const changed = changedAfter(evidence, run.run);
    // What was counted earlier is no lie where the final run counted the same tests and all passed.
    if (changed === undefined || passing.standing === "supported") return supported("A run of this thread counted that.", [run.run.item]);
    return stale(`${changed.path} was changed after the run that counted that.`, [run.run.item, changed.path]);
  }
  if (seen(count, evidence)) return unsupported("An output has that number, in no summary that could be read.", by);
  const ran = provingRuns(evidence, "tests").flatMap(({ run: { counts } }) => counts ?? []);
  const most = sumOf(ran).passed;
  if (receipts.length === 0 && count.all && ran.length > 0 && ran.length === provingRuns(evidence, "tests").length && count.passed > most)
    return contradicted(
      `The runs of this thread counted ${most} passed.`,
      provingRuns(evidence, "tests").map(({ run: { item } }) => item),
    );
  if (receipts.length === 0)
    return {
      ...passing,
      ...(passing.standing === "supported" && unsupported("It passed, and how many tests ran is not known.", passing.by)),
    };
  const impossible = count.passed > together.passed || (count.total ?? 0) > together.total;
  // Go tells packages, not tests.
  const countable = sums.every(({ runner }) => !/packages/.test(runner));
  if (countable && (impossible || count.all))
    return contradicted(`The test runner counted ${together.passed} passed of ${together.total} on the final tree.`, by);
  return unsupported(
    `The test runner counted ${together.passed} passed of ${together.total}; which ${count.passed} were meant cannot be told.`,
    by,
  );
}

type Numbers = Pick<Counts, "passed" | "failed" | "total">;

/** Of how many: of those that ran, or of all. */
function fits({ passed, total }: ClaimedCount, actual: Numbers): boolean {
  return passed === actual.passed && (total === undefined || total === actual.total || total === actual.passed + actual.failed);
}

/** Whether an output that is at hand has the number beside a word of tests: a summary that could not be read. */
function seen({ passed }: ClaimedCount, { runs, final }: ClaimEvidence): boolean {
  const number = new RegExp(
    String.raw`(?:\b(?:pass(?:ed|es|ing)?|ok|tests?|total|Ran|succeeded)\W{0,4}${passed}\b)|(?:\b${passed}\W{0,3}(?:pass(?:ed|es|ing)?|ok\b|tests?\b|examples|specs|succeeded|total))`,
    "i",
  );
  const outputs = [
    ...runs.map(({ tail }) => tail),
    ...final.map(({ output, counts }) => (counts !== undefined ? "" : typeof output === "string" ? output : (output.preview ?? ""))),
  ];
  return outputs.some((output) => number.test(output));
}

function sumOf(counts: readonly Numbers[]): Numbers {
  const sum = (pick: (one: Numbers) => number): number => counts.reduce((all, one) => all + pick(one), 0);
  return { passed: sum(({ passed }) => passed), failed: sum(({ failed }) => failed), total: sum(({ total }) => total) };
}

function toNumber(digits = "0"): number {
  return Number(digits.replaceAll(/[,.]/g, ""));
}
