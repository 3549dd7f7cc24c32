import { type Clause, negated } from "../clauses.ts";
import { phrase } from "../phrase.ts";
import { contradicted, type Statement, unsupported } from "../statement.ts";

const AGENT = String.raw`(?:sub-?agents?|(?:review(?:er|ing)?|research|testing|verification|helper|explore|second|separate|another|parallel)[- ]agents?)`;
const USED = phrase(
  ["agent"],
  new RegExp(
    String.raw`\b(?:I|we)(?:['’]ve| have)? (?:also |then )?(?:asked|used|launched|spawned|started|dispatched|delegated (?:\w+ ){0,4}to|had) (?:an?|the|two|three|several|\d+|my)? ?(?:\w+ )?${AGENT}\b|\b(?:an?|the|my|both|all|two|three) (?:\w+ )?${AGENT} (?:has |have |also |all |both |independently )*(?:confirmed|verified|reviewed|reported (?:back|no|that)|found no|approved|signed off)\b`,
    "i",
  ),
);

/** Tools that give work to another agent say so by their names. */
const DELEGATES = /agent|delegate|^task$|worker/i;

export function readSubAgents(clause: Clause): Statement[] {
  const match = USED.exec(clause.text);
  if (clause.hedged || match === null || negated(clause, match.index + match[0].length)) return [];
  return [
    {
      kind: "sub-agent",
      about: "",
      judge: ({ calls }) =>
        [...calls.keys()].some((name) => DELEGATES.test(name))
          ? unsupported("What another agent says is no evidence.")
          : contradicted("No other agent worked in this thread."),
    },
  ];
}
