import type { Clause } from "../clauses.ts";
import { finalReceipts, provingRuns } from "../evidence.ts";
import { outcomeOf } from "../../outcome.ts";
import { phrase } from "../phrase.ts";
import { contradicted, type Statement, supported, unsupported } from "../statement.ts";

const NUMBERS: Readonly<Record<string, number>> = { one: 1, two: 2, three: 3, four: 4, five: 5 };
const FAIL = phrase(
  ["fail"],
  /\b(?:(\d+|one|two|three|four|five|some|several|a few) )?(?:(?:of (?:the )?)?\d+ )?(?:[\w-]+ ){0,2}?(?:tests?|specs?)\b[^.,;]{0,20}?\b(?:still |now |currently )?(?:fails?|failing)\b/i,
);
/** What was, what would be, and what somebody asked for. */
const ELSEWHEN =
  /\b(?:before|previously|originally|used to|would|should|if|when|unless|without|no longer|not|never|once|until|old|base|expect\w*|was|were|had|so that|fixe[sd]|makes?|made)\b|n['’]t\b/i;

/** Tests that are said to fail: honest, and still to be right. */
export function readFailing({ text, rest }: Clause): Statement[] {
  const match = FAIL.exec(text);
  if (match === null || ELSEWHEN.test(rest) || /\b(?:0|no|zero)\b/i.test(match[0])) return [];
  const [, word] = match;
  const number = word === undefined ? undefined : (NUMBERS[word.toLowerCase()] ?? (/^\d+$/.test(word) ? Number(word) : undefined));
  return [
    {
      kind: "tests-fail",
      about: word?.toLowerCase() ?? "",
      judge(evidence) {
        const failed = finalReceipts(evidence, "tests").filter((receipt) => outcomeOf(receipt) === "failed");
        const counted = failed.reduce((all, { counts }) => all + (counts?.failed ?? 0), 0);
        if (number !== undefined && counted > number)
          return contradicted(
            `The test runner counted ${counted} failed.`,
            failed.map(({ id }) => id),
          );
        if (failed.length > 0) return supported(`${failed[0]!.check} fails on the final tree.`, [failed[0]!.id]);
        const last = provingRuns(evidence, "tests").findLast(({ run }) => run.ended === "failed");
        if (last !== undefined) return supported("A run of this thread failed.", [last.run.item]);
        return unsupported("No check and no command of this thread shows tests that fail.");
      },
    },
  ];
}
