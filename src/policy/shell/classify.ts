import { deceivingCharacter } from "./characters.ts";
import type { Reason, ShellCommand } from "./command.ts";
import { findProgram, isBroughtBy } from "./commands/index.ts";
import { walk, type WalkOptions } from "./walk.ts";

/** What a script runs, read without running it. */
export type Classification =
  /** Every command that bash would run is in the list, and harmless in the box. */
  | { readonly known: true; readonly commands: readonly ShellCommand[] }
  /** `commands`: those that can be seen, also in substitutions, loops, functions and scripts within scripts. `at`: offset of what cannot be told. */
  | { readonly known: false; readonly commands: readonly ShellCommand[]; readonly reason: Reason; readonly at: number };

/** Longer scripts are never known, in UTF-16 units. */
const maxKnown = 10_000;
/** Of a script, what lies behind this is not even looked at, in UTF-16 units. */
const maxVisible = 1_000_000;

export interface Examination {
  readonly classification: Classification;
  /** Work done, which grows no faster than the script. */
  readonly steps: number;
}

/** Pure; never throws. With `workspace` (an absolute path), paths in it count as inside. The parser is loaded with this module: import it when first needed. */
export function classify(script: string, workspace?: string): Classification {
  return examine(script, { findProgram, isBroughtBy, workspace }).classification;
}

/** `classify` with its tables given. */
export function examine(script: string, options: WalkOptions): Examination {
  const character = deceivingCharacter(script);
  const refused =
    script.length > maxKnown
      ? { reason: "length" as const, at: maxKnown }
      : character >= 0
        ? { reason: "character" as const, at: character }
        : undefined;
  const { commands, refusal, steps } = walk(script.slice(0, maxVisible), options, refused);
  return { classification: refusal === undefined ? { known: true, commands } : { known: false, commands, ...refusal }, steps };
}
