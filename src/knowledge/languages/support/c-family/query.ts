/** A declarator around a name: `a`, `*a`, `**a`, `a[]`, `*a[]`, `(*a)(int)`. */
const declared = (name: string): string => `[
  ${name}
  (pointer_declarator declarator: ${name})
  (pointer_declarator declarator: (pointer_declarator declarator: ${name}))
  (pointer_declarator declarator: (array_declarator declarator: ${name}))
  (array_declarator declarator: ${name})
  (array_declarator declarator: (array_declarator declarator: ${name}))
  (function_declarator declarator: (parenthesized_declarator (pointer_declarator declarator: ${name})))
]`;

/** A function's declarator, whatever it returns. */
const callable = (name: string, wrappers: readonly string[]): string => {
  const plain = `(function_declarator declarator: ${name})`;
  return `[${plain} ${wrappers.flatMap((wrapper) => [`(${wrapper} ${plain})`, `(${wrapper} (${wrapper} ${plain}))`]).join(" ")}]`;
};

const named = "(identifier) @name";

const common = (wrappers: readonly string[]): string => `
  (preproc_include path: (_) @path) @import

  (function_definition declarator: ${callable(named, wrappers)}) @definition.function
  (declaration ${callable("(identifier) @name @note", wrappers)}) @definition.function
  (declaration [${declared(named)} (init_declarator declarator: ${declared(named)})]) @definition.variable

  (type_definition type: (struct_specifier !name body: (_)) declarator: (type_identifier) @name) @definition.record
  (type_definition type: (union_specifier !name body: (_)) declarator: (type_identifier) @name) @definition.record
  (type_definition type: (enum_specifier !name body: (_)) declarator: (type_identifier) @name) @definition.enum
  (type_definition ${declared("(type_identifier) @name")}) @definition.type
  (struct_specifier name: (type_identifier) @name body: (_)) @definition.record
  (union_specifier name: (type_identifier) @name body: (_)) @definition.record
  (enum_specifier name: (type_identifier) @name body: (_)) @definition.enum
  (enumerator name: (identifier) @name) @definition.constant
  (preproc_def name: (identifier) @name) @definition.macro
  (preproc_function_def name: (identifier) @name) @definition.macro

  (identifier) @use
  (type_identifier) @use
  (field_identifier) @use.member
  (preproc_params (identifier) @local)
  (parameter_declaration (identifier) @local)
  (pointer_declarator declarator: (identifier) @local)
  (array_declarator declarator: (identifier) @local)
`;

export const cQuery = `
  (field_declaration ${declared("(field_identifier) @name @definition.field")})
  ${common(["pointer_declarator"])}
`;

/** Names of methods: also constructors, destructors and operators. */
const method = "[(field_identifier) (identifier) (destructor_name) (operator_name)] @name";
const ofType = "[(namespace_identifier) (template_type)] @receiver";
const qualified = `[
  (qualified_identifier scope: ${ofType} name: [(identifier) (destructor_name) (operator_name)] @name @note)
  (qualified_identifier name: (qualified_identifier scope: ${ofType} name: [(identifier) (destructor_name) (operator_name)] @name @note))]`;
const wrappers = ["pointer_declarator", "reference_declarator"];

export const cppQuery = `
  (function_definition declarator: ${callable(qualified, wrappers)}) @definition.method
  (field_declaration_list (function_definition declarator: ${callable(method, wrappers)}) @definition.method)
  (field_declaration_list (declaration ${callable(method, wrappers)}) @definition.method)
  (field_declaration_list (field_declaration ${callable("(field_identifier) @name", wrappers)}) @definition.method)
  (field_declaration_list (field_declaration ${callable("(operator_name) @name", wrappers)}) @definition.method)
  (field_declaration_list (template_declaration (declaration ${callable(method, wrappers)})) @definition.method)
  (field_declaration ${declared("(field_identifier) @name @definition.field")})
  (class_specifier name: (type_identifier) @name body: (_)) @definition.class
  (alias_declaration name: (type_identifier) @name) @definition.type
  (concept_definition name: (identifier) @name) @definition.type
  (template_declaration (declaration ${callable("(identifier) @name @note", wrappers)})) @definition.function
  ${common(wrappers)}

  (qualified_identifier scope: (namespace_identifier) @use)
  (qualified_identifier name: (identifier) @use.member)
  (qualified_identifier name: (type_identifier) @use.member)
  (reference_declarator (identifier) @local)
  (for_range_loop declarator: (identifier) @local)
  (type_parameter_declaration (type_identifier) @local)
  (using_declaration (identifier) @skip)
`;
