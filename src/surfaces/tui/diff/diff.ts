import { structuredPatch } from "diff";
import { span } from "../text/line.ts";

/** One line of a diff. Its text is safe to print. */
export interface DiffRow {
  kind: "same" | "added" | "removed";
  text: string;
  /** Its number in the old version, from 1; undefined when it is not there. */
  before: number | undefined;
  after: number | undefined;
}

export interface Diff {
  /** Each is lines that follow one another. */
  hunks: readonly (readonly DiffRow[])[];
  /** How many lines of it are not known. */
  missing: number;
  /** Why nothing was compared. */
  unseen?: "binary" | "huge";
}

/** Larger texts are not compared. */
const MAX_CHARS = 1024 * 1024;
/** Where more lines differ, it is not looked for which. */
const MAX_EDITS = 1_000;

/** No line is shown beyond this. */
const MAX_LINE = 1_000;

/** What differs between two versions of a file, with some lines around it. */
export function diffOfTexts(before: string, after: string, { context = 3 }: { context?: number } = {}): Diff {
  if (before.includes("\0") || after.includes("\0")) return { hunks: [], missing: 0, unseen: "binary" };
  if (before.length + after.length > MAX_CHARS) return { hunks: [], missing: 0, unseen: "huge" };
  const patch = structuredPatch("", "", before, after, "", "", { context, maxEditLength: MAX_EDITS, stripTrailingCr: true });
  // What has little in common was replaced.
  if (patch === undefined) return { hunks: [rowsOf([...signed("-", before), ...signed("+", after)], 1, 1)], missing: 0 };
  return { hunks: patch.hunks.map(({ oldStart, newStart, lines }) => rowsOf(lines, oldStart, newStart)), missing: 0 };
}

function signed(sign: "-" | "+", text: string): string[] {
  return text === ""
    ? []
    : text
        .replace(/\r?\n$/, "")
        .split("\n")
        .map((line) => `${sign}${line}`);
}

/** The hunks of a unified diff of one file, wherever in the text they stand; what is around them is left out. */
export function diffOfPatch(text: string): Diff {
  const lines = text.split("\n");
  const hunks: DiffRow[][] = [];
  let missing = 0;
  for (let at = 0; at < lines.length;) {
    const head = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(lines[at]!);
    at++;
    if (head === null) continue;
    let [before, after] = [Number(head[2] ?? 1), Number(head[4] ?? 1)];
    const begin = at;
    for (; (before > 0 || after > 0) && /^(?:[ +\\-]|$)/.test(lines[at] ?? "?"); at++) {
      const sign = lines[at]![0] ?? " ";
      if (sign === "-" || sign === " ") before--;
      if (sign === "+" || sign === " ") after--;
    }
    hunks.push(rowsOf(lines.slice(begin, at), Number(head[1]), Number(head[3])));
    missing += Math.max(before, after);
  }
  return { hunks, missing };
}

export function sizeOf({ hunks }: Diff): { added: number; removed: number } {
  const count = (kind: DiffRow["kind"]): number => hunks.flat().filter((row) => row.kind === kind).length;
  return { added: count("added"), removed: count("removed") };
}

function rowsOf(lines: readonly string[], beforeStart: number, afterStart: number): DiffRow[] {
  let [before, after] = [beforeStart, afterStart];
  return lines.flatMap((line): DiffRow[] => {
    const text = safe(line.slice(1));
    switch (line.slice(0, 1)) {
      case "+":
        return [{ kind: "added", text, before: undefined, after: after++ }];
      case "-":
        return [{ kind: "removed", text, before: before++, after: undefined }];
      // `\ No newline at end of file`
      case "\\":
        return [];
      default:
        return [{ kind: "same", text, before: before++, after: after++ }];
    }
  });
}

function safe(line: string): string {
  const text = line.endsWith("\r") ? line.slice(0, -1) : line;
  return span(text.length > MAX_LINE ? `${text.slice(0, MAX_LINE)}…` : text).text;
}
