import type ts from "@typescript/typescript6";
import { exportedNames } from "../exports.ts";
import { nodeAt } from "../nodes.ts";
import type { Problem } from "../problems.ts";
import { programOf } from "../project.ts";
import type { Candidate } from "../workbench.ts";

/** `Module has no exported member`, and that it only declares it. */
const CODES = new Set([2305, 2724, 2459]);

/**
 * Takes a name out of an import that no longer has it, when another module has it. The compiler's import fix then finds where;
 * otherwise the names left without an import are problems that cannot be mended and the change is dropped.
 */
export function movedExport(problem: Problem): Candidate[] {
  if (!CODES.has(problem.at.code)) return [];
  const { compiler } = problem.project;
  const { file } = problem.at;
  const specifier = nodeAt(problem).parent;
  if (!compiler.isImportSpecifier(specifier) || specifier.propertyName !== undefined) return [];
  const { text } = specifier.name;
  const isElsewhere = programOf(problem.project)
    .getSourceFiles()
    .some((each) => !each.isDeclarationFile && each !== file && each.text.includes(text) && exportedNames(each, problem.project).has(text));
  if (!isElsewhere) return [];
  const does = `import ${text} from where it is exported now`;
  return [{ does, changes: [{ fileName: file.fileName, textChanges: [{ span: removal(specifier, file), newText: "" }] }] }];
}

/** The specifier with its comma, or the whole statement when it imports nothing else. */
function removal(specifier: ts.ImportSpecifier, file: ts.SourceFile): ts.TextSpan {
  const { elements } = specifier.parent;
  const clause = specifier.parent.parent;
  const index = elements.indexOf(specifier);
  const next = elements[index + 1];
  const previous = elements[index - 1];
  if (next !== undefined) return between(specifier.getStart(file), next.getStart(file));
  if (previous !== undefined) return between(previous.end, specifier.end);
  if (clause.name !== undefined) return between(clause.name.end, specifier.parent.end);
  const statement = clause.parent;
  const newline = /^\r?\n/.exec(file.text.slice(statement.end))?.[0].length ?? 0;
  return between(statement.getStart(file), statement.end + newline);
}

function between(start: number, end: number): ts.TextSpan {
  return { start, length: end - start };
}
