import type ts from "@typescript/typescript6";
import { ancestor, nodeAt } from "../nodes.ts";
import type { Problem } from "../problems.ts";
import { programOf } from "../project.ts";
import { isVague, locals, namesAt, reachable } from "../scope.ts";
import type { Candidate } from "../workbench.ts";

/** `Expected 2 arguments, but got 1`, `at least 2`, and that a function gets something else than it takes. */
const CODES = new Set([2554, 2555, 2345, 2794]);

/** Variables that are tried for a parameter that takes anything. */
const MAX_TRIED = 6;

type Call = ts.CallExpression | ts.NewExpression;

/**
 * Passes on what a call lacks, when it is at hand under the parameter's name, or when all other calls pass the same,
 * or when only one variable of the function around fits. It invents no values.
 */
export function missingArgument(problem: Problem): Candidate[] {
  const { at, project } = problem;
  if (!CODES.has(at.code)) return [];
  const { compiler } = project;
  const call = ancestor(nodeAt(problem), (node): node is Call => compiler.isCallExpression(node) || compiler.isNewExpression(node));
  if (call?.arguments === undefined) return [];
  const checker = programOf(project).getTypeChecker();
  const declaration = checker.getResolvedSignature(call)?.declaration;
  if (declaration === undefined) return [];
  const given = call.arguments;
  const parameters = [...declaration.parameters].filter(compiler.isParameter).filter(({ name }) => name.getText() !== "this");
  if (given.length >= parameters.length) return [];

  const candidates: { text: string; index: number; why: string; mends?: 2 }[] = [];
  for (let index = 0; index <= given.length; index++) {
    const parameter = parameters[index];
    if (parameter === undefined || !isNeeded(parameter)) continue;
    const name = parameter.name.getText();
    const isNew = (text: string) => !given.some((argument) => argument.getText() === text);
    // What the call has already is no sign that it lacks the same once more.
    for (const { text } of reachable(name, call, checker, compiler)) if (isNew(text)) candidates.push({ text, index, why: name });
    for (const text of asElsewhere(call, index, parameters.length, problem)) candidates.push({ text, index, why: name });
    const type = checker.getTypeAtLocation(parameter);
    const fitting = locals(namesAt(call, checker, compiler), call, compiler).filter(
      (each) => isNew(each.text) && checker.isTypeAssignableTo(each.type, type),
    );
    const telling = isVague(type, compiler) ? [] : fitting.filter((each) => !isVague(each.type, compiler));
    if (telling.length === 1) candidates.push({ text: telling[0]!.text, index, why: name });
    // That it mends something else, too, is a sign that a mere fit is not: a guard that now guards.
    else for (const { text } of fitting.slice(0, MAX_TRIED)) candidates.push({ text, index, why: name, mends: 2 });
  }
  return candidates.map(({ text, index, why, mends }) => ({
    does: `pass ${text} as ${why}`,
    changes: [{ fileName: at.file.fileName, textChanges: [insertion(call, index, text)] }],
    alone: true,
    ...(mends !== undefined && { mends }),
  }));
}

function isNeeded({ questionToken, initializer, dotDotDotToken }: ts.ParameterDeclaration): boolean {
  return questionToken === undefined && initializer === undefined && dotDotDotToken === undefined;
}

/** What all other complete calls of the function pass at this place, when it can be said here too. */
function asElsewhere(call: Call, index: number, arity: number, { project }: Problem): string[] {
  const { compiler } = project;
  const program = programOf(project);
  const checker = program.getTypeChecker();
  const called = call.expression.getText().split(".").at(-1)!;
  const here = new Set(checker.getSymbolsInScope(call, compiler.SymbolFlags.Value | compiler.SymbolFlags.Alias).map(({ name }) => name));
  const texts: string[] = [];
  const visit = (node: ts.Node): void => {
    const isCall = compiler.isCallExpression(node) || compiler.isNewExpression(node);
    const argument = isCall && node !== call ? node.arguments?.[index] : undefined;
    if (argument !== undefined && isCall && node.arguments!.length <= arity && node.arguments!.length > (call.arguments?.length ?? 0))
      if (node.expression.getText().split(".").at(-1) === called) texts.push(argument.getText());
    node.forEachChild(visit);
  };
  for (const file of program.getSourceFiles()) if (!file.isDeclarationFile && file.text.includes(called)) visit(file);
  const [text, ...others] = new Set(texts);
  if (text === undefined || others.length > 0) return [];
  const root = /^[\w$]+/.exec(text)?.[0];
  const isLiteral = /^(?:'[^']*'|"[^"]*"|-?\d[\d_.]*|true|false|null|undefined)$/.test(text);
  return isLiteral || (/^[\w$.#]+$/.test(text) && root !== undefined && (root === "this" || here.has(root))) ? [text] : [];
}

function insertion(call: Call, index: number, text: string): ts.TextChange {
  const given = call.arguments!;
  const next = given[index];
  if (next !== undefined) return { span: { start: next.getStart(), length: 0 }, newText: `${text}, ` };
  const last = given.at(-1);
  if (last !== undefined) return { span: { start: last.end, length: 0 }, newText: `, ${text}` };
  return { span: { start: given.pos, length: 0 }, newText: text };
}
