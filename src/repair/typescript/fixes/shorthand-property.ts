import type ts from "@typescript/typescript6";
import { nodeAt } from "../nodes.ts";
import type { Problem } from "../problems.ts";
import { programOf } from "../project.ts";
import type { Candidate } from "../workbench.ts";

/** The ways to say that an object lacks properties. */
const CODES = new Set([2322, 2345, 2739, 2740, 2741]);

/** Adds the properties that an object lacks, when variables of their names are at hand. It invents no values. */
export function shorthandProperty(problem: Problem): Candidate[] {
  if (!CODES.has(problem.at.code)) return [];
  const { compiler } = problem.project;
  const { file } = problem.at;
  const literal = literalAt(nodeAt(problem), compiler);
  if (literal === undefined) return [];

  const checker = programOf(problem.project).getTypeChecker();
  const missing = missingFrom(literal, checker, compiler);
  const inScope = checker
    .getSymbolsInScope(literal, compiler.SymbolFlags.Variable)
    .filter((symbol) => symbol.declarations?.some((declaration) => declaration.getSourceFile() === file));
  const atHand = new Set(inScope.map(({ name }) => name));
  if (missing.length === 0 || !missing.every((name) => atHand.has(name))) return [];
  const change = append(literal, missing, file);
  return [{ does: `add ${missing.join(", ")} to the object`, changes: [{ fileName: file.fileName, textChanges: [change] }] }];
}

/** The object that the problem is about: itself, what is returned, or what a name is given. */
function literalAt(node: ts.Node, compiler: typeof ts): ts.ObjectLiteralExpression | undefined {
  if (compiler.isObjectLiteralExpression(node)) return node;
  if (compiler.isReturnStatement(node) && node.expression !== undefined) return literalAt(node.expression, compiler);
  const { parent } = node;
  const given = compiler.isVariableDeclaration(parent) || compiler.isPropertyAssignment(parent) ? parent.initializer : undefined;
  return given !== undefined && compiler.isObjectLiteralExpression(given) ? given : undefined;
}

function missingFrom(literal: ts.ObjectLiteralExpression, checker: ts.TypeChecker, compiler: typeof ts): string[] {
  const wanted = checker.getContextualType(literal);
  if (wanted === undefined) return [];
  const has = checker.getTypeAtLocation(literal);
  return checker
    .getPropertiesOfType(wanted)
    .filter((property) => (property.flags & compiler.SymbolFlags.Optional) === 0 && has.getProperty(property.name) === undefined)
    .map(({ name }) => name);
}

function append(literal: ts.ObjectLiteralExpression, names: readonly string[], file: ts.SourceFile): ts.TextChange {
  const last = literal.properties.at(-1);
  if (last === undefined) return insertion(literal.getStart(file) + 1, ` ${names.join(", ")} `);
  const indent = /(?:^|\n)([\t ]*)$/.exec(file.text.slice(0, last.getStart(file)))?.[1];
  const separator = indent === undefined ? ", " : `,\n${indent}`;
  return insertion(last.end, names.map((name) => separator + name).join(""));
}

function insertion(start: number, newText: string): ts.TextChange {
  return { span: { start, length: 0 }, newText };
}
