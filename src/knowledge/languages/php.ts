import { defineLanguage } from "../language.ts";
import { type Candidate, outlineByQuery } from "./support/outline-by-query.ts";
import { phpImports } from "./support/php/imports.ts";
import { phpResolver } from "./support/php/resolver.ts";

const query = `
  (namespace_definition name: (namespace_name) @package @skip)

  (class_declaration name: (name) @name) @definition.class
  (trait_declaration name: (name) @name) @definition.class
  (interface_declaration name: (name) @name) @definition.interface
  (enum_declaration name: (name) @name) @definition.enum
  (enum_case name: (name) @name) @definition.constant
  (method_declaration name: (name) @name) @definition.method
  (function_definition name: (name) @name) @definition.function
  (const_declaration (const_element . (name) @name) @definition.constant)
  (property_declaration (property_element name: (variable_name (name) @name)) @definition.field)
  (property_promotion_parameter name: (variable_name (name) @name)) @definition.field
  (function_call_expression function: (name) @call arguments: (arguments . (argument (string (string_content) @name))) (#eq? @call "define")) @definition.constant

  (namespace_use_declaration) @import
  (require_expression (_) @path) @import
  (require_once_expression (_) @path) @import
  (include_expression (_) @path) @import
  (include_once_expression (_) @path) @import
  (qualified_name) @import

  (name) @use
  (variable_name) @skip
  (member_access_expression name: (name) @use.member)
  (nullsafe_member_access_expression name: (name) @use.member)
  (member_call_expression name: (name) @use.member)
  (nullsafe_member_call_expression name: (name) @use.member)
  (scoped_call_expression name: (name) @use.member)
  (class_constant_access_expression (_) (name) @use.member)
  (argument name: (name) @skip)
`;

export default defineLanguage({
  name: "php",
  endings: [".php", ".phtml", ".inc"],
  scope: "package",
  manifests: ["composer.json"],
  outline: outlineByQuery({ grammar: "php", query, exported, imports: phpImports }),
  resolver: phpResolver,
  // PHPUnit, Pest and Codeception.
  isTest: (path) => /(?:^|\/)[^/]+(?:Test|Cest)\.php$|\.phpt$/.test(path),
});

function exported({ node, parent }: Candidate): boolean {
  if (parent !== undefined && !parent.exported) return false;
  const declaration = node.type === "property_element" || node.type === "const_element" ? node.parent : node;
  return !/^(?:#\[[^\]]*\]\s*)*(?:\w+\s+)*?private\b/.test(declaration?.text.slice(0, 120) ?? "");
}
