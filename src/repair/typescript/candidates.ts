import type { Problem } from "./problems.ts";
import type { Candidate } from "./workbench.ts";
import { compilerFixes } from "./fixes/compiler-fixes.ts";
import { movedExport } from "./fixes/moved-export.ts";
import { movedModule } from "./fixes/moved-module.ts";
import { renamedExport } from "./fixes/renamed-export.ts";
import { renamedMember } from "./fixes/renamed-member.ts";
import { shorthandProperty } from "./fixes/shorthand-property.ts";

/** Proposes changes for a problem. It may propose nonsense: only what the compiler is happy with is kept. */
export type Fix = (problem: Problem) => Candidate[];

/** Best first: the compiler knows its own language best; the others know what a refactoring leaves behind. */
const fixes: readonly Fix[] = [compilerFixes, movedModule, renamedExport, movedExport, renamedMember, shorthandProperty];

export function candidatesFor(problem: Problem): Candidate[] {
  return fixes.flatMap((fix) => fix(problem));
}
