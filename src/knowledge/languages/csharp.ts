import { posix } from "node:path";
import type { Import } from "../language.ts";
import { defineLanguage } from "../language.ts";
import { everything, firsts, lineOf } from "./support/captured.ts";
import { type Candidate, type Captures, outlineByQuery } from "./support/outline-by-query.ts";

const query = `
  (file_scoped_namespace_declaration name: (_) @package @skip)
  (namespace_declaration name: (_) @package @skip)

  (class_declaration name: (identifier) @name) @definition.class
  (struct_declaration name: (identifier) @name) @definition.record
  (record_declaration name: (identifier) @name) @definition.record
  (record_declaration (parameter_list (parameter name: (identifier) @name) @definition.field))
  (interface_declaration name: (identifier) @name) @definition.interface
  (enum_declaration name: (identifier) @name) @definition.enum
  (enum_member_declaration name: (identifier) @name) @definition.constant
  (delegate_declaration name: (identifier) @name) @definition.type
  (method_declaration name: (identifier) @name) @definition.method
  (constructor_declaration name: (identifier) @name) @definition.method
  (local_function_statement name: (identifier) @name) @definition.function
  (property_declaration name: (identifier) @name) @definition.field
  (event_declaration name: (identifier) @name) @definition.field
  (event_field_declaration (variable_declaration (variable_declarator name: (identifier) @name) @definition.field))
  (field_declaration (variable_declaration (variable_declarator name: (identifier) @name) @definition.field))

  (using_directive) @import
  (extern_alias_directive) @skip

  (identifier) @use
  (member_access_expression name: [(identifier) @use.member (generic_name (identifier) @use.member)])
  (member_binding_expression name: [(identifier) @use.member (generic_name (identifier) @use.member)])
  (qualified_name name: [(identifier) @use.member (generic_name (identifier) @use.member)])
  (initializer_expression (assignment_expression left: (identifier) @use.member))
  (argument name: (identifier) @local)

  (parameter name: (identifier) @local)
  (implicit_parameter) @local
  (local_declaration_statement (variable_declaration (variable_declarator name: (identifier) @local)))
  (using_statement (variable_declaration (variable_declarator name: (identifier) @local)))
  (for_statement (variable_declaration (variable_declarator name: (identifier) @local)))
  (foreach_statement left: (identifier) @local)
  (declaration_pattern name: (identifier) @local)
  (declaration_expression name: (identifier) @local)
  (catch_declaration name: (identifier) @local)
  (type_parameter name: (identifier) @local)
  (parameter_list name: (identifier) @local)
`;

export default defineLanguage({
  name: "csharp",
  endings: [".cs", ".csx"],
  scope: "package",

  outline: outlineByQuery({ grammar: "c_sharp", query, exported, imports: imported }),

  /** A namespace is in all files that say so; a class most often in the file of its name. */
  resolver: (project) => ({
    resolve({ specifier, names }, from) {
      const [taken] = names;
      const inNamespace = (name: string) => project.ofPackage("csharp", name).filter((file) => file !== from);
      const typeIn = (path: string) => {
        const dot = path.lastIndexOf(".");
        const files = dot === -1 ? [] : inNamespace(path.slice(0, dot));
        // A partial class has several: `Shelf.cs`, `Shelf.Designer.cs`.
        const own = files.filter((file) => posix.basename(file).split(".")[0] === path.slice(dot + 1));
        return own.length > 0 ? own : files;
      };
      const whole = taken === undefined || taken.name === "*" ? specifier : `${specifier}.${taken.name}`;
      const found = [inNamespace(whole), typeIn(whole)].find((files) => files.length > 0);
      return found === undefined ? { outside: specifier } : { files: found };
    },
  }),

  // xUnit, NUnit and MSTest look for attributes, people for these names.
  isTest: (path) => /(?:^|\/)[^/]+Tests?\.cs$|(?:^|\/)[^/]*\.?(?:Unit|Integration)?Tests?\/.*\.cs$/.test(path),
});

/** Types are known in their assembly, members only when they say so. */
function exported({ node, parent }: Candidate): boolean {
  if (parent !== undefined && !parent.exported) return false;
  if (parent === undefined || parent.kind === "interface" || parent.kind === "enum" || node.type === "parameter") return true;
  const declaration = node.type === "variable_declarator" ? node.parent?.parent : node;
  const modifiers = /^(?:\[[^\]]*\]\s*)*((?:\w+\s+)*)/.exec(declaration?.text.slice(0, 300) ?? "")?.[1] ?? "";
  return /\b(?:public|internal|protected)\b/.test(modifiers);
}

function imported(captures: Captures): Import | undefined {
  const [node] = firsts(captures, "import");
  const text = node!.text.replaceAll(/\/\*[^]*?\*\/|\/\/[^\n]*|;/g, " ").replace(/\bglobal\s+using\b/, "using");
  const [, isStatic, alias, path] = /^\s*using\s+(static\s+)?(?:(\w+)\s*=\s*)?(?:global::)?([\p{L}\p{N}_.\s]+)/u.exec(text) ?? [];
  const whole = path?.replaceAll(/\s|^\.+|\.+\s*$/g, "");
  if (whole === undefined || whole === "") return undefined;
  const line = lineOf(node!);
  const dot = whole.lastIndexOf(".");
  if (alias === undefined || isStatic !== undefined || dot === -1)
    return { specifier: whole, line, names: [alias === undefined ? everything : { name: "*", local: alias }] };
  return { specifier: whole.slice(0, dot), line, names: [{ name: whole.slice(dot + 1), local: alias }] };
}
