import type { Receipt } from "./event.ts";
import type { Files, OpenBox } from "./sandbox.ts";

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

export interface RepairContext {
  workspace: string;
  files: Pick<Files, "facts" | "list" | "read">;
  /** Paths that the work has changed. What other people's files look like is not its business. */
  changed: readonly string[];
  /** Runs programs in the box, in layers that are dropped; absent where it has none, and then no program is run. */
  trial?: OpenBox["trial"];
  signal: AbortSignal;
  /** Gets one short line per thing done. */
  onProgress(line: string): void;
}

/** Mends what needs no model. It proposes edits and writes nothing; only proposals that lower the number of diagnostics are made. */
export interface Repairer {
  name: string;
  /** What checks that fail may be about for it to help. */
  mends: readonly Receipt["proves"][];
  /** All of the project, or what the work has changed: then it has nothing to do before there is any. */
  looksAt: "project" | "changes";
  /** Cheap: may it have something to do here? */
  applies(files: RepairContext["files"]): Promise<boolean>;
  /** Undefined when nothing is broken or nothing helps. */
  repair(context: RepairContext): Promise<Repair | undefined>;
}

export function defineRepairer(repairer: Repairer): Repairer {
  return repairer;
}

/** What is known without loading the file; generated. */
export interface RepairerEntry {
  name: string;
  load(): Promise<{ default: Repairer }>;
}
