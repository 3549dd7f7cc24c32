import type { Import, ImportedName } from "../../../language.ts";
import { everything } from "../captured.ts";

interface Leaf {
  path: string[];
  local: string | undefined;
}

/**
 * The imports of `use a::{b, c::{d as e, *}};`, one for each path that names are taken from. `modules` are those with a body around it:
 * what is meant within the file alone is no import.
 */
export function useImports(text: string, { line, modules }: { line: number; modules: readonly string[] }): Import[] {
  const reexports = /^pub\b/.test(text);
  const tree = text
    .replaceAll(/\/\/[^\n]*|\/\*[^]*?\*\//g, " ")
    .replace(/^(?:pub\b(?:\s*\([^)]*\))?\s*)?(?:use|extern\s+crate)\b/, "")
    .replace(/;\s*$/, "");
  const found = new Map<string, ImportedName[]>();
  for (const { path, local } of leaves(tree)) {
    const full = fromFile(path, modules);
    const name = full.pop();
    if (name === undefined || (full.length === 0 && name === "self")) continue;
    const whole = full.length === 0;
    const specifier = whole ? name : full.join("::");
    if (specifier === "self" && modules.length > 0) continue;
    const names = found.get(specifier) ?? [];
    found.set(specifier, names);
    if (name === "*") names.push(everything);
    else if (local !== "_") names.push({ name: whole ? "*" : name, local: local ?? name });
  }
  return [...found].map(([specifier, names]) => ({ specifier, line, names, ...(reexports && { reexports }) }));
}

function* leaves(tree: string): Generator<Leaf> {
  const brace = tree.indexOf("{");
  if (brace === -1) {
    const [written, local] = tree.trim().split(/\s+as\s+/) as [string, string?];
    const path = segments(written);
    // `{self, …}` is the module itself.
    if (path.length > 1 && path.at(-1) === "self") path.pop();
    if (path.length > 0) yield { path, local: local?.trim() };
    return;
  }
  const prefix = segments(tree.slice(0, brace));
  for (const part of topLevelParts(tree.slice(brace + 1, closing(tree, brace))))
    for (const { path, local } of leaves(part))
      yield { path: path.length === 1 && path[0] === "self" ? prefix : [...prefix, ...path], local };
}

const segments = (path: string): string[] =>
  path
    .split("::")
    .map((segment) => segment.trim().replace(/^r#/, ""))
    .filter((segment) => segment !== "");

function closing(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === "{") depth++;
    else if (text[at] === "}" && --depth === 0) return at;
  }
  return text.length;
}

function topLevelParts(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === "{") depth++;
    else if (text[at] === "}") depth--;
    else if (text[at] === "," && depth === 0) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...parts, text.slice(start)].filter((part) => part.trim() !== "");
}

/** `self` and `super` as seen from the file instead of from the modules with a body. */
function fromFile(path: readonly string[], modules: readonly string[]): string[] {
  if (modules.length === 0 || (path[0] !== "self" && path[0] !== "super")) return [...path];
  const around = [...modules];
  let at = path[0] === "self" ? 1 : 0;
  while (path[at] === "super" && around.length > 0) {
    around.pop();
    at++;
  }
  return path[at] === "super" ? path.slice(at) : ["self", ...around, ...path.slice(at)];
}
