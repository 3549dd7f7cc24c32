import type { Node } from "web-tree-sitter";
import type { Import, Outline } from "../../../language.ts";
import { firsts, lineOf } from "../captured.ts";
import { type Candidate, type Captures, outlineByQuery } from "../outline-by-query.ts";
import { inReceivers } from "../receivers.ts";
import { useImports } from "./use-tree.ts";

const query = `
  (impl_item type: [(type_identifier) @receiver (generic_type type: (type_identifier) @receiver)]
    body: (declaration_list (function_item name: (identifier) @name @note) @definition.method))
  (trait_item body: (declaration_list [(function_item name: (identifier) @name) (function_signature_item name: (identifier) @name)] @definition.method))
  (function_item name: (identifier) @name) @definition.function
  (function_signature_item name: (identifier) @name) @definition.function
  (struct_item name: (type_identifier) @name) @definition.record
  (union_item name: (type_identifier) @name) @definition.record
  (enum_item name: (type_identifier) @name) @definition.enum
  (enum_variant name: (identifier) @name) @definition.constant
  (trait_item name: (type_identifier) @name) @definition.interface
  (type_item name: (type_identifier) @name) @definition.type
  (associated_type name: (type_identifier) @name) @definition.type
  (field_declaration name: (field_identifier) @name) @definition.field
  (const_item name: (identifier) @name) @definition.constant
  (static_item name: (identifier) @name) @definition.variable
  (macro_definition name: (identifier) @name) @definition.macro
  (mod_item name: (identifier) @name body: (_)) @definition.module

  (use_declaration) @import
  (extern_crate_declaration) @import
  (mod_item name: (identifier) !body) @import
  (scoped_identifier path: [(crate) (super)]) @import
  (scoped_type_identifier path: [(crate) (super)]) @import

  (identifier) @use
  (type_identifier) @use
  (field_identifier) @use.member
  (scoped_identifier name: (identifier) @use.member)
  (scoped_type_identifier name: (type_identifier) @use.member)
  (attribute_item (attribute (identifier) arguments: (token_tree) @skip))
  (lifetime (identifier) @local)

  (parameter pattern: (identifier) @local)
  (let_declaration pattern: (identifier) @local)
  (closure_parameters (identifier) @local)
  (for_expression pattern: (identifier) @local)
  (tuple_pattern (identifier) @local)
  (type_parameter name: (type_identifier) @local)
`;

export const rustOutline = outlineByQuery({
  grammar: "rust",
  query,
  onlyKnownNames: true,
  exported,
  imports,
  finish,
});

/** What is `pub` in any way; variants and the items of traits as those are; methods that a trait asks for. */
function exported({ kind, parent, node, captures }: Candidate): boolean {
  if (kind === "macro") return true;
  if (parent !== undefined && (parent.kind === "enum" || parent.kind === "interface" || parent.kind === "constant")) return parent.exported;
  if (node.firstChild?.type === "visibility_modifier") return parent === undefined || parent.exported || parent.kind !== "function";
  return captures["receiver"] !== undefined && node.parent?.parent?.childForFieldName("trait") !== null;
}

/** Stands for a package's name in files with `#[path]`, so that resolvers find them without reading all others; Rust says no names itself. */
export const renamingModules = "#[path]";

/** What is not `pub` can be named by the modules below it, where those are in files of their own. */
function finish(outline: Outline, notes: readonly Captures[]): Outline {
  const hasFilesBelow = outline.imports.some(({ specifier, names }) => /^self::|\.rs$/.test(specifier) && names[0]?.name === "*");
  const definitions = inReceivers(outline.definitions, notes);
  return {
    ...outline,
    ...(outline.imports.some(({ specifier }) => specifier.endsWith(".rs")) && { package: renamingModules }),
    definitions: definitions.map((one) => (hasFilesBelow && one.within === undefined ? { ...one, exported: true } : one)),
  };
}

function imports(captures: Captures): Import | Import[] | undefined {
  const [node] = firsts(captures, "import");
  const line = lineOf(node!);
  const modules = inlineModules(node!);
  if (node!.type === "use_declaration" || node!.type === "extern_crate_declaration") return useImports(node!.text, { line, modules });
  if (node!.type === "mod_item") return moduleImport(node!, { line, modules });
  return pathImport(node!, { line, modules });
}

/** The modules with a body around it, from the outside in: what `self` is there. */
function inlineModules(node: Node): string[] {
  const names: string[] = [];
  // Only what stands at the margin is surely in none.
  if (node.startPosition.column === 0) return names;
  for (let at = node.parent; at !== null; at = at.parent)
    if (at.type === "mod_item") names.unshift(at.childForFieldName("name")?.text ?? "");
  return names;
}

/** `mod stock;` takes its file in; an attribute before it may say which. */
function moduleImport(node: Node, { line, modules }: { line: number; modules: readonly string[] }): Import {
  const name = node.childForFieldName("name")!.text;
  const names = [{ name: "*", local: name }];
  for (let at = node.previousNamedSibling; at?.type === "attribute_item"; at = at.previousNamedSibling) {
    const path = /^#\[\s*path\s*=\s*"([^"]+)"/.exec(at.text)?.[1];
    if (path !== undefined) return { specifier: path, line, names };
  }
  const exported = node.firstChild?.type === "visibility_modifier";
  return { specifier: ["self", ...modules, name].join("::"), line, names, ...(exported && { reexports: true }) };
}

/** `crate::stock::Shelf` in code needs no `use`. */
function pathImport(inner: Node, { line, modules }: { line: number; modules: readonly string[] }): Import | undefined {
  let node = inner;
  for (let at = inner.parent; at !== null && /^(?:scoped|use|generic_type)/.test(at.type); at = at.parent) {
    if (at.type.startsWith("use")) return undefined;
    if (at.type.startsWith("scoped_use")) return undefined;
    if (at.type.startsWith("scoped")) node = at;
  }
  const [found] = useImports(`use ${node.text.replaceAll(/<[^]*?>|\s/g, "")};`, { line, modules });
  if (found === undefined) return undefined;
  return { specifier: [found.specifier, ...found.names.map(({ name }) => name)].join("::"), line, names: [] };
}
