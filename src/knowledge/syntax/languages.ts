/** The languages whose source code is judged, not only indexed: `languageOf` tells them by the ending of a name. */
export type Language = "typescript" | "tsx" | "javascript" | "python" | "go" | "java" | "rust";

/** What can be parsed: the languages, and what is only in the graph. */
export type GrammarName = Language | "c" | "cpp" | "c_sharp" | "ruby" | "php" | "bash" | "css" | "html" | "json" | "yaml";

/** The package that brings a grammar, and the grammar's file in it. */
export const grammars: Readonly<Record<GrammarName, { package: string; file: string }>> = {
  typescript: { package: "tree-sitter-typescript", file: "tree-sitter-typescript.wasm" },
  tsx: { package: "tree-sitter-typescript", file: "tree-sitter-tsx.wasm" },
  javascript: { package: "tree-sitter-javascript", file: "tree-sitter-javascript.wasm" },
  python: { package: "tree-sitter-python", file: "tree-sitter-python.wasm" },
  go: { package: "tree-sitter-go", file: "tree-sitter-go.wasm" },
  java: { package: "tree-sitter-java", file: "tree-sitter-java.wasm" },
  rust: { package: "tree-sitter-rust", file: "tree-sitter-rust.wasm" },
  c: { package: "tree-sitter-c", file: "tree-sitter-c.wasm" },
  cpp: { package: "tree-sitter-cpp", file: "tree-sitter-cpp.wasm" },
  c_sharp: { package: "tree-sitter-c-sharp", file: "tree-sitter-c_sharp.wasm" },
  ruby: { package: "tree-sitter-ruby", file: "tree-sitter-ruby.wasm" },
  php: { package: "tree-sitter-php", file: "tree-sitter-php.wasm" },
  bash: { package: "tree-sitter-bash", file: "tree-sitter-bash.wasm" },
  css: { package: "tree-sitter-css", file: "tree-sitter-css.wasm" },
  html: { package: "tree-sitter-html", file: "tree-sitter-html.wasm" },
  json: { package: "tree-sitter-json", file: "tree-sitter-json.wasm" },
  yaml: { package: "@tree-sitter-grammars/tree-sitter-yaml", file: "tree-sitter-yaml.wasm" },
};

const byEnding: Readonly<Record<string, Language>> = {
  ts: "typescript",
  mts: "typescript",
  cts: "typescript",
  tsx: "tsx",
  js: "javascript",
  mjs: "javascript",
  cjs: "javascript",
  jsx: "javascript",
  py: "python",
  pyi: "python",
  go: "go",
  java: "java",
  rs: "rust",
};

/** By the ending of its name; undefined for what cannot be parsed. */
export function languageOf(path: string): Language | undefined {
  const ending = path.slice(path.lastIndexOf(".") + 1).toLowerCase();
  return Object.hasOwn(byEnding, ending) ? byEnding[ending] : undefined;
}
