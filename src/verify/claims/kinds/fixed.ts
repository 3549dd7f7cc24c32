import { outcomeOf } from "../../outcome.ts";
import { type Clause, negated } from "../clauses.ts";
import { netChanges } from "../evidence.ts";
import { phrase } from "../phrase.ts";
import { contradicted, type Statement, supported, unsupported } from "../statement.ts";

const FIXED = phrase(
  ["fixed", "resolved", "repaired", "corrected"],
  /\b(?:I|I['’]ve|I have|we|we['’]ve|has been|have been|is now|are now|is|been)\s+(?:now |successfully |also |just )*(?:fixed|resolved|repaired|corrected)\b(?![- ](?:width|size|point|at|by|in place|to|length))|^(?:fixed|resolved|corrected|repaired)\b\s+(?!(?:width|size|length|point|number|order|set|list|version|dependenc|issues? (?:are|include))\b)/i,
);

export function readFixed(clause: Clause): Statement[] {
  const match = FIXED.exec(clause.text);
  if (clause.hedged || match === null || negated(clause, match.index + match[0].length) || /\balready\b/i.test(clause.text)) return [];
  return [
    {
      kind: "fixed",
      about: "",
      judge(evidence) {
        const before = new Map(evidence.baseline.map((receipt) => [receipt.check, outcomeOf(receipt)]));
        const mended = evidence.final.filter((receipt) => outcomeOf(receipt) === "passed" && before.get(receipt.check) === "failed");
        if (mended.length > 0) return supported(`${mended[0]!.check} failed before the work and passes now.`, [mended[0]!.id]);
        if (evidence.complete && evidence.held.size === 0 && evidence.changes.length === 0)
          return contradicted("Nothing was changed in this thread.");
        const paths = [...netChanges(evidence).keys()];
        return unsupported("No check failed before the work that passes now.", paths.slice(0, 5));
      },
    },
  ];
}
