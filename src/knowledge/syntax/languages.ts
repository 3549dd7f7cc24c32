/** The languages whose source code can be parsed. */
export type Language = "typescript" | "tsx" | "javascript" | "python" | "go" | "java" | "rust";

/** By language: the package that brings its grammar, and the grammar's file in it. */
export const grammars: Readonly<Record<Language, { package: string; file: string }>> = {
  typescript: { package: "tree-sitter-typescript", file: "tree-sitter-typescript.wasm" },
  tsx: { package: "tree-sitter-typescript", file: "tree-sitter-tsx.wasm" },
  javascript: { package: "tree-sitter-javascript", file: "tree-sitter-javascript.wasm" },
  python: { package: "tree-sitter-python", file: "tree-sitter-python.wasm" },
  go: { package: "tree-sitter-go", file: "tree-sitter-go.wasm" },
  java: { package: "tree-sitter-java", file: "tree-sitter-java.wasm" },
  rust: { package: "tree-sitter-rust", file: "tree-sitter-rust.wasm" },
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
