import { posix } from "node:path";
import type { Definition, Import, ImportedName, Outline, SourceText } from "../../../language.ts";
import { everything, firsts, lineOf } from "../captured.ts";
import { type Captures, outlineByQuery } from "../outline-by-query.ts";
import { inReceivers } from "../receivers.ts";

// Names that are separated by commas are matched without their field, with which only the first of them would be.
const query = `
  (package_clause (package_identifier) @package) @skip

  (function_declaration name: (identifier) @name) @definition.function
  (method_declaration receiver: (parameter_list (parameter_declaration type: (_) @receiver)) name: (field_identifier) @name @note) @definition.method
  (type_spec name: (type_identifier) @name type: (struct_type)) @definition.record
  (type_spec name: (type_identifier) @name type: (interface_type)) @definition.interface
  (type_spec name: (type_identifier) @name) @definition.type
  (type_alias name: (type_identifier) @name) @definition.type
  (field_declaration . (field_identifier) @name type: (struct_type)) @definition.field
  (field_declaration (field_identifier) @name @definition.field)
  (method_elem name: (field_identifier) @name) @definition.method
  (source_file (var_declaration [(var_spec . (identifier) @name) @definition.variable (var_spec_list (var_spec . (identifier) @name) @definition.variable)]))
  (source_file (var_declaration [(var_spec (identifier) @name @definition.variable) (var_spec_list (var_spec (identifier) @name @definition.variable))]))
  (source_file (const_declaration (const_spec . (identifier) @name) @definition.constant))
  (source_file (const_declaration (const_spec (identifier) @name @definition.constant)))

  (import_spec name: (_)? @alias path: (_) @path) @import

  (identifier) @use
  (type_identifier) @use
  (package_identifier) @use
  (field_identifier) @use.member
  (qualified_type name: (type_identifier) @use.member)
  (keyed_element key: (literal_element (identifier) @use.member))

  (parameter_declaration (identifier) @local)
  (variadic_parameter_declaration (identifier) @local)
  (type_parameter_declaration (identifier) @local)
  (short_var_declaration left: (expression_list (identifier) @local))
  (range_clause left: (expression_list (identifier) @local))
  (type_switch_statement alias: (expression_list (identifier) @local))
  (var_spec (identifier) @local)
  (const_spec (identifier) @local)
`;

export const goOutline = outlineByQuery({
  grammar: "go",
  query,
  imports: imported,
  finish,
});

function imported(captures: Captures): Import {
  const [alias, path] = firsts(captures, "alias", "path");
  const specifier = path!.text.slice(1, -1);
  return { specifier, line: lineOf(path!), names: taken(alias?.text ?? defaultName(specifier)) };
}

function taken(local: string): ImportedName[] {
  if (local === "_") return [];
  return local === "." ? [everything] : [{ name: "*", local }];
}

/** What a package most likely calls itself: `example.com/yaml/v3` and `gopkg.in/yaml.v3` are `yaml`. */
function defaultName(specifier: string): string {
  const parts = specifier.split("/");
  const last = parts.length > 1 && /^v\d+$/.test(parts.at(-1)!) ? parts.at(-2)! : parts.at(-1)!;
  return last.replace(/\.v\d+$/, "");
}

/** A package is a folder's files with one name. */
function finish(outline: Outline, notes: readonly Captures[], { path }: SourceText): Outline {
  const definitions = inReceivers(outline.definitions, notes).map((definition): Definition => {
    // The second name of `var a, b int` is not in the first.
    const { within, ...rest } = definition;
    const outer = within === undefined ? undefined : outline.definitions[within];
    return outer !== undefined && isSpec(outer) ? rest : definition;
  });
  const own = new Set(definitions.map(({ name }) => name));
  const uses = outline.uses.filter((use) => use.member === true || !predeclared.has(use.name) || own.has(use.name));
  const name = outline.package;
  return { ...outline, definitions, uses, ...(name !== undefined && { package: packageOf(posix.dirname(path), name) }) };
}

/** What every file knows without a definition. */
const predeclared = new Set(
  (
    "any bool byte comparable complex64 complex128 error float32 float64 int int8 int16 int32 int64 rune string uint uint8 uint16 uint32 uint64 uintptr " +
    "true false iota nil append cap clear close complex copy delete imag len make max min new panic print println real recover _"
  ).split(" "),
);

const isSpec = ({ kind }: Pick<Definition, "kind">): boolean => kind === "variable" || kind === "constant";

/** The folder, with the name where that is another one: `stock`, `cmd/shop (main)`, `stock (stock_test)`. */
export const packageOf = (folder: string, name: string): string => (posix.basename(folder) === name ? folder : `${folder} (${name})`);
