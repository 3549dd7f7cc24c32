import type ts from "@typescript/typescript6";
import { extendsName } from "../names.ts";
import { nodeAt, replace } from "../nodes.ts";
import type { Problem } from "../problems.ts";
import { programOf } from "../project.ts";
import type { Candidate } from "../workbench.ts";

/** `Module has no exported member`, without and with a suggestion. */
const CODES = new Set([2305, 2724]);

/** Follows the renaming of an export, when the module has exactly one whose name tells the same story. */
export function renamedExport(problem: Problem): Candidate[] {
  if (!CODES.has(problem.at.code)) return [];
  const { compiler } = problem.project;
  const { file } = problem.at;
  const specifier = nodeAt(problem).parent;
  if (!compiler.isImportSpecifier(specifier) && !compiler.isExportSpecifier(specifier)) return [];

  const imported = specifier.propertyName ?? specifier.name;
  const from = compiler.isImportSpecifier(specifier) ? specifier.parent.parent.parent : specifier.parent.parent;
  if (from.moduleSpecifier === undefined) return [];
  const checker = programOf(problem.project).getTypeChecker();
  const module = checker.getSymbolAtLocation(from.moduleSpecifier);
  if (module === undefined) return [];
  const names = checker.getExportsOfModule(module).map(({ name }) => name);
  const [name, ...others] = names.filter((each) => extendsName(imported.text, each));
  if (name === undefined || others.length > 0) return [];

  const does = `import ${name}, which ${imported.text} is called now`;
  if (specifier.propertyName !== undefined) return [replace(does, file, [imported], name)];
  const uses = compiler.isImportSpecifier(specifier) ? usesOf(specifier, file, compiler, checker) : undefined;
  return uses === undefined ? [replace(does, file, [imported], `${name} as ${imported.text}`)] : [replace(does, file, uses, name)];
}

/** All places that name the import; undefined when renaming them would rename more than the import. */
function usesOf(specifier: ts.ImportSpecifier, file: ts.SourceFile, compiler: typeof ts, checker: ts.TypeChecker): ts.Node[] | undefined {
  const symbol = checker.getSymbolAtLocation(specifier.name);
  const uses: ts.Node[] = [];
  let shorthand = false;
  const visit = (node: ts.Node): void => {
    if (compiler.isIdentifier(node) && node.text === specifier.name.text) {
      if (compiler.isShorthandPropertyAssignment(node.parent) || compiler.isExportSpecifier(node.parent)) shorthand = true;
      else if (checker.getSymbolAtLocation(node) === symbol) uses.push(node);
    }
    node.forEachChild(visit);
  };
  visit(file);
  return shorthand ? undefined : uses;
}
