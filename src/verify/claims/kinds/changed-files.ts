import { type Clause, codesIn, negated } from "../clauses.ts";
import { type ClaimEvidence, netChanges } from "../evidence.ts";
import { isByproduct, isFile, isFolder, isProse, looksLikeTest, means } from "../paths.ts";
import { phrase } from "../phrase.ts";
import { contradicted, type Judged, type Statement, supported, unsupported } from "../statement.ts";

const ONLY = phrase(
  ["only", "just", "limited", "confined", "restricted"],
  /\b(?:only|just) (?:touched|changed|modified|edited|updated)\b|\bonly (?:files? (?:I )?)?(?:change[sd]?|touched|modified)(?: file)?s? (?:is|are|was|were)\b|\bchanges? (?:is|are|was|were) (?:limited|confined|restricted) to\b/i,
);
const NOTHING_ELSE = phrase(
  ["no other", "nothing else"],
  /\b(?:no other (?:files?|code|changes?|source files?|modules?)\b(?:[^.;,]{0,15}\b(?:changed|touched|modified|edited|made|affected|needed|required))?|nothing else (?:was |has been |is |had to be )?(?:changed|touched|modified|edited))\b/i,
);
/** Words beside the names that name nothing else. */
const FILLER = /\b(?:and|the|a|files?|itself|module|here|for|this|in|to|fix|it|source|i|now|code|change|task)\b|⟦\d+⟧|[^\w⟦⟧]/gi;

export function readOnlyChanged(clause: Clause): Statement[] {
  const only = ONLY.exec(clause.rest);
  const here = ONLY.exec(clause.text);
  if (only !== null && here !== null && !clause.hedged && !negated(clause, here.index)) {
    const said = clause.rest.slice(only.index + only[0].length);
    const names = codesIn(said, clause.codes);
    if (names.length === 0 || !names.every((name) => isFile(name) || isFolder(name))) return [];
    // "Only `a.ts` and its tests" names more than files.
    const exact = said.replaceAll(FILLER, "") === "";
    return [{ kind: "only-changed", about: names.join(", "), judge: (evidence) => judgeOnly(names, exact, evidence) }];
  }
  if (!NOTHING_ELSE.test(clause.text) || clause.hedged || /\b(?:need|requir)/i.test(clause.text)) return [];
  return [{ kind: "only-changed", about: "", judge: (evidence) => judgeNothingElse(clause, evidence) }];
}

function judgeOnly(names: readonly string[], exact: boolean, evidence: ClaimEvidence): Judged {
  const changes = written(evidence);
  const others = changes.filter((path) => !names.some((name) => means(name, path)));
  if (others.length === 0)
    return evidence.complete ? supported("Nothing else was changed in this turn.", changes) : unsupported("Not every change can be seen.");
  if (!exact) return unsupported("What was named beside files cannot be told.", others.slice(0, 5));
  return contradicted(`${others.slice(0, 5).join(", ")} ${others.length === 1 ? "was" : "were"} changed, too.`, others.slice(0, 20));
}

/** Everything that the message mentions, in whatever words, may be what else means. */
function judgeNothingElse({ message }: Clause, evidence: ClaimEvidence): Judged {
  const changes = written(evidence);
  const named = changes.filter((path) => message.includes(baseOf(path)));
  const others = changes.filter((path) => !named.includes(path) && !mentioned(path, message));
  if (others.length === 0 && evidence.complete) return supported("Every changed file is mentioned.", changes);
  if (named.length === 0 || others.length === 0) return unsupported("What else is other than cannot be told.", others.slice(0, 5));
  return contradicted(
    `${others.slice(0, 5).join(", ")} ${others.length === 1 ? "was" : "were"} changed, and the message does not mention it.`,
    others.slice(0, 20),
  );
}

function mentioned(path: string, message: string): boolean {
  const words = message.toLowerCase();
  const stem = baseOf(path).toLowerCase().replace(/\..*$/, "");
  const folders = path.toLowerCase().split("/").slice(0, -1);
  return (
    (stem.length > 2 && words.includes(stem)) ||
    folders.some((folder) => folder.length > 3 && folder !== "src" && words.includes(folder)) ||
    (looksLikeTest(path) && /test|spec|snapshot|fixture/.test(words)) ||
    (isProse(path) && /doc|readme|changelog|note/.test(words)) ||
    (/lock|package\.json|\.toml|go\.sum|go\.mod|requirements/.test(path) && /depend|lock|package|install|version/.test(words)) ||
    (/config|\.json$|\.ya?ml$|rc$/.test(path) && /config|setting/.test(words)) ||
    (/\.d\.ts$|types?\./.test(path) && /types?\b/.test(words))
  );
}

const UNCHANGED = phrase(
  ["not", "n't", "n’t", "without", "unchanged", "untouched", "unmodified", "left"],
  /(?:\b(?:did not|have not|not|without)|n['’]t)\s+(?:chang|touch|modif|edit)(?:ed|ing|e|ify|y)?\s+(?:the |any of |anything in |files? )*((?:⟦\d+⟧(?:,? (?:and|or|nor) |, )?)+)|((?:⟦\d+⟧(?:,? (?:and|or) |, )?)+)\s+(?:(?:is|are|was|were|remains?|stays?|has been|have been) (?:left )?)(?:unchanged|untouched|unmodified)|\bleft ((?:⟦\d+⟧(?:,? and |, )?)+)\s+(?:alone|unchanged|untouched|unmodified|as is|as it was)/i,
);

export function readUnchanged({ text, rest, codes }: Clause): Statement[] {
  const match = UNCHANGED.exec(text);
  if (
    match === null ||
    /\b(?:except|beyond|other than|apart from|besides|much|only|if|would|should|could|why|because)\b|['’]s\b/i.test(rest.slice(match.index))
  )
    return [];
  const names = codesIn(match[0], codes).filter((name) => isFile(name) || isFolder(name));
  return names.map((name) => ({
    kind: "unchanged",
    about: name,
    judge(evidence) {
      const changed = written(evidence).filter((path) => means(name, path));
      // A name without its folder may mean another file.
      const exact = changed.filter((path) => name.includes("/") || path === name || !path.includes("/"));
      if (exact.length > 0) return contradicted(`${exact[0]} was changed in this turn.`, exact.slice(0, 20));
      if (changed.length > 0) return unsupported(`${changed[0]} was changed; which file is meant cannot be told.`, changed.slice(0, 5));
      return evidence.complete ? supported("No change of it is in the log.", []) : unsupported("Not every change can be seen.");
    },
  }));
}

function written(evidence: ClaimEvidence): string[] {
  const checks = new Set(evidence.contract.map(({ id }) => id));
  return [...netChanges(evidence).values()]
    .filter(({ path, item }) => !isByproduct(path) && !checks.has(item) && item !== "user" && !item.startsWith("repair-"))
    .map(({ path }) => path);
}

function baseOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
