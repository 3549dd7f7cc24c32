import { type Clause, codesIn, negated } from "../clauses.ts";
import { judgeProof } from "../judge-proof.ts";
import { phrase } from "../phrase.ts";
import { proves } from "../proofs.ts";
import type { Statement } from "../statement.ts";
import { countsIn } from "./counts.ts";

/** Not "pass" with an object: tests pass a value to what they test. */
const PASSES = String.raw`(?:pass(?:es|ed|ing)?\b(?!\s+(?:(?:an?|the|in an?|through|along|it|them|both|either)\b|(?:in )?⟦))|succeed(?:s|ed)?|(?:are|is|remains?|stays?|runs?|come back|came back|all) (?:now |all |still |fully )*(?:green|successful(?:ly)?|passing))`;
const TESTS_PASS = phrase(
  ["pass", "succe", "green"],
  new RegExp(
    String.raw`((?:[\w'’⟦⟧/-]+ ){0,6}?)\b(?:tests?|test suites?|specs|suite)\b([^.,;:]{0,40}?)\s(?:all |now |still |also |both )*\b${PASSES}`,
    "i",
  ),
);
const PASSES_TESTS = phrase(
  ["pass"],
  /\bpass(?:es|ed)?\s+(?:all\s+(?:of\s+)?)?(?:the\s+|its\s+|existing\s+|our\s+)*(?:full |whole |entire )?(?:tests?|test suite|suite)\b(?=\s*(?:$|[.,;:!)]|and\b|with\b|on\b|now\b|again\b|cleanly\b))/i,
);
const ALL_GREEN = phrase(
  ["green", "pass"],
  /\b(?:all|everything)(?: is| are)?(?: now)? green\b|\beverything (?:now )?passes\b|\b100 ?% (?:passing|pass)\b/i,
);
const TICKED = phrase(["✅", "✓", "✔"], /^(?:all )?tests?(?: suite)?[\s:—–-]{1,4}(?:✅|✓|✔)/i);
const GERMAN = phrase(
  ["alle"],
  /\balle (?:\d+ )?tests (?:sind (?:jetzt )?(?:grün|erfolgreich)|laufen (?:alle |jetzt )?durch|bestehen|grün)/i,
);
const COMMAND = phrase(
  ["pass", "succe", "green", "exit"],
  /⟦(\d+)⟧\s+(?:now |also |all |still )*(?:passes|passed|succeeds|succeeded|is (?:now )?green|exits? (?:with )?(?:code )?0|exited (?:with )?(?:code )?0|ran successfully|completes? successfully)\b/i,
);

/** What stands before "tests" when none is left out. */
const WHOLE = /\ball(?: (?:of|the|our|its|existing|previously|formerly|failing))*\s*$/i;
const PAST = /\b(?:was|were|had)\b/i;

const PART =
  /\b(?:new|added|this|that|these|those|relevant|affected|related|targeted|focused|specific|unit|integration|e2e|end-to-end|smoke|regression|other|remaining|rest|both|two|three|my|each|following|one|single|some|most|many|of)\b|⟦|\d/i;

export function readTestsPass(clause: Clause): Statement[] {
  if (clause.hedged || countsIn(clause).length > 0) return [];
  const match = TESTS_PASS.exec(clause.text);
  const whole =
    [PASSES_TESTS, ALL_GREEN, GERMAN].map((pattern) => pattern.exec(clause.text)).find((found) => found !== null) ??
    TICKED.exec(clause.rest);
  const end = (found: RegExpExecArray): number => found.index + found[0].length;
  if (match !== null && !PAST.test(match[0]) && !negated(clause, end(match))) {
    const [, before = "", between = ""] = match;
    const part = clause.admits || (PART.test(before) && !WHOLE.test(before)) || /\b(?:in|for|of|covering)\b|⟦/.test(between);
    return [{ kind: "tests-pass", about: part ? "some" : "all", judge: (evidence) => judgeProof("tests", part, evidence) }];
  }
  if (whole !== null && !negated(clause, end(whole)))
    return [{ kind: "tests-pass", about: "all", judge: (evidence) => judgeProof("tests", clause.admits, evidence) }];
  return readCommand(clause);
}

/** A test command that "passes"; of other kinds too. */
function readCommand(clause: Clause): Statement[] {
  const match = COMMAND.exec(clause.text);
  if (match === null || negated(clause, match.index + match[0].length)) return [];
  const [code = ""] = codesIn(match[0], clause.codes);
  for (const proof of ["tests", "types", "lint", "build", "format"] as const) {
    if (proves(code, proof) !== "yes") continue;
    // What it was run with may narrow it.
    const part = clause.admits || proof !== "tests" || code.split(/\s+/).length > 3;
    return [{ kind: `${proof}-pass`, about: code, judge: (evidence) => judgeProof(proof, part, evidence) }];
  }
  return [];
}
