import { relative } from "node:path";
import type { Diagnostic } from "../../contract/repairer.ts";

export interface GoFault extends Diagnostic {
  /** In bytes, from 1. */
  column: number;
}

/** What `gopls check` prints: `/FILE:LINE:COLUMN-COLUMN: MESSAGE`. It tells some things twice, as gopls and as `go list` see them. */
export function readFaults(output: string, workspace: string): GoFault[] {
  const faults = new Map<string, GoFault>();
  for (const [, path, line, column, message] of output.matchAll(/^(\/.+?\.go):(\d+):(\d+)(?:-[\d:]+)?: (.+)$/gm)) {
    const fault = { file: relative(workspace, path!), line: Number(line), column: Number(column), code: "go", message: message! };
    const key = `${fault.file}:${fault.line}:${fault.message}`;
    if (!faults.has(key)) faults.set(key, fault);
  }
  return [...faults.values()];
}

/** The folders of files in which `go vet ./...` has found something, relative to the workspace. */
export function foldersIn(output: string): string[] {
  const files = [...output.matchAll(/^(?:vet: )?(?:\.\/)?([^:\n]+\.go):\d+:\d+: /gm)].map(([, file]) => file!);
  return [...new Set(files.map((file) => (file.includes("/") ? file.slice(0, file.lastIndexOf("/")) : ".")))];
}
