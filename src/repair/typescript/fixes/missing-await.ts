import type ts from "@typescript/typescript6";
import type { Compiler } from "../compiler.ts";
import { ancestor, nodeAt } from "../nodes.ts";
import type { Problem } from "../problems.ts";
import { programOf } from "../project.ts";
import type { Candidate } from "../workbench.ts";

/** How far from the place of an error the promise may be that it is about. */
const MAX_LEVELS = 4;

/** Waits for what may be a promise, in an async function, where a variable got it: all that use the variable want what comes of it. */
export function missingAwaitAtSource(problem: Problem): Candidate[] {
  const { compiler } = problem.project;
  const checker = programOf(problem.project).getTypeChecker();
  const sources = placesOf(problem)
    .filter((each) => compiler.isIdentifier(each))
    .flatMap((each) => initialisersOf(each, checker, compiler))
    .flatMap((each) => (compiler.isConditionalExpression(each) ? [each.whenTrue, each.whenFalse] : [each]));
  return toCandidates(sources, problem);
}

/** Waits for what may be a promise, in an async function, where the error is or around it. */
export function missingAwait(problem: Problem): Candidate[] {
  return toCandidates(placesOf(problem), problem);
}

function placesOf(problem: Problem): ts.Expression[] {
  const { compiler } = problem.project;
  const places: ts.Expression[] = [];
  let at: ts.Node | undefined = nodeAt(problem);
  for (let level = 0; level < MAX_LEVELS && at !== undefined && !compiler.isStatement(at); level++, at = at.parent) {
    if (compiler.isExpression(at)) places.push(at);
    places.push(...partsOf(at, compiler));
  }
  return places;
}

function toCandidates(places: readonly ts.Expression[], problem: Problem): Candidate[] {
  const { compiler } = problem.project;
  const checker = programOf(problem.project).getTypeChecker();
  const { fileName } = problem.at.file;
  return [...new Set(places)]
    .filter((each) => !compiler.isAwaitExpression(each) && !compiler.isAwaitExpression(each.parent) && isInAsync(each, compiler))
    .filter((each) => mayBePromise(checker.getTypeAtLocation(each)))
    .map((each) => ({ does: "wait for a promise", changes: [{ fileName, textChanges: changesFor(each, compiler) }] }));
}

function isInAsync(node: ts.Node, compiler: Compiler): boolean {
  const owner = ancestor(node.parent ?? node, (each): each is ts.SignatureDeclaration => compiler.isFunctionLike(each));
  return owner !== undefined && (compiler.getCombinedModifierFlags(owner) & compiler.ModifierFlags.Async) !== 0;
}

function partsOf(node: ts.Node, compiler: Compiler): ts.Expression[] {
  if (compiler.isCallExpression(node)) return [...node.arguments];
  if (compiler.isVariableDeclaration(node) || compiler.isPropertyAssignment(node))
    return node.initializer === undefined ? [] : [node.initializer];
  if (compiler.isBinaryExpression(node)) return [node.right, node.left];
  if (compiler.isPropertyAccessExpression(node)) return [node.expression];
  return [];
}

function initialisersOf(node: ts.Identifier, checker: ts.TypeChecker, compiler: Compiler): ts.Expression[] {
  return (checker.getSymbolAtLocation(node)?.declarations ?? [])
    .filter(compiler.isVariableDeclaration)
    .filter((each) => each.getSourceFile() === node.getSourceFile())
    .flatMap(({ initializer }) => (initializer === undefined ? [] : [initializer]));
}

function mayBePromise(type: ts.Type): boolean {
  const parts = type.isUnion() ? type.types : [type];
  return parts.some((each) => ["Promise", "PromiseLike"].includes(each.symbol?.name ?? ""));
}

function changesFor(node: ts.Expression, compiler: Compiler): ts.TextChange[] {
  const { parent } = node;
  const isTight =
    (compiler.isPropertyAccessExpression(parent) || compiler.isElementAccessExpression(parent) || compiler.isCallExpression(parent)) &&
    parent.expression === node;
  const before = { span: { start: node.getStart(), length: 0 }, newText: isTight ? "(await " : "await " };
  return isTight ? [before, { span: { start: node.end, length: 0 }, newText: ")" }] : [before];
}
