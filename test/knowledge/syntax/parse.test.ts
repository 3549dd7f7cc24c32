import { fc } from "../../properties.ts";
import { expect } from "vitest";
import { grammars, type Language, languageOf } from "../../../src/knowledge/syntax/languages.ts";
import { parse } from "../../../src/knowledge/syntax/parse.ts";
import { verifies } from "../../verifies.ts";

const samples: Record<Language, readonly [text: string, type: string, field: string]> = {
  typescript: ["// a\nconst a: number = f<number>(1);\n", "variable_declarator", "value"],
  tsx: ["// a\nconst a = <p title={b}>c</p>;\n", "variable_declarator", "value"],
  javascript: ["// a\nconst a = <p>c</p>;\n", "variable_declarator", "value"],
  python: ["# a\ndef f(a):\n    return a\n", "function_definition", "body"],
  go: ["// a\npackage a\nfunc F() int { return 1 }\n", "function_declaration", "body"],
  java: ["// a\nclass A { int f() { return 1; } }\n", "method_declaration", "body"],
  rust: ["// a\nfn f() -> i32 { 1 }\n", "function_item", "body"],
};

for (const [language, [text, type, field]] of Object.entries(samples) as [Language, (typeof samples)[Language]][]) {
  verifies("syntax.parse", language, async () => {
    const root = await parse(text, language);
    const [node] = root.descendants([type]);
    const part = node!.childOf(field)!;
    expect({
      line: node!.line,
      parent: part.parent === node,
      text: text.slice(part.startIndex, part.endIndex) === part.text,
      errors: root.descendants(["ERROR"]),
    }).toEqual({ line: language === "go" ? 3 : 2, parent: true, text: true, errors: [] });
  });
}

verifies("syntax.parse", "any text", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: "binary", maxLength: 300 }),
      fc.constantFrom(...(Object.keys(grammars) as Language[])),
      async (text, language) => {
        const root = await parse(text, language);
        const open = [root];
        for (let node = open.pop(); node !== undefined; node = open.pop()) {
          if (node.startIndex < 0 || node.endIndex > text.length || node.startIndex > node.endIndex)
            throw new Error(`${node.type} lies outside`);
          open.push(...node.namedChildren);
        }
      },
    ),
    { numRuns: 200 },
  );
});

verifies("syntax.parse", "deep and cut off", async () => {
  for (const text of ["(".repeat(20_000), `${"[".repeat(5000)}1${"]".repeat(5000)}`, 'it("a", () => {'])
    expect((await parse(text, "typescript")).text.length).toBeGreaterThan(0);
});

verifies("syntax.parse", "by the ending of the name", () => {
  expect(
    ["a.ts", "b/c.test.TSX", "a.mjs", "a.pyi", "a.go", "A.java", "lib.rs", "a.md", "Makefile", "a.constructor"].map(languageOf),
  ).toEqual(["typescript", "tsx", "javascript", "python", "go", "java", "rust", undefined, undefined, undefined]);
});
