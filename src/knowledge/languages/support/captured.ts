import type { Node } from "web-tree-sitter";
import type { ImportedName } from "../../language.ts";
import type { Captures } from "./outline-by-query.ts";

/** The first node of each of these captures. */
export const firsts = (captures: Captures, ...names: readonly string[]): (Node | undefined)[] => names.map((name) => captures[name]?.[0]);

/** From 1. */
export const lineOf = (node: Node): number => node.startPosition.row + 1;

/** What takes over everything there is, without a name before it: `from a import *`, `import java.util.*`, `use a::*`. */
export const everything: ImportedName = { name: "*", local: "*" };

/** Whether it is somewhere inside of a node of these types. */
export function isInside(node: Node, types: readonly string[]): boolean {
  for (let at = node.parent; at !== null; at = at.parent) if (types.includes(at.type)) return true;
  return false;
}
