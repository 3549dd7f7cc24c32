import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** Where the build puts them: beside the folder of the bundle's chunks. */
const bundled = join(import.meta.dirname, "../grammars");

/** Absolute path of a wasm file: of the build, or when run from source of the installed package. */
export function grammarFile({ package: name, file }: { package: string; file: string }): string {
  const copy = join(bundled, file);
  if (existsSync(copy)) return copy;
  const require = createRequire(import.meta.url);
  // Not every package exports its `package.json`; where its wasm lies is told by what it does export.
  return join(dirname(require.resolve(`${name}/${manifestOf(name)}`)), file);
}

function manifestOf(name: string): string {
  return name === "web-tree-sitter" ? "web-tree-sitter.wasm" : "package.json";
}
