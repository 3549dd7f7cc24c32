import type ts from "@typescript/typescript6";
import { slips } from "../../slip.ts";
import { nodeAt, replace } from "../nodes.ts";
import type { Problem } from "../problems.ts";
import { programOf } from "../project.ts";
import type { Candidate } from "../workbench.ts";

/** `Cannot find name`, `Property does not exist`, `only refers to a type`, `No value exists in scope for the shorthand property`. */
const CODES = new Set([2304, 2339, 2551, 2552, 2663, 2570, 18004]);
const MAX_SLIPS = 2;

/** The one name that is nearest to what was written, where the compiler suggests another or none at all. */
export function misspelt(problem: Problem): Candidate[] {
  if (!CODES.has(problem.at.code)) return [];
  const { compiler } = problem.project;
  const { file } = problem.at;
  const node = nodeAt(problem);
  if (!compiler.isIdentifier(node) || node.text.length < 3) return [];
  const checker = programOf(problem.project).getTypeChecker();
  const isMember = compiler.isPropertyAccessExpression(node.parent) && node.parent.name === node;
  const names = isMember
    ? checker.getPropertiesOfType(checker.getApparentType(checker.getNonNullableType(checker.getTypeAtLocation(node.parent.expression))))
    : checker.getSymbolsInScope(node, compiler.SymbolFlags.Value | compiler.SymbolFlags.Type | compiler.SymbolFlags.Alias);
  const near = names
    .map(({ name }) => ({ name, slips: slips(node.text, name) }))
    .filter(({ name, slips: count }) => count > 0 && count <= Math.min(MAX_SLIPS, Math.ceil(name.length / 3)))
    .sort((a, b) => a.slips - b.slips);
  const best = near.filter((each) => each.slips === near[0]?.slips);
  const [one, ...others] = best.length > 1 ? best.filter(({ name }) => isOwn(name, names, file)) : best;
  return one === undefined || others.length > 0 ? [] : [replace(`change spelling to '${one.name}'`, file, [node], one.name)];
}

/** Whether the name is declared in the file, and not one of the hundreds that the language and the browser bring. */
function isOwn(name: string, symbols: readonly ts.Symbol[], file: ts.SourceFile): boolean {
  return symbols.find((each) => each.name === name)?.declarations?.some((each) => each.getSourceFile() === file) === true;
}
