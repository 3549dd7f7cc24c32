import type ts from "@typescript/typescript6";
import { nodeAt } from "../nodes.ts";
import type { Problem } from "../problems.ts";
import type { Candidate } from "../workbench.ts";

/** `is possibly null or undefined`, of an object and of what is called. */
const CODES = new Set([2531, 2532, 2533, 2721, 2722, 2723, 18047, 18048, 18049]);

/**
 * Goes on only where there is something to go on with: `a?.b`. Kept only when everything around takes `undefined` for an answer,
 * as the compiler says: one that has to be followed by others would hide where the value got lost.
 */
export function optionalChain(problem: Problem): Candidate[] {
  if (!CODES.has(problem.at.code)) return [];
  const { compiler } = problem.project;
  const { file } = problem.at;
  const node = nodeAt(problem);
  const { parent } = node;
  const isAccess = compiler.isPropertyAccessExpression(parent) || compiler.isElementAccessExpression(parent);
  if (!isAccess && !compiler.isCallExpression(parent)) return [];
  if (parent.expression !== node || parent.questionDotToken !== undefined || isTarget(parent, compiler)) return [];
  const dot = compiler.isPropertyAccessExpression(parent) ? file.text.indexOf(".", node.end) : node.end;
  const textChanges = [{ span: { start: dot, length: 0 }, newText: compiler.isPropertyAccessExpression(parent) ? "?" : "?." }];
  return [
    { does: `go on only where there is ${brief(node.getText(file))}`, changes: [{ fileName: file.fileName, textChanges }], alone: true },
  ];
}

/** Whether something is written to the expression. */
function isTarget(node: ts.Expression, compiler: typeof ts): boolean {
  const { parent } = node;
  if (compiler.isPrefixUnaryExpression(parent) || compiler.isPostfixUnaryExpression(parent))
    return parent.operator === compiler.SyntaxKind.PlusPlusToken || parent.operator === compiler.SyntaxKind.MinusMinusToken;
  return compiler.isBinaryExpression(parent) && parent.left === node && parent.operatorToken.kind === compiler.SyntaxKind.EqualsToken;
}

function brief(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
