/** One simple command of a script, as far as it can be read without running it. */
export interface ShellCommand {
  /** The tokens, quotes removed. `null`: what the token becomes is only known to the shell that runs it. A leading tilde is left as written. */
  readonly words: readonly (string | null)[];
  /** The tokens as they are written, one for each of `words`. */
  readonly sources: readonly string[];
  /** `words[0]`, a path included if one is written; `null` if it is not literal or there is none. */
  readonly name: string | null;
  /** The command as it is written, with its redirects. Within inline scripts (`sh -c '…'`): of that script. */
  readonly text: string;
  /** Where it begins in the script, in UTF-16 units. Within inline scripts: where the command that holds the script begins. */
  readonly at: number;
  readonly redirects: readonly ShellRedirect[];
  /** Names of the programs around it that were taken off, outermost first: `env`, `timeout`, `sh`, `find`, `git` (its global options) … */
  readonly wrappers: readonly string[];
  /** Variables set for this command; `value` is `null` if it is not literal. */
  readonly assignments: readonly ShellAssignment[];
  /** It only starts another program, which is listed as a command of its own after it. */
  readonly wraps: boolean;
  /** The folder it runs in as far as `cd` before it tells: relative to the script's start (`.`), absolute, or `null` for unknown. */
  readonly folder: string | null;
}

export interface ShellRedirect {
  readonly operator: string;
  readonly target: string | null;
}

export interface ShellAssignment {
  readonly name: string;
  readonly value: string | null;
}

/** Why a script is not known. `interpreter`: it gives code to an interpreter. `command`: a program that is not on the list. */
export type Reason =
  | "length"
  | "character"
  | "syntax"
  | "depth"
  | "structure"
  | "expansion"
  | "head"
  | "command"
  | "argument"
  | "interpreter"
  | "assignment"
  | "redirect";

/** Why arguments keep a command from being harmless. */
export type Refusal = "argument" | "interpreter";

/** Judges the arguments of one program: nothing if whatever it does with them is harmless in the box. */
export type Judge = (args: readonly string[]) => Refusal | undefined;

export interface Program {
  readonly judge: Judge;
  /** No option of this program can do harm, so a pattern may expand to names that look like options. */
  readonly anyOption?: boolean;
}

/** Programs by the name that a script calls them by. */
export type Programs = Readonly<Record<string, Program>>;
