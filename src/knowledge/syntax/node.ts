import type { TreeCursor } from "web-tree-sitter";

/** A node of a parsed text, with the names that the language's grammar gives. Positions are UTF-16 units of the text. */
export class Node {
  readonly type: string;
  /** What the grammar calls it in its parent: `condition`, `body`. */
  readonly field: string | undefined;
  readonly parent: Node | null;
  readonly startIndex: number;
  readonly endIndex: number;
  /** From 1. */
  readonly line: number;
  readonly #source: string;
  /** Without punctuation and words that only separate. */
  readonly namedChildren: Node[] = [];

  constructor(cursor: TreeCursor, { parent, source }: { parent: Node | null; source: string }) {
    this.type = cursor.nodeType;
    this.field = cursor.currentFieldName ?? undefined;
    this.parent = parent;
    this.startIndex = cursor.startIndex;
    this.endIndex = cursor.endIndex;
    this.line = cursor.startPosition.row + 1;
    this.#source = source;
  }

  get text(): string {
    return this.#source.slice(this.startIndex, this.endIndex);
  }

  childOf(field: string): Node | null {
    return this.namedChildren.find((child) => child.field === field) ?? null;
  }

  /** All below it of these types, in the order of the text. */
  descendants(types: readonly string[]): Node[] {
    const found: Node[] = [];
    const open = this.namedChildren.toReversed();
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (types.includes(node.type)) found.push(node);
      for (let index = node.namedChildren.length - 1; index >= 0; index--) open.push(node.namedChildren[index]!);
    }
    return found;
  }
}
