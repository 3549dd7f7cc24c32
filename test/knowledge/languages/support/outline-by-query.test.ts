import { expect } from "vitest";
import { outlineByQuery } from "../../../../src/knowledge/languages/support/outline-by-query.ts";
import { verifies } from "../../../verifies.ts";

const outline = outlineByQuery({
  grammar: "go",
  query: `
    (package_clause (package_identifier) @package)
    (function_declaration name: (identifier) @name) @definition.function
    (type_spec name: (type_identifier) @name type: (struct_type)) @definition.record
    (type_spec name: (type_identifier) @name) @definition.type
    (field_declaration name: (field_identifier) @name) @definition.field
    (import_spec path: (interpreted_string_literal) @path) @import
    (parameter_declaration name: (identifier) @local)
    (short_var_declaration left: (expression_list (identifier) @local))
    (identifier) @use
    (type_identifier) @use
    (field_identifier) @use.member
    (labeled_statement label: (label_name) @note)
  `,
  exported: ({ name }) => /^[A-Z]/.test(name),
  imports: ({ path }) => ({ specifier: path![0]!.text.slice(1, -1), line: path![0]!.startPosition.row + 1, names: [] }),
  finish: (found, notes) => ({ ...found, package: `${found.package}+${notes.length}` }),
});

verifies("graph.outline", "by a query", async () => {
  const text = `package stock
import "fmt"
type Shelf struct {
	Goods int
}
type id string
func Count(shelf Shelf) int {
	total := shelf.Goods
again:
	fmt.Println(total, limit, "Grüße 🙂", other)
	return total
}
`;
  expect(await outline({ path: "a.go", text })).toEqual({
    package: "stock+1",
    definitions: [
      { name: "Shelf", kind: "record", line: 3, endLine: 5, exported: true },
      { name: "Goods", kind: "field", line: 4, endLine: 4, exported: true, within: 0 },
      { name: "id", kind: "type", line: 6, endLine: 6, exported: false },
      { name: "Count", kind: "function", line: 7, endLine: 12, exported: true },
    ],
    uses: [
      { name: "int", line: 4 },
      { name: "string", line: 6 },
      { name: "Shelf", line: 7 },
      { name: "int", line: 7 },
      { name: "Goods", line: 8, member: true },
      { name: "fmt", line: 10 },
      { name: "Println", line: 10, member: true },
      { name: "limit", line: 10 },
      { name: "other", line: 10 },
    ],
    imports: [{ specifier: "fmt", line: 2, names: [] }],
  });
});

verifies("graph.outline", "of broken source", async () => {
  const { definitions } = await outline({ path: "a.go", text: "package a\nfunc Broken( {\n}}}\nfunc Whole() {}\n" });
  expect(definitions.map(({ name }) => name)).toContain("Whole");
});
