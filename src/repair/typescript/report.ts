import { relative } from "node:path";
import type { Diagnostic, Repair } from "../../contract/repairer.ts";
import type { Mended } from "./mend.ts";
import type { Problem } from "./problems.ts";
import { toDisk } from "./texts.ts";
import type { Workbench } from "./workbench.ts";

/** Undefined when nothing was mended. */
export function toRepair(bench: Workbench, { start, end, reasons }: Mended): Repair | undefined {
  if (end.problems.length >= start.problems.length) return undefined;
  return {
    reasons,
    edits: new Map([...end.texts].map(([path, text]) => [relative(bench.workspace, path), toDisk(path, text)])),
    before: start.problems.map((problem) => toDiagnostic(bench, problem)),
    after: end.problems.map((problem) => toDiagnostic(bench, problem)),
  };
}

/** `src/a.ts:3`. */
export function lineOf(bench: Workbench, problem: Problem): string {
  const { file, line } = toDiagnostic(bench, problem);
  return `${file}:${line}`;
}

function toDiagnostic(bench: Workbench, { at, message }: Problem): Diagnostic {
  return {
    file: relative(bench.workspace, at.file.fileName),
    line: at.file.getLineAndCharacterOfPosition(at.start).line + 1,
    code: `TS${at.code}`,
    message,
  };
}
