import type ts from "@typescript/typescript6";
import { type LanguageProject, programOf } from "./project.ts";

/** The names that a module exports; none for a file that is no module. */
export function exportedNames(file: ts.SourceFile, project: LanguageProject): Set<string> {
  const checker = programOf(project).getTypeChecker();
  const module = checker.getSymbolAtLocation(file);
  return new Set(module === undefined ? [] : checker.getExportsOfModule(module).map(({ name }) => name));
}

/** Whether modules of the project export different things under one name, so that the name alone does not say which is meant. */
export function isAmbiguous(name: string, project: LanguageProject): boolean {
  const program = programOf(project);
  const checker = program.getTypeChecker();
  const meant = new Set<ts.Symbol>();
  for (const file of program.getSourceFiles()) {
    if (file.isDeclarationFile) continue;
    const module = checker.getSymbolAtLocation(file);
    const symbol = module && checker.tryGetMemberInModuleExports(name, module);
    if (symbol === undefined) continue;
    const isAlias = (symbol.flags & project.compiler.SymbolFlags.Alias) !== 0;
    meant.add(isAlias ? checker.getAliasedSymbol(symbol) : symbol);
  }
  return meant.size > 1;
}
