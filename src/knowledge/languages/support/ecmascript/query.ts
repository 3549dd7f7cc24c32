/** Patterns for the grammars of JavaScript and TypeScript, which differ in the names of few nodes. */

const FUNCTION = "[(arrow_function) (function_expression) (generator_function)]";

/** Variables of the file; those of functions are many and nobody else's. The pattern is tried at each node below, so it is one. */
const variables = (containers: readonly string[]) => `[${containers.map((container) => container.replaceAll("%", declarators)).join(" ")}]`;

const declarators = `[
  (lexical_declaration kind: _ @keyword (variable_declarator name: [(identifier) @name (object_pattern [(shorthand_property_identifier_pattern) @name (pair_pattern value: (identifier) @name)]) (array_pattern (identifier) @name)] value: (_)? @value) @definition.variable)
  (variable_declaration (variable_declarator name: (identifier) @name value: (_)? @value) @definition.variable)]`;

const inFile = ["(program [% (export_statement declaration: %)])"];
const inModule = [
  "(program (ambient_declaration %))",
  "(program (export_statement declaration: (ambient_declaration %)))",
  "(internal_module body: (statement_block [% (export_statement declaration: %)]))",
  "(module body: (statement_block [% (export_statement declaration: %)]))",
  "(ambient_declaration (statement_block %))",
];

const common = `
  (import_statement) @import
  (export_statement source: (_)) @import
  (call_expression function: (import) arguments: (arguments . (string) @import))
  (call_expression function: (identifier) @_require arguments: (arguments . (string) @import) (#eq? @_require "require"))
  (new_expression constructor: (identifier) @_url arguments: (arguments . (string) @import . (member_expression object: (meta_property))) (#eq? @_url "URL"))

  (export_statement !source (export_clause (export_specifier name: (_) @local-name alias: (_)? @alias))) @note
  (export_statement "default" @note @alias declaration: (_ name: (_) @local-name))
  (export_statement "default" @note @alias value: (identifier) @local-name)
  (export_clause) @skip

  (export_statement "default" @name value: ${FUNCTION}) @definition.function
  (export_statement "default" @name value: (class)) @definition.class
  (export_statement "default" @name value: [(call_expression) (new_expression) (object) (array) (string) (number) (template_string) (await_expression)
    (parenthesized_expression) (binary_expression) (ternary_expression) (member_expression) (regex) (true) (false) (null)]) @definition.constant
  (function_declaration name: (identifier) @name) @definition.function
  (generator_function_declaration name: (identifier) @name) @definition.function

  (identifier) @use
  (shorthand_property_identifier) @use
  (property_identifier) @use.member
  (private_property_identifier) @use.member
  (shorthand_property_identifier_pattern) @use.member
`;

/** What Node's older modules export: `exports.a =`, `module.exports =`. */
const commonJs = `
  (program (expression_statement (assignment_expression
    left: (member_expression object: [(identifier) @_object (member_expression object: (identifier) @_module property: (property_identifier) @_object)]
      property: (property_identifier) @name)) @definition.variable)
    (#eq? @_object "exports"))
  (program (expression_statement (assignment_expression
    left: (member_expression object: (identifier) @_module property: (property_identifier) @alias @_exports) right: (identifier) @local-name)) @note
    (#eq? @_module "module") (#eq? @_exports "exports"))
  (program (expression_statement (assignment_expression
    left: (member_expression object: (identifier) @_module property: (property_identifier) @_exports)
    right: (object [(shorthand_property_identifier) @local-name (pair key: (property_identifier) @alias value: (identifier) @local-name)]))) @note
    (#eq? @_module "module") (#eq? @_exports "exports"))
  (program (expression_statement (assignment_expression
    left: (member_expression object: (identifier) @_module property: (property_identifier) @name @_exports) right: [(object) ${FUNCTION} (class) (call_expression) (new_expression)]) @definition.constant)
    (#eq? @_module "module") (#eq? @_exports "exports"))
`;

export const javascriptQuery = `
  ${variables(inFile)}
  ${common}
  ${commonJs}
  (class_declaration name: (identifier) @name) @definition.class
  (method_definition name: [(property_identifier) (private_property_identifier)] @name) @definition.method
  (field_definition property: [(property_identifier) (private_property_identifier)] @name) @definition.field
`;

export const typescriptQuery = `
  ${variables([...inFile, ...inModule])}
  ${common}
  (export_statement "=" @note @alias . (identifier) @local-name)
  (type_identifier) @use
  (nested_type_identifier name: (type_identifier) @use.member)

  (class_declaration name: (type_identifier) @name) @definition.class
  (abstract_class_declaration name: (type_identifier) @name) @definition.class
  (interface_declaration name: (type_identifier) @name) @definition.interface
  (type_alias_declaration name: (type_identifier) @name) @definition.type
  (enum_declaration name: (identifier) @name) @definition.enum
  (internal_module name: (_) @name) @definition.module
  (module name: (_) @name) @definition.module
  (function_signature name: (identifier) @name) @definition.function

  (method_definition name: [(property_identifier) (private_property_identifier)] @name) @definition.method
  (method_signature name: (property_identifier) @name) @definition.method
  (abstract_method_signature name: (property_identifier) @name) @definition.method
  (public_field_definition name: [(property_identifier) (private_property_identifier)] @name) @definition.field
  (required_parameter [(accessibility_modifier) "readonly"] pattern: (identifier) @name) @definition.field
  (interface_body (property_signature name: (property_identifier) @name) @definition.field)
  (type_alias_declaration value: (object_type (property_signature name: (property_identifier) @name) @definition.field))
  (enum_body (property_identifier) @name @definition.constant)
  (enum_assignment name: (property_identifier) @name) @definition.constant
`;
