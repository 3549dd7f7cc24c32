import type { Receipt, StoredText } from "../contract/event.ts";
import { standingLines } from "./output-lines.ts";

/** How compilers and linters begin a line for each thing that is wrong. */
const ERROR_LINE = /^\S.*?[(:]\d+[,:]\d+\)?:? .*?\berror\b|^\s+\d+:\d+\s+error\b|^error(?:\[\w+\])?: |^\S+\.(?:go|py|java):\d+/;
const MAX_ERRORS = 1000;
/** What makes an error another one stands before that. */
const MAX_LINE_CHARS = 400;

/**
 * What fails in checks that did not pass, each thing once: tests where their runner names them, lines that tell of an error where there are
 * some, else the check as a whole. There are as many as fail, so that fewer are progress.
 */
export async function whatFails(
  receipts: readonly Receipt[],
  stored: { text(stored: StoredText): Promise<string> },
): Promise<ReadonlySet<string>> {
  const failing = new Set<string>();
  for (const { check, counts, output } of receipts) {
    const names = counts?.failures.map(({ name }) => name) ?? [];
    for (let index = 0; index < (counts?.failed ?? 0); index++) failing.add(`${check}\0${names[index] ?? index}`);
    if ((counts?.failed ?? 0) > 0) continue;
    const errors = standingLines(await stored.text(output))
      .map((line) => line.slice(0, MAX_LINE_CHARS))
      .filter((line) => ERROR_LINE.test(line))
      .slice(0, MAX_ERRORS);
    for (const error of errors.length > 0 ? errors : [""]) failing.add(`${check}\0${error}`);
  }
  return failing;
}
