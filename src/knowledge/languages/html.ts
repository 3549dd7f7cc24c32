import type { Import, Outline } from "../language.ts";
import { alone } from "./support/alone.ts";
import { defineLanguage } from "../language.ts";
import { firsts, lineOf } from "./support/captured.ts";
import { linkedFiles } from "./support/linked-files.ts";
import { type Captures, outlineByQuery } from "./support/outline-by-query.ts";

const value = (capture: string): string => `[(attribute_value) @${capture} (quoted_attribute_value (attribute_value) @${capture})]`;

const query = `
  (attribute (attribute_name) @attribute ${value("name")} (#eq? @attribute "id")) @definition.key
  (_ [(start_tag (tag_name) @tag (attribute (attribute_name) @attribute ${value("import")}))
      (self_closing_tag (tag_name) @tag (attribute (attribute_name) @attribute ${value("import")}))] (#any-of? @attribute "src" "href"))
  (attribute (attribute_name) @attribute ${value("note")} (#any-of? @attribute "class" "for" "aria-labelledby" "aria-describedby"))
`;

export default defineLanguage({
  name: "html",
  endings: [".html", ".htm", ".xhtml"],
  scope: "everywhere",
  outline: outlineByQuery({ grammar: "html", query, imports: imported, finish }),
  resolver: linkedFiles(),
});

/** What a page is made of; what it only leads to (`<a href>`) can change without it. */
function imported(captures: Captures): Import | undefined {
  const [node, tag, attribute] = firsts(captures, "import", "tag", "attribute");
  const specifier = node!.text.trim();
  if (attribute!.text === "href" && tag!.text.toLowerCase() !== "link") return undefined;
  return specifier === "" || /^(?:#|data:|\{)/.test(specifier) ? undefined : { specifier, line: lineOf(node!), names: [] };
}

/** What a template puts in is known when it is filled. */
const template = /\{\{[^}]*\}\}|\{%[^%]*%\}|<%[^%]*%>/g;

/** Classes, as style sheets write them, and ids that other elements name. */
function finish(outline: Outline, notes: readonly Captures[]): Outline {
  const uses = notes.flatMap(({ note, attribute }) => {
    const prefix = attribute![0]!.text === "class" ? "." : "";
    const start = lineOf(note![0]!);
    const lines = note![0]!.text.replaceAll(template, (part) => part.replaceAll(/[^\n]/g, " ")).split("\n");
    return lines.flatMap((line, index) => (line.match(/\S+/g) ?? []).map((name) => ({ name: prefix + name, line: start + index })));
  });
  // An element in another one is not a part of its id.
  return { ...outline, definitions: alone(outline.definitions), uses };
}
