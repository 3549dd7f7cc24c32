import type ts from "@typescript/typescript6";
import { isSlip } from "../../slip.ts";
import { isAmbiguous } from "../exports.ts";
import { ancestor, nodeAt } from "../nodes.ts";
import type { Problem } from "../problems.ts";
import { programOf } from "../project.ts";
import { formatLike } from "../style.ts";
import type { Candidate } from "../workbench.ts";

/**
 * The compiler's own fixes that say what the author meant, best first. Not here: fixes that silence (ignore comments,
 * casts, `any`, optional members), invent (stubs, default values, declarations) or delete code that may have effects.
 */
const TRUSTED = [
  "import",
  "spelling",
  "forgottenThisPropertyAccess",
  "addMissingAwaitToInitializer",
  "addMissingAwait",
  "fixAwaitInSyncFunction",
  "addMissingAsync",
  "fixReturnTypeInAsyncFunction",
  "fixOverrideModifier",
  "convertToTypeOnlyImport",
  "convertToTypeOnlyExport",
  "splitTypeOnlyImport",
  "fixImportNonExportedMember",
  "unusedIdentifier",
  "addMissingNewOperator",
  "fixMissingCallParentheses",
  "fixPropertyAssignment",
  "fixNoPropertyAccessFromIndexSignature",
  "extendsInterfaceBecomesImplements",
  "constructorForDerivedNeedSuperCall",
  "inferFromUsage",
];

export function compilerFixes(problem: Problem): Candidate[] {
  const { at, project } = problem;
  const { service, compiler } = project;
  const preferTypeOnlyAutoImports = programOf(project).getCompilerOptions().verbatimModuleSyntax === true;
  const format = formatLike(at.file.text, compiler);
  return service
    .getCodeFixesAtPosition(at.file.fileName, at.start, at.start + at.length, [at.code], format, { preferTypeOnlyAutoImports })
    .filter(({ fixName }) => TRUSTED.includes(fixName) && (LIMITS[fixName]?.(problem) ?? true))
    .filter(({ fixName, changes }) => fixName !== "spelling" || isSmall(changes, at.file.text))
    .filter(({ changes }) => changes.every(({ isNewFile, textChanges }) => isNewFile !== true && !textChanges.some(silences)))
    .sort((a, b) => TRUSTED.indexOf(a.fixName) - TRUSTED.indexOf(b.fixName))
    .map(({ description, changes }) => ({ does: lowerFirst(description), changes }));
}

/** When a fix applies that is not always right. */
const LIMITS: Readonly<Record<string, (problem: Problem) => boolean>> = {
  unusedIdentifier: inImport,
  import: (problem) => !isAmbiguous(nodeAt(problem).getText(problem.at.file), problem.project),
};

/** An import that is not used can go; the value of a variable that is not used may have been computed for its effects. */
function inImport(problem: Problem): boolean {
  return ancestor(nodeAt(problem), problem.project.compiler.isImportDeclaration) !== undefined;
}

/** The compiler calls names alike that are two words: that is no slip, but another thing of the same family. */
function isSmall(changes: readonly ts.FileTextChanges[], text: string): boolean {
  return changes.every(({ textChanges }) =>
    textChanges.every(({ span, newText }) => isSlip(text.slice(span.start, span.start + span.length), newText)),
  );
}

function silences({ newText }: ts.TextChange): boolean {
  return /\bany\b|@ts-|\bthrow\b/.test(newText);
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
