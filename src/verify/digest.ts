import { stripVTControlCharacters } from "node:util";
import type { Receipt, StoredText } from "../contract/event.ts";
import { outcomeOf } from "./outcome.ts";

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
];

/** The checks that did not pass with the part of their output that tells why: what the model is to mend. */
export async function digestFailures(receipts: readonly Receipt[], stored: { text(stored: StoredText): Promise<string> }): Promise<string> {
  const sections = receipts
    .filter((receipt) => outcomeOf(receipt) !== "passed")
    .map(async (receipt) => `${heading(receipt)}\n\n${digest(await stored.text(receipt.output))}`);
  return (await Promise.all(sections)).join("\n\n");
}

function heading({ check, argv, exitCode, signal, timedOut, id }: Receipt): string {
  const how = timedOut ? "was ended by its time limit" : signal === null ? `ended with exit code ${exitCode}` : `was ended by ${signal}`;
  return `The check ${check} (\`${argv.join(" ")}\`) ${how} (${id}):`;
}

/** At most `maxLines` lines of an output: its head, the first lines that tell of an error with those around them, and its tail. */
export function digest(output: string, maxLines = MAX_LINES): string {
  const lines = stripVTControlCharacters(output)
    .trimEnd()
    .split(/\r?\n/)
    // A progress bar redraws its line: only what stood there at last was to be read.
    .map((line) => cut(line.slice(line.lastIndexOf("\r") + 1)));
  if (lines.length <= maxLines) return lines.join("\n");
  return join(lines, chosen(lines, maxLines));
}

function chosen(lines: readonly string[], maxLines: number): Set<number> {
  const last = lines.length - 1;
  const kept = new Set<number>();
  for (let index = 0; index < TAIL_LINES; index++) kept.add(last - index);
  for (let index = 0; index < HEAD_LINES; index++) kept.add(index);
  for (const [index, line] of lines.entries()) {
    if (!TELLING.some((pattern) => pattern.test(line))) continue;
    for (let near = Math.max(0, index - BEFORE); near <= Math.min(last, index + AFTER); near++) {
      if (kept.size < maxLines) kept.add(near);
    }
  }
  return kept;
}

function join(lines: readonly string[], kept: ReadonlySet<number>): string {
  const shown: string[] = [];
  let omitted = 0;
  for (const [index, line] of lines.entries()) {
    if (!kept.has(index)) {
      omitted++;
      continue;
    }
    if (omitted > 0) shown.push(`… ${omitted} lines …`);
    omitted = 0;
    shown.push(line);
  }
  return shown.join("\n");
}

function cut(line: string): string {
  return line.length <= MAX_LINE_CHARS ? line : `${line.slice(0, MAX_LINE_CHARS)} …`;
}
