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
}

/** What a finder may look at. */
export interface Project {
  files: Pick<Files, "read" | "list" | "facts">;
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
  /** Must return quickly and empty when its files are not there; a file it cannot read throws `config.invalid` with file and line. */
  find(project: Project): Promise<Check[]>;
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
