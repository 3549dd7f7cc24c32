import type { Node } from "web-tree-sitter";
import type { Definition, DefinitionKind, Import, ImportedName, Outline, SourceText } from "../../../language.ts";
import { type Candidate, type Captures, outlineByQuery } from "../outline-by-query.ts";
import { toImport } from "./imports.ts";
import { javascriptQuery, typescriptQuery } from "./query.ts";

/** The outline of files of JavaScript's family. Only names that a file imports or defines are uses: others are its own or the language's. */
export const ecmascriptOutline = (grammar: "typescript" | "tsx" | "javascript"): ((source: SourceText) => Promise<Outline>) =>
  outlineByQuery({
    grammar,
    query: grammar === "javascript" ? javascriptQuery : typescriptQuery,
    imports: toImport,
    kind: kindOf,
    exported: isExported,
    finish: (outline, notes, { text }) => withExports({ ...outline, imports: [...outline.imports, ...references(text)] }, notes),
    onlyKnownNames: true,
  });

const functions: ReadonlySet<string> = new Set(["function", "method"]);
const containers: ReadonlySet<string> = new Set(["class", "interface", "enum", "type", "constant", "variable"]);

/** A variable is what it holds. */
function kindOf(captures: Captures, kind: DefinitionKind): DefinitionKind {
  if (kind !== "variable") return kind;
  const value = captures["value"]?.[0];
  if (value !== undefined && /^(?:arrow_function|function_expression|generator_function)$/.test(value.type)) return "function";
  if (value?.type === "class") return "class";
  return captures["keyword"]?.[0]?.text === "const" ? "constant" : kind;
}

function isExported({ name, node, parent }: Candidate): boolean {
  if (parent === undefined) return isAtExport(node);
  // `constructor(readonly shelf: Shelf)` makes a field.
  if (node.type === "required_parameter") return !isPrivate(node);
  if (functions.has(parent.kind)) return false;
  if (containers.has(parent.kind)) return parent.exported && !name.startsWith("#") && !isPrivate(node);
  return parent.exported && isAtExport(node);
}

function isPrivate(member: Node): boolean {
  const first = member.child(0);
  return first?.type === "accessibility_modifier" && first.text === "private";
}

/** What declares, and what is between that and `export`. */
const wrappers: ReadonlySet<string> = new Set(["lexical_declaration", "variable_declaration", "expression_statement"]);

function isAtExport(node: Node): boolean {
  if (node.type === "export_statement" || node.type === "assignment_expression") return true;
  let above = node.parent;
  while (above !== null && wrappers.has(above.type)) above = above.parent;
  // What is declared for others (`declare function`) needs no `export` to be known to them.
  return above?.type === "export_statement" || above?.type === "ambient_declaration";
}

/** Adds what lists at the end of a file, `export { a as b }` and `module.exports = { a }`, say of its definitions and imports. */
function withExports(outline: Outline, notes: readonly Captures[]): Outline {
  const exportsOf = new Map<string, string[]>();
  for (const { "local-name": [local] = [], alias: [alias] = [] } of notes) {
    if (local === undefined) continue;
    const name = local.text;
    const known = exportsOf.get(name);
    const as = alias === undefined ? name : publicName(alias.text);
    if (known === undefined) exportsOf.set(name, [as]);
    else known.push(as);
  }
  if (exportsOf.size === 0) return outline;
  return {
    ...outline,
    definitions: exportDefinitions(outline.definitions, exportsOf),
    imports: [...outline.imports, ...outline.imports.flatMap((imported) => reexported(imported, exportsOf))],
  };
}

/** `export =` and `module.exports =` are what `default` names for those who import. */
const publicName = (alias: string): string => (alias === "=" || alias === "exports" ? "default" : alias.replaceAll(/^["']|["']$/g, ""));

function exportDefinitions(definitions: readonly Definition[], exportsOf: ReadonlyMap<string, readonly string[]>): Definition[] {
  const all: Definition[] = [];
  for (const definition of definitions) {
    const parent = definition.within === undefined ? undefined : definitions[definition.within];
    const as = parent === undefined ? exportsOf.get(definition.name) : undefined;
    if (as !== undefined) {
      const other = as.filter((name) => name !== definition.name);
      all.push({ ...definition, exported: true, ...(other.length > 0 && { exportedAs: other }) });
    } else {
      // Of what was already exported, the members that are not are private.
      const becomes =
        parent?.exported === false && containers.has(parent.kind) && exportsOf.has(parent.name) && !definition.name.startsWith("#");
      all.push(becomes ? { ...definition, exported: true } : definition);
    }
  }
  return all;
}

/** What is imported in one place and exported in another is what `export … from` says in one. */
function reexported(imported: Import, exportsOf: ReadonlyMap<string, readonly string[]>): Import[] {
  if (imported.reexports === true) return [];
  const names: ImportedName[] = imported.names.flatMap(({ name, local }) =>
    (exportsOf.get(local) ?? []).map((as) => ({ name, local: as })),
  );
  return names.length > 0 ? [{ ...imported, names, reexports: true }] : [];
}

/** `/// <reference path="a.d.ts" />`, which only counts as a comment at the top of a file. */
function references(text: string): Import[] {
  if (!text.includes("<reference")) return [];
  const imports: Import[] = [];
  let line = 0;
  for (const row of text.split("\n", 200)) {
    line++;
    if (row.trim() !== "" && !row.startsWith("//")) break;
    const path = /^\/\/\/\s*<reference\s+path\s*=\s*["']([^"']+)["']/.exec(row)?.[1];
    if (path !== undefined) imports.push({ specifier: /^\.\.?\//.test(path) ? path : `./${path}`, line, names: [], typeOnly: true });
  }
  return imports;
}
