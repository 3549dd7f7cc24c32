import type ts from "@typescript/typescript6";
import { extendsName, sharedWords } from "../names.ts";
import { inFiles, nodeAt } from "../nodes.ts";
import type { Problem } from "../problems.ts";
import { programOf } from "../project.ts";
import type { Candidate } from "../workbench.ts";

/** `Module has no exported member`, without and with a suggestion. */
const CODES = new Set([2305, 2724]);

type Specifier = ts.ImportSpecifier | ts.ExportSpecifier;

/**
 * Follows the renaming of an export: to the only one whose name tells the same story or, where none does, to the one with most
 * words in common among those that nobody imports yet.
 */
export function renamedExport(problem: Problem): Candidate[] {
  if (!CODES.has(problem.at.code)) return [];
  const { compiler } = problem.project;
  const specifier = nodeAt(problem).parent;
  if (!compiler.isImportSpecifier(specifier) && !compiler.isExportSpecifier(specifier)) return [];

  const imported = specifier.propertyName ?? specifier.name;
  const from = moduleOf(specifier);
  if (from === undefined) return [];
  const program = programOf(problem.project);
  const checker = program.getTypeChecker();
  const module = checker.getSymbolAtLocation(from);
  if (module === undefined) return [];
  const names = checker.getExportsOfModule(module).map(({ name }) => name);
  const unknown = unclaimed(names, { program, compiler });
  const isExtended = (each: string): boolean => extendsName(imported.text, each);
  const name = only(unknown.filter(isExtended)) ?? only(names.filter(isExtended)) ?? nearest(unknown, imported.text);
  if (name === undefined) return [];

  const changes = program
    .getSourceFiles()
    .filter((each) => !each.isDeclarationFile && each.text.includes(imported.text))
    .map((each) => ({
      fileName: each.fileName,
      textChanges: follow({ file: each, module, from: imported.text, to: name, checker, compiler }),
    }))
    .filter(({ textChanges }) => textChanges.length > 0);
  return [{ does: `import ${name}, which ${imported.text} is called now${inFiles(changes)}`, changes }];
}

interface Renaming {
  file: ts.SourceFile;
  module: ts.Symbol;
  from: string;
  to: string;
  checker: ts.TypeChecker;
  compiler: typeof ts;
}

/** What one file has to change: all of them at once, since they cannot mean different things. */
function follow({ file, module, from, to, checker, compiler }: Renaming): ts.TextChange[] {
  return specifiersOf(file, compiler)
    .filter(
      (specifier) =>
        (specifier.propertyName ?? specifier.name).text === from && checker.getSymbolAtLocation(moduleOf(specifier)!) === module,
    )
    .flatMap((specifier) => {
      if (specifier.propertyName !== undefined) return [change(specifier.propertyName, file, to)];
      const uses = compiler.isImportSpecifier(specifier) ? usesOf(specifier, file, compiler, checker) : undefined;
      return uses?.map((use) => change(use, file, to)) ?? [change(specifier.name, file, `${to} as ${from}`)];
    });
}

function change(node: ts.Node, file: ts.SourceFile, newText: string): ts.TextChange {
  const start = node.getStart(file);
  return { span: { start, length: node.end - start }, newText };
}

/** Undefined for what a file exports of its own. */
function moduleOf(specifier: Specifier): ts.Expression | undefined {
  const { parent } = specifier.parent;
  return "moduleSpecifier" in parent ? parent.moduleSpecifier : (parent.parent as ts.ImportDeclaration).moduleSpecifier;
}

function specifiersOf(file: ts.SourceFile, compiler: typeof ts): Specifier[] {
  return file.statements.flatMap((statement): Specifier[] => {
    if (compiler.isExportDeclaration(statement) && statement.moduleSpecifier !== undefined)
      return statement.exportClause !== undefined && compiler.isNamedExports(statement.exportClause)
        ? [...statement.exportClause.elements]
        : [];
    const bindings = compiler.isImportDeclaration(statement) ? statement.importClause?.namedBindings : undefined;
    return bindings !== undefined && compiler.isNamedImports(bindings) ? [...bindings.elements] : [];
  });
}

function only<T>([first, ...others]: readonly T[]): T | undefined {
  return others.length === 0 ? first : undefined;
}

/** The one that has more words in common with `old` than any other. */
function nearest(names: readonly string[], old: string): string | undefined {
  const shared = names.map((name) => ({ name, words: sharedWords(name, old) })).filter(({ words }) => words > 0);
  const most = Math.max(...shared.map(({ words }) => words));
  return only(shared.filter(({ words }) => words === most))?.name;
}

/** Those that no file imports or passes on, as it is with a name that its users have yet to follow. */
function unclaimed(names: readonly string[], { program, compiler }: { program: ts.Program; compiler: typeof ts }): string[] {
  const claimed = new Set<string>();
  for (const file of program.getSourceFiles())
    if (!file.isDeclarationFile)
      for (const { propertyName, name } of specifiersOf(file, compiler)) claimed.add((propertyName ?? name).text);
  return names.filter((name) => !claimed.has(name));
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
