import type { Receipt } from "./event.ts";
import type { Files } from "./sandbox.ts";

/** A command that proves something about the workspace, run by the harness, without pipes. */
export interface Check {
  /** Unique in a contract: `test`, `build`, `--check 1`. */
  id: string;
  argv: readonly string[];
  /** Relative to the workspace; `.` for its root. */
  cwd: string;
  proves: Receipt["proves"];
  /** Where it was found: `package.json:12`, `--check`. */
  from: string;
  timeoutMs: number;
  /**
   * What the project's files say that the command does: the text of a script, the recipes of a rule. Work that changes it has changed
   * the check. Undefined when the command says all by itself.
   */
  definition?: string;
  /** It may reach the hosts that are allowed. All others run without a network. */
  network?: true;
  /** It must have failed before the work: otherwise its passing shows nothing. */
  mustFailBefore?: true;
  /** It has, at an earlier time, ended both ways on one tree. */
  flaky?: boolean;
}

/** What the harness itself holds the finished work against; no process runs for it. */
export type Condition = {
  /** Unique among the conditions of a turn: `must-change src/**`. */
  id: string;
  /** Where it stands: `.fettle/checks.toml:3`, `--must-change`. */
  from: string;
} & (
  | { kind: "must-change" | "must-not-change"; paths: string }
  /** A JSON file of the workspace, and the JSON Schema that it must fit, as it was when the work began. */
  | { kind: "schema"; file: string; schema: Readonly<Record<string, unknown>> }
);

/** What the harness found without running anything: of a condition, or of a project's file that could not be read at the beginning. */
export interface ConditionOutcome {
  id: string;
  verdict: "verified" | "unverified" | "failed";
  /** In plain words. */
  reason: string;
  /** Whether it says something about the work by itself; that nothing else was changed does not. */
  proves: boolean;
}

/** What a finder may look at. */
export interface Project {
  files: Pick<Files, "read" | "list" | "facts">;
}

/** A check as a finder tells of it: it runs in the project's folder, and may take as long as what it proves usually needs. */
export interface FoundCheck extends Pick<Check, "id" | "argv" | "proves" | "from"> {
  /** Where that is not long enough. */
  timeoutMs?: number;
}

/** Finds the checks of one kind of project by reading its own files. Runs nothing. Paths are relative to the project's folder. */
export interface CheckFinder {
  /** What it reads: `package.json`, `Makefile`. */
  name: string;
  /**
   * Its commands usually run those of other finders: they count only for what none that is nearer to the code proves.
   * 1: a task runner. 2: what is written for people and agents. 3: what a server runs.
   */
  wraps?: 1 | 2 | 3;
  /** Its checks at a root leave out what lies below with a manifest of its own. */
  apart?: true;
  /**
   * Must return quickly and empty when its files are not there; a file it cannot read throws `config.invalid` with file and line,
   * or is told to `onUnread`, where others count without it.
   */
  find(project: Project, onUnread: (at: string, message: string) => void): Promise<FoundCheck[]>;
  /**
   * The definition, in the files as they are now, of a check that `find` has named earlier; undefined when they do not say any more
   * what `argv` does, and when it is the command of another finder. Left out where commands say all by themselves.
   */
  define?(project: Project, argv: Check["argv"]): Promise<string | undefined>;
}

export function defineCheck(finder: CheckFinder): CheckFinder {
  return finder;
}

/** What is known without loading the file; generated. */
export interface CheckEntry {
  name: string;
  load(): Promise<{ default: CheckFinder }>;
}
