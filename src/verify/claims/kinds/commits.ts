import { type Clause, codesIn, negated } from "../clauses.ts";
import type { ClaimEvidence } from "../evidence.ts";
import { type Phrase, phrase } from "../phrase.ts";
import { contradicted, type Judged, type Statement, supported, unsupported } from "../statement.ts";

/** Who did it; what is said of data, as in "items are pushed to a list", has no such beginning. */
const START = String.raw`(?:\b(?:I|we)(?:['’]ve| have)?\s+(?:also\s+|then\s+|just\s+)?|(?:^|\band\s+)(?:also\s+|then\s+|finally\s+)?)`;
const OBJECT = String.raw`(?:it|them|this|everything|all of it|(?:the|my|all|these|both) (?:\w+ )?(?:changes?|fix(?:es)?|work|commits?|branch|result|files?))`;
const WAYS: readonly { kind: string; said: Phrase; script: RegExp; what: string }[] = [
  {
    kind: "committed",
    said: phrase(["committed"], new RegExp(String.raw`${START}committed\s+(?:${OBJECT}\b|as\b)`, "i")),
    script: /\bgit\b[^\n;|&]*\b(?:commit|merge|cherry-pick|rebase|am|revert)\b|\bjj\b|\bhg\b/,
    what: "makes a commit",
  },
  {
    kind: "pushed",
    said: phrase(["pushed"], new RegExp(String.raw`${START}pushed\s+${OBJECT}\b`, "i")),
    script: /\bgit\b[^\n;|&]*\bpush\b|\bgh\b|\bglab\b/,
    what: "pushes",
  },
];
const HASH = /^[0-9a-f]{7,40}$/;

/** What was done with version control: only commands can have done it. */
export function readCommits(clause: Clause): Statement[] {
  if (clause.hedged) return [];
  return WAYS.flatMap(({ kind, said, script, what }): Statement[] => {
    const match = said.exec(clause.text);
    if (match === null || negated(clause, match.index + match[0].length)) return [];
    const words = [...codesIn(clause.text, clause.codes), ...clause.text.split(/\W+/)];
    const hash = words.find((word) => HASH.test(word) && /\d/.test(word)) ?? "";
    return [{ kind, about: hash, judge: (evidence) => judge({ script, what, hash }, evidence) }];
  });
}

function judge({ script, what, hash }: { script: RegExp; what: string; hash: string }, { runs, calls }: ClaimEvidence): Judged {
  const did = runs.filter((run) => script.test(run.script));
  const by = did.map(({ item }) => item);
  if (did.length === 0)
    return runs.some((run) => /\.\/|\bnpm\b|\bmake\b|\bgit\b/.test(run.script)) ||
      [...calls.keys()].some((name) => /git|commit/i.test(name))
      ? unsupported(`No command of this thread is known to be one that ${what}.`)
      : contradicted(`No command of this thread ${what}.`);
  if (hash !== "" && !runs.some(({ tail }) => tail.includes(hash.slice(0, 7)))) return contradicted(`No output has ${hash}.`, by);
  return did.at(-1)!.ended === "failed"
    ? unsupported("The command did not end well.", by)
    : supported(`A command of this thread ${what}.`, by);
}
