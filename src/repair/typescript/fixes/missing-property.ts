import type ts from "@typescript/typescript6";
import type { Compiler } from "../compiler.ts";
import { ancestor, nodeAt } from "../nodes.ts";
import type { Problem } from "../problems.ts";
import { programOf } from "../project.ts";
import { isVague, locals, namesAt, onlyValue, quoteIn, reachable } from "../scope.ts";
import type { Candidate } from "../workbench.ts";

/** The ways to say that an object lacks properties. */
const CODES = new Set([2322, 2345, 2353, 2739, 2740, 2741, 2769]);

/**
 * Adds the properties that an object lacks, when what they must be is at hand under their names, when their type has a single
 * value, or when only one variable of the function around fits. It invents no values.
 */
export function missingProperty(problem: Problem): Candidate[] {
  if (!CODES.has(problem.at.code)) return [];
  const { compiler } = problem.project;
  const { file } = problem.at;
  const checker = programOf(problem.project).getTypeChecker();
  return literalsAt(nodeAt(problem), compiler).flatMap((literal) =>
    shapesFor(literal, checker, compiler).flatMap(({ wanted, missing }) => {
      const found = missing.map((name) => valueFor({ name, wanted, literal, checker, compiler }));
      if (missing.length === 0 || found.includes(undefined)) return [];
      const texts = missing.map((name, index) => (name === found[index] ? name : `${name}: ${found[index]}`));
      const change = append(literal, texts, file);
      const does = `add ${texts.join(", ")} to the object`;
      return [{ does, changes: [{ fileName: file.fileName, textChanges: [change] }] } satisfies Candidate];
    }),
  );
}

/** The objects that the problem may be about: the place itself, what is written there, or what it stands in. Nearest first. */
function literalsAt(node: ts.Node, compiler: Compiler): ts.ObjectLiteralExpression[] {
  const found: ts.ObjectLiteralExpression[] = [];
  const around = ancestor(node, compiler.isObjectLiteralExpression);
  const statement = ancestor(node, (each): each is ts.Statement => compiler.isStatement(each) && !compiler.isBlock(each));
  const start = compiler.isIdentifier(node) ? (node.parent ?? node) : node;
  const visit = (each: ts.Node): void => {
    if (compiler.isObjectLiteralExpression(each)) found.push(each);
    each.forEachChild(visit);
  };
  visit(start);
  if (around !== undefined) found.push(around);
  if (statement !== undefined && !compiler.isFunctionLike(statement) && !compiler.isClassLike(statement) && found.length === 0)
    visit(statement);
  return [...new Set(found)].slice(0, 8);
}

interface Shape {
  wanted: ts.Type;
  missing: string[];
}

/** What the object may have to be, and lacks for it; the nearest first. */
function shapesFor(literal: ts.ObjectLiteralExpression, checker: ts.TypeChecker, compiler: Compiler): Shape[] {
  const contextual = checker.getContextualType(literal);
  if (contextual === undefined) return [];
  const has = checker.getTypeAtLocation(literal);
  const whole = checker.getNonNullableType(contextual);
  const shapes = whole.isUnion() ? whole.types : [whole];
  return shapes
    .filter((wanted) =>
      has
        .getProperties()
        .every(({ name }) => wanted.getProperty(name) !== undefined || literal.properties.some(compiler.isSpreadAssignment)),
    )
    .map((wanted) => ({
      wanted,
      missing: checker
        .getPropertiesOfType(wanted)
        .filter((property) => (property.flags & compiler.SymbolFlags.Optional) === 0 && has.getProperty(property.name) === undefined)
        .map(({ name }) => name),
    }))
    .filter(({ missing }) => missing.length > 0 && missing.length <= 4)
    .sort((a, b) => a.missing.length - b.missing.length);
}

interface Lack {
  name: string;
  wanted: ts.Type;
  literal: ts.ObjectLiteralExpression;
  checker: ts.TypeChecker;
  compiler: Compiler;
}

/** What to write for the property; its own name where that will do. */
function valueFor({ name, wanted, literal, checker, compiler }: Lack): string | undefined {
  const property = wanted.getProperty(name);
  if (property === undefined) return undefined;
  const type = checker.getTypeOfSymbolAtLocation(property, literal);
  const only = onlyValue(type, checker, quoteIn(literal.getSourceFile().text), compiler);
  if (only !== undefined) return only;
  const fits = (each: { type: ts.Type }): boolean => checker.isTypeAssignableTo(each.type, type);
  const like = likeItsSiblings(literal, name, compiler);
  const named = reachable(name, literal, checker, compiler).filter(fits);
  const sibling = named.find(({ text }) => text === like);
  if (sibling !== undefined || named[0] !== undefined) return (sibling ?? named[0])!.text;
  if (isVague(type, compiler)) return undefined;
  const [one, ...others] = locals(namesAt(literal, checker, compiler), literal, compiler).filter(
    (each) => !isVague(each.type, compiler) && fits(each),
  );
  return others.length === 0 ? one?.text : undefined;
}

/** `options.c` when the object has `a: options.a`. */
function likeItsSiblings(literal: ts.ObjectLiteralExpression, name: string, compiler: Compiler): string | undefined {
  for (const each of literal.properties) {
    if (!compiler.isPropertyAssignment(each) || !compiler.isPropertyAccessExpression(each.initializer)) continue;
    if (each.initializer.name.text === each.name.getText()) return `${each.initializer.expression.getText()}.${name}`;
  }
  return undefined;
}

function append(literal: ts.ObjectLiteralExpression, texts: readonly string[], file: ts.SourceFile): ts.TextChange {
  const last = literal.properties.at(-1);
  if (last === undefined) return insertion(literal.getStart(file) + 1, ` ${texts.join(", ")} `);
  const indent = /(?:^|\n)([\t ]*)$/.exec(file.text.slice(0, last.getStart(file)))?.[1];
  const separator = indent === undefined ? ", " : `,\n${indent}`;
  return insertion(last.end, texts.map((text) => separator + text).join(""));
}

function insertion(start: number, newText: string): ts.TextChange {
  return { span: { start, length: 0 }, newText };
}
