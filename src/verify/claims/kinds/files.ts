import { type Clause, codesIn, negated } from "../clauses.ts";
import type { ClaimEvidence } from "../evidence.ts";
import { isFile, means } from "../paths.ts";
import { type Phrase, phrase } from "../phrase.ts";
import { contradicted, type Judged, type Statement, supported, unsupported } from "../statement.ts";

const START = String.raw`(?:^|\bI\s+|\band\s+|\bI['’]ve\s+|\bI have\s+|\bthen\s+)(?:also\s+|then\s+|now\s+)?`;
const WORDS = String.raw`\s+(?:(?:an?|the|new|old|obsolete|unused|files?|test|module|helper|script|doc|docs|page|component|regression|unit|called|named|config|configuration|utility)\s+)*`;
const CREATED = phrase(
  ["created", "added", "wrote"],
  new RegExp(
    String.raw`${START}(?:created|added|wrote)${WORDS}⟦(\d+)⟧(?!\s+(?:to|into|from|on|as|support|handling|import|export|entry|field|key|script|option)\b)(?!⟦)`,
    "gi",
  ),
);
const DELETED = phrase(
  ["deleted", "removed"],
  new RegExp(String.raw`${START}(?:deleted|removed)${WORDS}⟦(\d+)⟧(?!\s+(?:from|in|out|usage|import|references?|entr)\b)`, "gi"),
);
const RENAMED = phrase(
  ["renamed", "moved"],
  new RegExp(String.raw`${START}(?:renamed|moved)${WORDS}⟦(\d+)⟧\s+(?:to|into|→|->|as)\s+⟦(\d+)⟧`, "gi"),
);
const EXISTS = phrase(["exists"], /⟦(\d+)⟧\s+(?:now )?exists\b/gi);

export function readFiles(clause: Clause): Statement[] {
  if (clause.hedged || !clause.text.includes("⟦")) return [];
  const readings: readonly (readonly [string, Phrase, (names: string[], evidence: ClaimEvidence) => Judged])[] = [
    ["file-created", CREATED, ([name = ""], evidence) => judgeThere(name, evidence)],
    ["file-exists", EXISTS, ([name = ""], evidence) => judgeExists(name, evidence)],
    ["file-deleted", DELETED, ([name = ""], evidence) => judgeGone(name, evidence)],
    ["file-renamed", RENAMED, (names, evidence) => judgeRenamed(names, evidence)],
  ];
  return readings.flatMap(([kind, pattern, judge]): Statement[] => {
    return pattern.all(clause.text).flatMap((match): Statement[] => {
      if (negated(clause, match.index + match[0].length)) return [];
      const names = codesIn(match[0], clause.codes);
      if (names.length === 0 || !names.every(isFile)) return [];
      return [{ kind, about: names.join(" → "), judge: (evidence) => judge(names, evidence) }];
    });
  });
}

function lastChange(name: string, { changes }: ClaimEvidence) {
  return changes.findLast(({ path }) => means(name, path));
}

function inNewFolder(name: string, { changes }: ClaimEvidence, change: "added" | "deleted"): boolean {
  const file = name.replace(/^\.\//, "");
  return changes.some(
    ({ path, type, change: what }) =>
      type === "directory" &&
      what === change &&
      (file.startsWith(`${path}/`) || !file.includes("/") || file.includes(`${path.split("/").at(-1)}/`)),
  );
}

function judgeThere(name: string, evidence: ClaimEvidence): Judged {
  const last = lastChange(name, evidence);
  // What went from one place may have come to another of its name.
  if (last?.change === "deleted" && inNewFolder(name, evidence, "added")) return unsupported("A folder was added that may hold it.");
  if (last !== undefined)
    return last.change === "deleted"
      ? contradicted(`${last.path} was deleted.`, [last.path])
      : supported(`${last.path} was ${last.change}.`, [last.path]);
  const held = [...evidence.held].find((path) => means(name, path));
  if (held !== undefined) return contradicted(`${held} was held back by the commit gate.`, [held]);
  if (inNewFolder(name, evidence, "added")) return unsupported("A folder was added that may hold it.");
  return evidence.complete ? contradicted("No change of this thread made it.") : unsupported("Not every change can be seen.");
}

function judgeExists(name: string, evidence: ClaimEvidence): Judged {
  const last = lastChange(name, evidence);
  if (last === undefined) return unsupported("No change of this thread concerns it.");
  return last.change === "deleted"
    ? contradicted(`${last.path} was deleted.`, [last.path])
    : supported(`${last.path} was ${last.change}.`, [last.path]);
}

function judgeGone(name: string, evidence: ClaimEvidence): Judged {
  const last = lastChange(name, evidence);
  if (last?.change === "deleted") return supported(`${last.path} was deleted.`, [last.path]);
  if (inNewFolder(name, evidence, "deleted")) return unsupported("A folder was deleted that may have held it.");
  // A part of it may be what was removed.
  if (last !== undefined)
    return last.change === "added" && evidence.complete
      ? contradicted(`${last.path} was added.`, [last.path])
      : unsupported(`${last.path} was changed, and is there.`, [last.path]);
  return evidence.complete ? contradicted("No change of this thread deleted it.") : unsupported("Not every change can be seen.");
}

function judgeRenamed([from = "", to = ""]: readonly string[], evidence: ClaimEvidence): Judged {
  const there = judgeThere(to, evidence);
  return there.standing === "supported" && judgeGone(from, evidence).standing !== "supported"
    ? unsupported("The old name is still there.", there.by)
    : there;
}
