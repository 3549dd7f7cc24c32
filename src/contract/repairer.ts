import type { Files } from "./sandbox.ts";

export interface Diagnostic {
  file: string;
  /** From 1. */
  line: number;
  code: string;
  message: string;
}

export interface Repair {
  /** What was done and why, one line: `src/a.ts:3 add import of "readFile" (TS2304)`. */
  reasons: string[];
  /** Path → new content. */
  edits: ReadonlyMap<string, string>;
  before: Diagnostic[];
  after: Diagnostic[];
}

/** Mends what needs no model. It proposes edits and writes nothing; only proposals that lower the number of diagnostics are made. */
export interface Repairer {
  name: string;
  /** Cheap: may it have something to do here? */
  applies(files: Pick<Files, "facts" | "list" | "read">): Promise<boolean>;
  /** Undefined when nothing is broken or nothing helps. `onProgress` gets one short line per thing done. */
  repair(context: {
    workspace: string;
    files: Pick<Files, "facts" | "list" | "read">;
    signal: AbortSignal;
    onProgress(line: string): void;
  }): Promise<Repair | undefined>;
}

export function defineRepairer(repairer: Repairer): Repairer {
  return repairer;
}

/** What is known without loading the file; generated. */
export interface RepairerEntry {
  name: string;
  load(): Promise<{ default: Repairer }>;
}
