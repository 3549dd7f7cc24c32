import { type Clause, negated } from "../clauses.ts";
import { phrase } from "../phrase.ts";
import { contradicted, type Statement, unsupported } from "../statement.ts";

const BY_HAND = phrase(
  ["manual", "by hand", "browser"],
  /\b(?:verified|tested|checked|confirmed|reviewed)\b[^.,;]{0,40}\b(?:manually|by hand|in (?:the|a|my) browser)\b|\bmanual(?:ly)? (?:verified|tested|checked|confirmed|testing confirm\w*|verification confirm\w*)\b/i,
);

export function readByHand(clause: Clause): Statement[] {
  const match = BY_HAND.exec(clause.text);
  if (clause.hedged || match === null || negated(clause, match.index + match[0].length)) return [];
  return [
    {
      kind: "by-hand",
      about: "",
      judge: ({ runs, calls }) =>
        runs.length === 0 && calls.size === 0
          ? contradicted("Nothing was run or read in this thread.")
          : unsupported("What was seen by hand leaves no receipt."),
    },
  ];
}
