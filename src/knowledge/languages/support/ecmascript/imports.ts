import type { Node } from "web-tree-sitter";
import type { Import, ImportedName } from "../../../language.ts";
import type { Captures } from "../outline-by-query.ts";

/** The import that a statement, or the argument of `import()`, `require()` or `new URL()`, is. */
export function toImport(captures: Captures): Import | undefined {
  const [node] = captures["import"] ?? [];
  if (node === undefined) return undefined;
  if (node.type === "string")
    return fromCall(node, { required: captures["_require"] !== undefined, address: captures["_url"] !== undefined });
  const source = node.childForFieldName("source") ?? ofRequireClause(node);
  if (source === null) return undefined;
  const exported = node.type === "export_statement";
  const { names, typed } = exported ? exportedNames(node) : importedNames(node);
  // `import type` says it once for all; `import { type A, type B }` for each.
  const typeOnly = node.child(1)?.type === "type" || (names.length > 0 && typed === names.length);
  return {
    specifier: unquote(source),
    line: node.startPosition.row + 1,
    names,
    ...(exported && { reexports: true as const }),
    ...(typeOnly && { typeOnly: true as const }),
  };
}

function ofRequireClause(node: Node): Node | null {
  const clause = node.namedChildren.find((child) => child.type === "import_require_clause");
  return clause?.childForFieldName("source") ?? null;
}

interface Names {
  names: ImportedName[];
  /** How many of them say `type`. */
  typed: number;
}

function importedNames(statement: Node): Names {
  const names: ImportedName[] = [];
  let typed = 0;
  for (const clause of statement.namedChildren) {
    if (clause.type === "import_require_clause") names.push({ name: "*", local: clause.namedChild(0)?.text ?? "" });
    if (clause.type !== "import_clause") continue;
    for (const part of clause.namedChildren) {
      if (part.type === "identifier") names.push({ name: "default", local: part.text });
      else if (part.type === "namespace_import") names.push({ name: "*", local: part.namedChild(0)?.text ?? "" });
      else if (part.type === "named_imports") typed += addSpecifiers(part, { names, type: "import_specifier" });
    }
  }
  return { names, typed };
}

function exportedNames(statement: Node): Names {
  const names: ImportedName[] = [];
  let typed = 0;
  for (const part of statement.namedChildren) {
    if (part.type === "namespace_export") names.push({ name: "*", local: part.namedChild(0)?.text ?? "" });
    else if (part.type === "export_clause") typed += addSpecifiers(part, { names, type: "export_specifier" });
  }
  const isAll = !statement.namedChildren.some(({ type }) => type === "namespace_export" || type === "export_clause");
  if (isAll) names.push({ name: "*", local: "*" });
  return { names, typed };
}

function addSpecifiers(list: Node, { names, type }: { names: ImportedName[]; type: string }): number {
  let typed = 0;
  for (const specifier of list.namedChildren) {
    if (specifier.type !== type) continue;
    const name = specifier.childForFieldName("name");
    if (name === null) continue;
    const text = withoutQuotes(name.text);
    names.push({ name: text, local: withoutQuotes(specifier.childForFieldName("alias")?.text ?? text) });
    if (specifier.child(0)?.type === "type" && specifier.childCount > 1) typed++;
  }
  return typed;
}

function fromCall(argument: Node, { required, address }: { required: boolean; address: boolean }): Import | undefined {
  const call = argument.parent?.parent;
  if (call === null || call === undefined) return undefined;
  const specifier = unquote(argument);
  // `new URL(…, import.meta.url)` names files of all kinds, and places that are none.
  if (address && !/^\.\.?\/.*\.[cm]?[jt]sx?$/.test(specifier)) return undefined;
  const place = placeOf(call);
  return {
    specifier,
    line: argument.startPosition.row + 1,
    names: address ? [] : takenNames(call),
    ...(place === "type" ? { typeOnly: true as const } : (!required || place === "function") && { lazy: true as const }),
  };
}

/** What is taken of what the call gives: `const { a, b: c } = await import("./x")`, `require("x").a`. */
function takenNames(call: Node): ImportedName[] {
  let holder = call.parent;
  while (holder !== null && (holder.type === "await_expression" || holder.type === "parenthesized_expression")) holder = holder.parent;
  if (holder?.type === "member_expression") {
    const name = holder.childForFieldName("property")?.text;
    if (name === undefined || name === "then") return [{ name: "*", local: "" }];
    const declared = holder.parent?.type === "variable_declarator" ? holder.parent.childForFieldName("name") : null;
    return [{ name, local: declared?.type === "identifier" ? declared.text : name }];
  }
  const pattern = holder?.type === "variable_declarator" ? holder.childForFieldName("name") : null;
  if (pattern?.type === "identifier") return [{ name: "*", local: pattern.text }];
  if (pattern?.type !== "object_pattern") return [{ name: "*", local: "" }];
  return pattern.namedChildren.flatMap((part) => {
    if (part.type === "shorthand_property_identifier_pattern") return [{ name: part.text, local: part.text }];
    if (part.type !== "pair_pattern") return [];
    const name = part.childForFieldName("key")?.text ?? "";
    return [{ name, local: part.childForFieldName("value")?.text ?? name }];
  });
}

/** Whether the call is a type, is reached only when a function runs, or runs with the file. */
function placeOf(call: Node): "type" | "function" | "file" {
  for (let node = call.parent; node !== null; node = node.parent) {
    if (isType.test(node.type)) return "type";
    if (isFunction.test(node.type)) return "function";
  }
  return "file";
}

const isType =
  /^(?:type_annotation|type_alias_declaration|type_arguments|type_query|union_type|intersection_type|interface_body|generic_type|array_type)$/;
const isFunction =
  /^(?:arrow_function|function_expression|function_declaration|generator_function|generator_function_declaration|method_definition)$/;

const unquote = (string: Node): string => withoutQuotes(string.text);

const withoutQuotes = (text: string): string => (/^["']/.test(text) ? text.slice(1, -1) : text);
