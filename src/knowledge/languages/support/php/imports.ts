import type { Node } from "web-tree-sitter";
import type { Import, ImportedName } from "../../../language.ts";
import { firsts, isInside, lineOf } from "../captured.ts";
import type { Captures } from "../outline-by-query.ts";

export function phpImports(captures: Captures): Import | Import[] | undefined {
  const [node, path] = firsts(captures, "import", "path");
  if (path !== undefined) return included(node!, path);
  const line = lineOf(node!);
  if (node!.type === "namespace_use_declaration") return used(node!.text, line);
  // `\Acme\Shelf` in code needs no `use`; what has no backslash before it is found by the names that are imported.
  const whole = node!.text;
  const slash = whole.lastIndexOf("\\");
  if (!whole.startsWith("\\") || slash === 0 || node!.parent?.type === "namespace_use_clause") return undefined;
  const name = whole.slice(slash + 1);
  return { specifier: whole.slice(1, slash), line, names: [{ name, local: name }] };
}

/** `use A\{B, C\D as E};`: the names of each namespace together. */
function used(text: string, line: number): Import[] {
  const clean = text
    .replaceAll(/\/\*[^]*?\*\/|(?:\/\/|#)[^\n]*/g, " ")
    .replace(/^use\s+(?:function\s+|const\s+)?/, "")
    .replace(/;\s*$/, "");
  const [, prefix = "", group] = /^([^{]*)\{([^}]*)\}?/.exec(clean) ?? [];
  const found = new Map<string, ImportedName[]>();
  for (const part of (group ?? clean).split(",")) {
    const [written, , local] = part
      .replace(/^\s*(?:function|const)\s+/, "")
      .trim()
      .split(/\s+(as)\s+/i) as [string, string?, string?];
    const whole = (prefix.trim() + written).replace(/^\\/, "");
    const slash = whole.lastIndexOf("\\");
    const name = whole.slice(slash + 1);
    if (name === "") continue;
    // What has no namespace is in the global one.
    const specifier = slash <= 0 ? "\\" : whole.slice(0, slash);
    found.set(specifier, [...(found.get(specifier) ?? []), { name, local: local ?? name }]);
  }
  return [...found].map(([specifier, names]) => ({ specifier, line, names }));
}

/** `__DIR__ . '/a.php'` and `dirname(__FILE__) . '/a.php'` are `./a.php`; what is put together otherwise is not known. */
function included(node: Node, path: Node): Import | undefined {
  const text = path.text.replace(/^\(\s*|\s*\)$/g, "").trim();
  const [, folder, quoted] = /^(__DIR__\s*\.\s*|dirname\s*\(\s*__FILE__\s*\)?\s*\.\s*)?["']([^"'$]+)["']?$/.exec(text) ?? [];
  if (quoted === undefined) return undefined;
  const lazy = node.startPosition.column > 0 && isInside(node, ["function_definition", "method_declaration", "anonymous_function"]);
  return { specifier: folder === undefined ? quoted : `.${quoted}`, line: lineOf(node), names: [], ...(lazy && { lazy }) };
}
