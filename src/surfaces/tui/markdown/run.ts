import { type Line, span } from "../text/line.ts";
import type { StyleName } from "../theme/style-name.ts";

/** Text of one look, safe to print; unlike spans, runs that touch can be joined. `\n` alone ends a row. */
export interface Run {
  text: string;
  styles: readonly StyleName[];
}

/** Puts text from anywhere behind the runs. */
export function appendRun(runs: Run[], text: string, styles: readonly StyleName[]): void {
  if (text !== "") append(runs, { text: span(text).text, styles });
}

export function appendBreak(runs: Run[]): void {
  runs.push({ text: "\n", styles: [] });
}

/** Text that came in pieces looks like text that came whole. */
export function joinRuns(runs: Run[], more: readonly Run[]): void {
  for (const run of more)
    if (run.text === "\n") runs.push(run);
    else append(runs, run);
}

export function toLine(runs: readonly Run[]): Line {
  return runs.map(({ text, styles }) => span(text, styles.length > 1 ? styles : styles[0]));
}

function append(runs: Run[], run: Run): void {
  const last = runs.at(-1);
  if (last !== undefined && last.text !== "\n" && sameStyles(last.styles, run.styles))
    runs[runs.length - 1] = { ...last, text: last.text + run.text };
  else runs.push(run);
}

function sameStyles(one: readonly StyleName[], other: readonly StyleName[]): boolean {
  return one.length === other.length && one.every((style, index) => style === other[index]);
}
