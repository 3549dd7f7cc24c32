import { defineLanguage } from "../language.ts";
import { outlineByQuery } from "./support/outline-by-query.ts";
import { exportedByList, pythonImports } from "./support/python/imports.ts";
import { pythonResolver } from "./support/python/resolver.ts";

const assigned = `(expression_statement [
  (assignment left: (identifier) @name) @definition.variable
  (assignment left: (pattern_list (identifier) @name @definition.variable))])`;
/** Under a condition, after `try` or in `with`; not in functions and classes. */
const blocks = `[(block ${assigned}) (_ (block ${assigned}))]`;

const query = `
  (decorated_definition definition: (class_definition name: (identifier) @name)) @definition.class
  (class_definition name: (identifier) @name) @definition.class
  (class_definition body: (block (decorated_definition definition: (function_definition name: (identifier) @name)) @definition.method))
  (class_definition body: (block (function_definition name: (identifier) @name) @definition.method))
  (decorated_definition definition: (function_definition name: (identifier) @name)) @definition.function
  (function_definition name: (identifier) @name) @definition.function
  (class_definition body: (block (expression_statement (assignment left: (identifier) @name) @definition.field)))
  (assignment left: (attribute object: (identifier) @self attribute: (identifier) @name) (#eq? @self "self")) @definition.field
  (type_alias_statement left: (type (identifier) @name)) @definition.type
  (module [${assigned} (if_statement ${blocks}) (try_statement ${blocks}) (with_statement ${blocks}) (for_statement ${blocks})])

  (import_statement) @import
  (import_from_statement) @import
  (future_import_statement) @skip
  (call function: [(identifier) @call (attribute attribute: (identifier) @call)]
        arguments: (argument_list . (string (string_content) @import) .) (#any-of? @call "import_module" "__import__"))

  (identifier) @use
  (type (string (string_content) @use))
  (attribute attribute: (identifier) @use.member)
  (keyword_argument name: (identifier) @use.member)
  (keyword_pattern (identifier) @use.member)

  (parameters (identifier) @local)
  (default_parameter name: (identifier) @local)
  (typed_parameter (identifier) @local)
  (typed_default_parameter name: (identifier) @local)
  (lambda_parameters (identifier) @local)
  (list_splat_pattern (identifier) @local)
  (dictionary_splat_pattern (identifier) @local)
  (assignment left: (identifier) @local)
  (pattern_list (identifier) @local)
  (tuple_pattern (identifier) @local)
  (for_statement left: (identifier) @local)
  (for_in_clause left: (identifier) @local)
  (as_pattern_target (identifier) @local)
  (named_expression name: (identifier) @local)
`;

export default defineLanguage({
  name: "python",
  endings: [".py", ".pyi", ".pyw"],
  scope: "file",
  manifests: ["pyproject.toml", "setup.py", "setup.cfg"],

  outline: outlineByQuery({
    grammar: "python",
    query,
    onlyKnownNames: true,
    // What is inside of a function is its own; a leading underscore asks others to keep away, two on both sides do not.
    exported: ({ name, parent, kind }) =>
      (!name.startsWith("_") || name.endsWith("__")) &&
      (parent === undefined || (parent.exported && (parent.kind === "class" || kind === "field"))),
    imports: pythonImports,
    finish: exportedByList,
  }),

  resolver: pythonResolver,

  // What pytest and unittest look for.
  isTest: (path) => /(?:^|\/)(?:test[^/]*|[^/]+_tests?)\.py$/.test(path),
});
