import { Parser, type TreeCursor } from "web-tree-sitter";
import { loadGrammar } from "./load-grammar.ts";
import { type GrammarName, languageOf } from "./languages.ts";
import { Node } from "./node.ts";

/**
 * The root of the text's syntax tree. The parser and the language's grammar are loaded when they are first needed.
 * No text is refused: what cannot be understood is an `ERROR` node.
 */
export async function parse(text: string, language: GrammarName): Promise<Node> {
  const grammar = await loadGrammar(language);
  const parser = new Parser();
  try {
    parser.setLanguage(grammar);
    const tree = parser.parse(text);
    if (tree === null) throw new Error("unreachable: a parser with a language and without a limit always has a tree");
    const cursor = tree.walk();
    try {
      return copy(cursor, text);
    } finally {
      // Their memory is not the collector's.
      cursor.delete();
      tree.delete();
    }
  } finally {
    parser.delete();
  }
}

/** The named nodes: each question to the parser's own costs more than an object. */
function copy(cursor: TreeCursor, source: string): Node {
  const root = new Node(cursor, { parent: null, source });
  const path = [root];
  let down = cursor.gotoFirstChild();
  while (path.length > 0) {
    if (!down) {
      if (cursor.gotoNextSibling()) down = true;
      else {
        cursor.gotoParent();
        path.pop();
      }
      continue;
    }
    const parent = path.at(-1)!;
    const node = cursor.nodeIsNamed ? new Node(cursor, { parent, source }) : undefined;
    if (node !== undefined) parent.namedChildren.push(node);
    down = cursor.gotoFirstChild();
    // A word of the grammar has nothing below it, but its place must be left again.
    if (down) path.push(node ?? parent);
  }
  return root;
}

/** Loads what the files of these names are parsed with, so that nobody waits for it later. */
export async function prepare(paths: readonly string[]): Promise<void> {
  const languages = new Set(paths.map(languageOf).filter((language) => language !== undefined));
  await Promise.all([...languages].map(loadGrammar));
}
