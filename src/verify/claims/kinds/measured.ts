import { type Clause, negated } from "../clauses.ts";
import type { ClaimEvidence } from "../evidence.ts";
import { phrase } from "../phrase.ts";
import { contradicted, type Judged, type Statement, supported, unsupported } from "../statement.ts";

const COVERAGE = phrase(
  ["coverage"],
  /\bcoverage\b[^.,;:%]{0,30}?\b(\d{1,3}(?:\.\d+)?)\s?%|\b(\d{1,3}(?:\.\d+)?)\s?% (?:(?:line|branch|test|statement|code) )?coverage\b/i,
);
const SPEED = phrase(
  ["fast", "slower", "less memory", "smaller", "quicker"],
  /\b(\d+(?:\.\d+)?)\s?(?:x|×|times|%) (?:as fast|faster|slower|less memory|smaller|quicker)\b/i,
);

/** Any command may have measured a speed; a check of the harness has not. */
const ANYTHING = /./;

/** Numbers that somebody must have measured. */
export function readMeasured(clause: Clause): Statement[] {
  if (clause.hedged) return [];
  return [
    { kind: "coverage", match: COVERAGE.exec(clause.text), looks: /cover|\bcov\b|nyc|c8|tarpaulin|jacoco/i },
    { kind: "speed", match: SPEED.exec(clause.text), looks: ANYTHING },
  ].flatMap(({ kind, match, looks }): Statement[] => {
    if (match === null || negated(clause, match.index + match[0].length)) return [];
    const number = match[1] ?? match[2] ?? "";
    // A threshold is a wish, not a measurement.
    if (/\b(?:threshold|limit|minimum|required?|at least|demand|target|goal)\b/i.test(clause.text)) return [];
    return [{ kind, about: number, judge: (evidence) => judge({ number, looks }, evidence) }];
  });
}

function judge({ number, looks }: { number: string; looks: RegExp }, { runs, earlier, final, contract }: ClaimEvidence): Judged {
  const exact = new RegExp(`(?<![\\d.])${number.replaceAll(".", "\\.")}(?!\\d)`);
  const shown = runs.find(({ tail }) => exact.test(tail));
  if (shown !== undefined) return supported("An output of this thread has that number.", [shown.item]);
  const measures =
    runs.some(({ script, tail }) => looks.test(script) || looks.test(tail)) ||
    contract.some(({ argv, definition = "" }) => looks !== ANYTHING && looks.test(`${argv.join(" ")} ${definition}`)) ||
    [...earlier, ...final].some(
      ({ output }) => looks !== ANYTHING && looks.test(typeof output === "string" ? output : (output.preview ?? "")),
    );
  return measures ? unsupported("No output that is at hand has that number.") : contradicted("Nothing in this thread has measured it.");
}
