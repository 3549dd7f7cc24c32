export interface Package {
  name: string;
  folder: string;
  /** What its tests need of it, compiled. */
  modules: readonly string[];
  /** Compiler options besides the strict ones. */
  options?: Readonly<Record<string, unknown>>;
}

/** Published packages that ship their TypeScript sources: small, strict, and each of another kind. */
export const packages: readonly Package[] = [
  // Concurrency: async functions, callbacks, options.
  { name: "abort-controller-x", folder: "node_modules/abort-controller-x", modules: ["src/index.js"] },
  // A parser and a stream over it.
  {
    name: "eventsource-parser",
    folder: "node_modules/eventsource-parser",
    modules: ["src/index.js", "src/stream.js"],
    options: { verbatimModuleSyntax: true },
  },
  // Classes, caches, observers, much generic code.
  {
    name: "query-core",
    folder: "node_modules/@tanstack/query-core",
    modules: ["src/index.js"],
    options: { verbatimModuleSyntax: true },
  },
];
