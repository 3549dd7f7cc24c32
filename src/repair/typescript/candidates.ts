import type { Problem } from "./problems.ts";
import type { Candidate } from "./workbench.ts";
import { compilerFixes } from "./fixes/compiler-fixes.ts";
import { movedExport } from "./fixes/moved-export.ts";
import { movedModule } from "./fixes/moved-module.ts";
import { renamedExport } from "./fixes/renamed-export.ts";
import { renamedMember } from "./fixes/renamed-member.ts";
import { misspelt } from "./fixes/misspelt.ts";
import { missingArgument } from "./fixes/missing-argument.ts";
import { missingAwait, missingAwaitAtSource } from "./fixes/missing-await.ts";
import { missingProperty } from "./fixes/missing-property.ts";
import { optionalChain } from "./fixes/optional-chain.ts";

/** Proposes changes for a problem. It may propose nonsense: only what the compiler is happy with is kept. */
export type Fix = (problem: Problem) => Candidate[];

/**
 * Best first: what a refactoring leaves behind has one answer or none and is quickly told; then the compiler, which knows its own
 * language best; then what is put together from what is at hand.
 */
const fixes: readonly Fix[] = [
  movedModule,
  renamedExport,
  movedExport,
  missingAwaitAtSource,
  compilerFixes,
  misspelt,
  renamedMember,
  missingAwait,
  missingProperty,
  missingArgument,
  optionalChain,
];

export function candidatesFor(problem: Problem): Candidate[] {
  return fixes.flatMap((fix) => fix(problem));
}
