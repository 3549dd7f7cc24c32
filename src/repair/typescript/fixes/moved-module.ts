import { basename, dirname, extname, relative, resolve, sep } from "node:path";
import type ts from "@typescript/typescript6";
import { isSlip } from "../../slip.ts";
import type { Compiler } from "../compiler.ts";
import { exportedNames } from "../exports.ts";
import { inFiles, nodeAt } from "../nodes.ts";
import type { Problem } from "../problems.ts";
import { programOf } from "../project.ts";
import type { Candidate } from "../workbench.ts";

/** `Cannot find module`, and that a relative path needs its extension. */
const CANNOT_FIND = 2307;
const CODES = new Set([CANNOT_FIND, 2792, 2834, 2835]);
const SOURCE = /(?:\.d)?\.[cm]?[jt]sx?$/;

/**
 * Finds the file that a relative import means after a file was moved: the only one of the same name that exports what is imported,
 * or else of a name that was misspelt.
 */
export function movedModule(problem: Problem): Candidate[] {
  if (!CODES.has(problem.at.code)) return [];
  const { project } = problem;
  const node = nodeAt(problem);
  if (!project.compiler.isStringLiteral(node) || !node.text.startsWith(".")) return [];

  const { file } = problem.at;
  const program = programOf(project);
  const name = basename(node.text).replace(SOURCE, "");
  const wanted = importedNames(node, project.compiler);
  const modules = program
    .getSourceFiles()
    .filter((each) => each !== file && !each.fileName.includes("/node_modules/") && wanted.isSubsetOf(exportedNames(each, project)));
  const moved =
    only(modules.filter((each) => moduleName(each.fileName) === name)) ??
    only(modules.filter((each) => isSlip(moduleName(each.fileName).toLowerCase(), name.toLowerCase())));
  if (moved === undefined) return [];

  const ending = extname(node.text) || endingFor(problem, program.getCompilerOptions());
  const meant = placeOf(node, file);
  const changes = program
    .getSourceFiles()
    .filter((each) => !each.isDeclarationFile && each.text.includes(basename(node.text)))
    .map((each) => ({
      fileName: each.fileName,
      textChanges: specifiersOf(each, project.compiler)
        .filter((literal) => literal.text.startsWith(".") && placeOf(literal, each) === meant)
        .map((literal) => {
          const start = literal.getStart(each) + 1;
          return {
            span: { start, length: literal.end - 1 - start },
            newText: specifier(each.fileName, moved.fileName, extname(literal.text) || ending),
          };
        }),
    }))
    .filter(({ textChanges }) => textChanges.length > 0);
  const does = `import "${specifier(file.fileName, moved.fileName, ending)}" instead of "${node.text}"`;
  return [{ does: does + inFiles(changes), changes }];
}

/** Where an import leads, whether there is something or not: all that lead there have moved together. */
function placeOf(literal: ts.StringLiteral, file: ts.SourceFile): string {
  return resolve(dirname(file.fileName), literal.text).replace(SOURCE, "");
}

function specifiersOf(file: ts.SourceFile, compiler: Compiler): ts.StringLiteral[] {
  return file.statements.flatMap((statement) => {
    const isOne = compiler.isImportDeclaration(statement) || compiler.isExportDeclaration(statement);
    const literal = isOne ? statement.moduleSpecifier : undefined;
    return literal !== undefined && compiler.isStringLiteral(literal) ? [literal] : [];
  });
}

function only<T>([first, ...others]: readonly T[]): T | undefined {
  return others.length === 0 ? first : undefined;
}

/** Empty where a module is imported as a whole. */
function importedNames(specifier: ts.Node, compiler: Compiler): Set<string> {
  const { parent } = specifier;
  const names = new Set<string>();
  if (compiler.isImportDeclaration(parent)) {
    if (parent.importClause?.name !== undefined) names.add("default");
    const bindings = parent.importClause?.namedBindings;
    if (bindings !== undefined && compiler.isNamedImports(bindings))
      for (const each of bindings.elements) names.add((each.propertyName ?? each.name).text);
  }
  if (compiler.isExportDeclaration(parent) && parent.exportClause !== undefined && compiler.isNamedExports(parent.exportClause)) {
    for (const each of parent.exportClause.elements) names.add((each.propertyName ?? each.name).text);
  }
  return names;
}

/** For an import that has no extension: none, unless the compiler says that it needs one. */
function endingFor({ at }: Problem, options: ts.CompilerOptions): string {
  if (at.code === CANNOT_FIND) return "";
  return options.allowImportingTsExtensions === true || options.rewriteRelativeImportExtensions === true ? ".ts" : ".js";
}

/** `money` for `money.ts`, and for `money/index.ts`. */
function moduleName(path: string): string {
  const name = basename(path).replace(SOURCE, "");
  return name === "index" ? basename(dirname(path)) : name;
}

function specifier(from: string, to: string, ending: string): string {
  const path = relative(dirname(from), to).split(sep).join("/");
  const dotted = path.startsWith(".") ? path : `./${path}`;
  if (ending === "") return dotted.replace(/(?:\/index)?(?:\.d)?\.[cm]?[jt]sx?$/, "");
  return ending.startsWith(".ts") ? dotted : dotted.replace(/\.([cm]?)tsx?$/, ".$1js");
}
