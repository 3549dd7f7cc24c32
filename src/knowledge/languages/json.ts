import { defineLanguage } from "../language.ts";
import { firsts, lineOf } from "./support/captured.ts";
import { linkedFiles } from "./support/linked-files.ts";
import { outlineByQuery } from "./support/outline-by-query.ts";

const query = `
  (document (object (pair key: (string (string_content) @name)) @definition.key))
  (pair key: (string (string_content) @key) value: (string (string_content) @import) (#any-of? @key "$ref" "extends"))
`;

export default defineLanguage({
  name: "json",
  endings: [".json", ".jsonc", ".json5", ".webmanifest"],
  // A key means something only to who reads the file.
  scope: "file",
  outline: outlineByQuery({
    grammar: "json",
    query,
    // `#/definitions/a` is in the file itself; a name without a path is a package's.
    imports: (captures) => {
      const [node] = firsts(captures, "import");
      return /^[./]|\.json\b/.test(node!.text) ? { specifier: node!.text, line: lineOf(node!), names: [] } : undefined;
    },
  }),
  resolver: (project) => {
    const linked = linkedFiles()(project);
    // `"extends": "./base"` leaves the ending out.
    return {
      resolve: (imported, from) =>
        linked.resolve(imported, from) ?? linked.resolve({ ...imported, specifier: `${imported.specifier}.json` }, from),
    };
  },
});
