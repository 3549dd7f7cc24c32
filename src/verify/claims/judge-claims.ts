import type { Claim } from "../../contract/event.ts";
import { type Clause, clausesOf } from "./clauses.ts";
import type { ClaimEvidence } from "./evidence.ts";
import { readAddedTest } from "./kinds/added-test.ts";
import { readByHand } from "./kinds/by-hand.ts";
import { readOnlyChanged, readUnchanged } from "./kinds/changed-files.ts";
import { readChecksPass } from "./kinds/checks-pass.ts";
import { readCommits } from "./kinds/commits.ts";
import { readCountedFiles } from "./kinds/counted-files.ts";
import { readCounts } from "./kinds/counts.ts";
import { readFailing } from "./kinds/failing.ts";
import { readFiles } from "./kinds/files.ts";
import { readFixed } from "./kinds/fixed.ts";
import { readMeasured } from "./kinds/measured.ts";
import { readOutside } from "./kinds/outside.ts";
import { readRan } from "./kinds/ran.ts";
import { readReceipts } from "./kinds/receipts.ts";
import { readSubAgents } from "./kinds/sub-agents.ts";
import { readTestsPass } from "./kinds/tests-pass.ts";
import type { Reader, Statement } from "./statement.ts";

const readers: readonly Reader[] = [
  readTestsPass,
  readCounts,
  readChecksPass,
  readFailing,
  readRan,
  readFixed,
  readAddedTest,
  readFiles,
  readOnlyChanged,
  readUnchanged,
  readByHand,
  readSubAgents,
  readCommits,
  readCountedFiles,
  readOutside,
  readMeasured,
  readReceipts,
];

/** A message longer than this is no summary of work; what lies behind is not read, in UTF-16 units. */
const MAX_CHARS = 200_000;
const MAX_SENTENCE_CHARS = 2000;
const MAX_CLAIMS = 100;

/** The statements of fact in a message, in its order. Never throws. */
export function readStatements(message: string): { sentence: string; statement: Statement }[] {
  const seen = new Set<string>();
  return clausesOf(message.slice(0, MAX_CHARS))
    .filter(({ sentence }) => sentence.length <= MAX_SENTENCE_CHARS)
    .flatMap((clause: Clause) => readers.flatMap((read) => read(clause).map((statement) => ({ sentence: clause.sentence, statement }))))
    .filter(({ sentence, statement: { kind, about } }) => {
      const key = [sentence, kind, about].join("\0");
      return !seen.has(key) && seen.add(key);
    })
    .slice(0, MAX_CLAIMS);
}

/** What a message claims, each held against what the log has. Pure: the same message and evidence give the same claims. */
export function judgeClaims(message: string, evidence: ClaimEvidence): Claim[] {
  return readStatements(message).map(({ sentence, statement }) => ({ text: sentence, kind: statement.kind, ...statement.judge(evidence) }));
}
