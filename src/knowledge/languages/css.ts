import type { Import, Outline } from "../language.ts";
import { alone } from "./support/alone.ts";
import { defineLanguage } from "../language.ts";
import { firsts, lineOf } from "./support/captured.ts";
import { linkedFiles } from "./support/linked-files.ts";
import { type Captures, outlineByQuery } from "./support/outline-by-query.ts";

const query = `
  (rule_set (selectors) @selectors) @note
  (keyframes_statement (keyframes_name) @name) @definition.rule
  (declaration (property_name) @name (#match? @name "^--")) @definition.variable

  (import_statement) @import
  (call_expression (function_name) @call (arguments (plain_value) @use) (#eq? @call "var"))
  (declaration (property_name) @property (plain_value) @use (#any-of? @property "animation" "animation-name"))
`;

/** Classes with their point, ids with their hash; not the hash of a colour, which no selector has. */
const selector = /[.#](?:[\p{L}_-]|\\.)(?:[\p{L}\p{N}_-]|\\.)*/gu;

export default defineLanguage({
  name: "css",
  endings: [".css"],
  scope: "everywhere",
  outline: outlineByQuery({ grammar: "css", query, imports: imported, finish }),
  resolver: linkedFiles(),
});

function imported(captures: Captures): Import | undefined {
  const [node] = firsts(captures, "import");
  const specifier = /^@import\s+(?:url\(\s*)?["']?([^"')\s;]+)/i.exec(node!.text)?.[1];
  return specifier === undefined ? undefined : { specifier, line: lineOf(node!), names: [] };
}

/** Each class and id that a rule selects is defined by it. */
function finish(outline: Outline, notes: readonly Captures[]): Outline {
  const rules = notes.flatMap(({ note, selectors }) => {
    const text = selectors![0]!.text.replaceAll(/\/\*[^]*?\*\/|\[[^\]]*\]/g, (skipped) => skipped.replaceAll(/[^\n]/g, " "));
    const start = lineOf(selectors![0]!);
    const endLine = note![0]!.endPosition.row + 1;
    const lines = text.split("\n").flatMap((part, index) => [...part.matchAll(selector)].map(([name]) => ({ name, line: start + index })));
    return lines.map(({ name, line }) => ({ name, kind: "rule" as const, line, endLine, exported: true }));
  });
  const definitions = [...alone(outline.definitions), ...rules].sort((a, b) => a.line - b.line);
  return { ...outline, definitions };
}
