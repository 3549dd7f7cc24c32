import type { Check } from "../contract/check.ts";
import type { Receipt, StoredText } from "../contract/event.ts";
import { listText } from "../lib/list-text.ts";
import { foldNoise } from "./fold-noise.ts";
import { outcomeOf } from "./outcome.ts";
import { standingLines } from "./output-lines.ts";
import { reproduce } from "./reproduce.ts";

const MAX_LINES = 60;
const MAX_LINE_CHARS = 400;
const HEAD_LINES = 8;
const TAIL_LINES = 12;
/** Lines shown with a line that tells of an error: what it is about, and the frames below it. */
const BEFORE = 1;
const AFTER = 6;

/** How compilers, linters, test runners and interpreters begin the lines that matter. */
const TELLING = [
  /\berror(?:\[?\w*\])?:/i,
  /\berror TS\d+/,
  /^\s*(?:not ok|✖|✗|×|●|FAIL(?:ED)?\b|--- FAIL|E  )/,
  /\b\w*(?:Error|Exception|Panic|panicked at)\b/,
  /^\s*(?:Expected|Received|Actual|expected|actual)\b/,
  /^[^\s:]+:\d+(?::\d+)?:? (?:error|fatal)/,
  /^\s+\d+:\d+ +error\b/,
  // Stack frames of the project's own: the others have been folded.
  /^\s*(?:at |❯ )\S.*:\d+|^\s*File ".+", line \d+|^\S+\.py:\d+: |^\t\S+\.go:\d+/,
];

/** It says where in a file; which one stands somewhere above. */
const UNDER_HEADING = /^\s+\d+:\d+ +error\b/;

/** What else is known of the checks that failed. */
export interface FailureFacts {
  stored: { text(stored: StoredText): Promise<string> };
  contract?: readonly Check[];
  /** Paths that were changed since the check passed; undefined when it never did. */
  changedSince?(check: string): readonly string[] | undefined;
}

/** The checks that did not pass with the part of their output that tells why: what the model is to mend. */
export async function digestFailures(receipts: readonly Receipt[], { stored, contract = [], changedSince }: FailureFacts): Promise<string> {
  const sections = receipts
    .filter((receipt) => outcomeOf(receipt) !== "passed")
    .map(async (receipt) => {
      const check = contract.find(({ id }) => id === receipt.check);
      const facts = [failuresOf(receipt), check && reproductionOf(check, receipt), changesOf(changedSince?.(receipt.check))].filter(
        (fact) => fact !== undefined,
      );
      return [[heading(receipt), ...facts].join("\n"), digest(await stored.text(receipt.output))].join("\n\n");
    });
  return (await Promise.all(sections)).join("\n\n");
}

const MAX_LISTED = 8;

function failuresOf({ counts }: Receipt): string | undefined {
  if (counts === undefined || counts.failed === 0) return undefined;
  const names = counts.failures.slice(0, MAX_LISTED).map(({ name, at }) => (at === undefined ? name : `${name} (${at})`));
  const more = counts.failed - names.length;
  const list = names.length === 0 ? "" : `: ${names.join("; ")}${more > 0 ? `; and ${more} more` : ""}`;
  return `${counts.failed} of ${counts.passed + counts.failed} tests failed${list}`;
}

function reproductionOf(check: Check, receipt: Receipt): string | undefined {
  const command = reproduce(check, receipt);
  return command === undefined ? undefined : `To run ${receipt.counts?.failed === 1 ? "it" : "the first of them"} alone: ${command}`;
}

function changesOf(paths: readonly string[] | undefined): string | undefined {
  if (paths === undefined) return undefined;
  if (paths.length === 0) return "It passed before, and no file of the project is known to have changed since.";
  return `Changed since it passed: ${listText(paths, MAX_LISTED)}`;
}

function heading({ check, argv, exitCode, signal, timedOut, id }: Receipt): string {
  const how = timedOut ? "was ended by its time limit" : signal === null ? `ended with exit code ${exitCode}` : `was ended by ${signal}`;
  return `The check ${check} (\`${argv.join(" ")}\`) ${how} (${id}):`;
}

/** At most `maxLines` lines of an output: its head, the first lines that tell of an error with those around them, and its tail. */
export function digest(output: string, maxLines = MAX_LINES): string {
  const printed = standingLines(output).join("\n").trimEnd();
  const lines = foldNoise(printed.split("\n").map(cut));
  if (lines.length <= maxLines) return lines.join("\n");
  return join(lines, chosen(lines, maxLines));
}

function chosen(lines: readonly string[], maxLines: number): Set<number> {
  const last = lines.length - 1;
  const kept = new Set<number>();
  for (let index = 0; index < TAIL_LINES; index++) kept.add(last - index);
  for (let index = 0; index < HEAD_LINES; index++) kept.add(index);
  for (const [index, line] of lines.entries()) {
    if (kept.size >= maxLines) break;
    if (!TELLING.some((pattern) => pattern.test(line))) continue;
    const heading = UNDER_HEADING.test(line) && kept.size < maxLines ? headingOf(lines, index) : undefined;
    if (heading !== undefined) kept.add(heading);
    for (let near = Math.max(0, index - BEFORE); near <= Math.min(last, index + AFTER); near++) {
      if (kept.size < maxLines) kept.add(near);
    }
  }
  return kept;
}

const MAX_LINES_BELOW = 200;

/** Index of the nearest line above that is not indented. */
function headingOf(lines: readonly string[], index: number): number | undefined {
  for (let above = index - 1; above >= Math.max(0, index - MAX_LINES_BELOW); above--) if (/^\S/.test(lines[above]!)) return above;
  return undefined;
}

function join(lines: readonly string[], kept: ReadonlySet<number>): string {
  const shown: string[] = [];
  let omitted = 0;
  for (const [index, line] of lines.entries()) {
    if (!kept.has(index)) {
      omitted++;
      continue;
    }
    // A line that says that one line is missing is no shorter.
    if (omitted === 1) shown.push(lines[index - 1]!);
    else if (omitted > 1) shown.push(`… ${omitted} lines …`);
    omitted = 0;
    shown.push(line);
  }
  return shown.join("\n");
}

function cut(line: string): string {
  return line.length <= MAX_LINE_CHARS ? line : `${line.slice(0, MAX_LINE_CHARS)} …`;
}
