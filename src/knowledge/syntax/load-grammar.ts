import { readFileSync } from "node:fs";
import { Language as Grammar, Parser } from "web-tree-sitter";
import { grammarFile } from "./grammar-files.ts";
import { type GrammarName, grammars } from "./languages.ts";

let runtime: Promise<void> | undefined;
const loaded = new Map<GrammarName, Promise<Grammar>>();

/** The parser's runtime and one grammar, each loaded once in a process, when it is first needed. */
export async function loadGrammar(name: GrammarName): Promise<Grammar> {
  runtime ??= Parser.init({ wasmBinary: readFileSync(grammarFile({ package: "web-tree-sitter", file: "web-tree-sitter.wasm" })) });
  await runtime;
  let grammar = loaded.get(name);
  if (grammar === undefined) loaded.set(name, (grammar = Grammar.load(readFileSync(grammarFile(grammars[name])))));
  return await grammar;
}
