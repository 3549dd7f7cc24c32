import type { Import } from "../language.ts";
import { defineLanguage } from "../language.ts";
import { everything, firsts, lineOf } from "./support/captured.ts";
import { javaResolver } from "./support/java-resolver.ts";
import { type Captures, outlineByQuery } from "./support/outline-by-query.ts";

const query = `
  (package_declaration [(identifier) (scoped_identifier)] @package) @skip

  (class_declaration name: (identifier) @name) @definition.class
  (interface_declaration name: (identifier) @name) @definition.interface
  (annotation_type_declaration name: (identifier) @name) @definition.interface
  (enum_declaration name: (identifier) @name) @definition.enum
  (record_declaration name: (identifier) @name) @definition.record
  (record_declaration parameters: (formal_parameters (formal_parameter name: (identifier) @name) @definition.field))
  (method_declaration name: (identifier) @name) @definition.method
  (constructor_declaration name: (identifier) @name) @definition.method
  (annotation_type_element_declaration name: (identifier) @name) @definition.method
  (enum_constant name: (identifier) @name) @definition.constant
  (constant_declaration declarator: (variable_declarator name: (identifier) @name) @definition.constant)
  (field_declaration declarator: (variable_declarator name: (identifier) @name) @definition.field)

  (import_declaration) @import

  (identifier) @use
  (type_identifier) @use
  (field_access field: (identifier) @use.member)
  (method_invocation object: (_) name: (identifier) @use.member)
  (scoped_type_identifier (_) (type_identifier) @use.member)
  (method_reference (_) (identifier) @use.member)
  (element_value_pair key: (identifier) @use.member)

  (formal_parameter name: (identifier) @local)
  (spread_parameter (variable_declarator name: (identifier) @local))
  (inferred_parameters (identifier) @local)
  (lambda_expression parameters: (identifier) @local)
  (local_variable_declaration declarator: (variable_declarator name: (identifier) @local))
  (enhanced_for_statement name: (identifier) @local)
  (catch_formal_parameter name: (identifier) @local)
  (resource name: (identifier) @local)
  (type_parameter (type_identifier) @local)
  (labeled_statement (identifier) @local)
`;

export default defineLanguage({
  name: "java",
  endings: [".java"],
  scope: "package",

  outline: outlineByQuery({
    grammar: "java",
    query,
    // What has no modifier is known in its package.
    exported: ({ node, parent }) => {
      if (parent !== undefined && (!parent.exported || parent.kind === "method")) return false;
      const modifiers = node.type === "variable_declarator" ? node.parent?.firstNamedChild : node.firstNamedChild;
      return modifiers?.type !== "modifiers" || !/\bprivate\b/.test(modifiers.text);
    },
    imports: imported,
  }),

  resolver: javaResolver,

  // What Surefire and Failsafe run.
  isTest: (path) => /(?:^|\/)(?:Test[^/]*|IT[A-Z][^/]*|[^/]+(?:Tests?|TestCase|IT|ITCase))\.java$/.test(path),
});

/** The package, or the class around it, and the name that is taken from there. */
function imported(captures: Captures): Import | undefined {
  const [node] = firsts(captures, "import");
  const path = node!.text.replaceAll(/\/\*[^]*?\*\/|\s|;/g, "").replace(/^import/, "");
  const [, name] = /\.([^.]+)$/.exec(path) ?? [];
  if (name === undefined) return undefined;
  const isStatic = /^import\s+static\s/.test(node!.text);
  const specifier = path.slice(isStatic ? "static".length : 0, -name.length - 1);
  return { specifier, line: lineOf(node!), names: [name === "*" ? everything : { name, local: name }] };
}
