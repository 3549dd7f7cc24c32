import { expect } from "vitest";
import { grammarOf, grammarOfPath, grammars } from "../../../../src/surfaces/tui/markdown/grammars.ts";
import { type CodeColours, Highlighter } from "../../../../src/surfaces/tui/markdown/highlighter.ts";
import { verifies } from "../../../verifies.ts";

const told = (colours: CodeColours, code: string): string[] =>
  code.split("\n").map((line) =>
    colours
      .next(line)
      .map(({ text, styles }) => (styles.length === 0 ? text : `${styles.join()}<${text}>`))
      .join(""),
  );

verifies("tui.markdown.code", "what spans lines is known on each of them", async () => {
  const highlighter = new Highlighter();
  await highlighter.load("typescript");

  const lines = told(highlighter.open("typescript"), 'const a = "b"; /* one\ntwo\n*/ f(1);\nconst t = `x\n${y} z`;');

  expect(lines).toEqual([
    'keyword<const> a = string<"b">; comment</* one>',
    "comment<two>",
    "comment<*/> function<f>(number<1>);",
    "keyword<const> t = string<`x>",
    "${y}string< z`>;",
  ]);
});

verifies("tui.markdown.code", "until a grammar is loaded, and without one, code is shown as it is", async () => {
  const highlighter = new Highlighter();
  const colours = highlighter.open("python");
  const before = told(colours, "def f(): pass");
  await highlighter.load("python");

  expect([before, told(colours, "def f(): pass"), told(highlighter.open(undefined), "def f(): pass")]).toEqual([
    ["def f(): pass"],
    ["keyword<def> function<f>(): keyword<pass>"],
    ["def f(): pass"],
  ]);
});

verifies("tui.markdown.code", "all grammars load, and are found by the names that people and files have for them", async () => {
  const highlighter = new Highlighter();
  await Promise.all(Object.keys(grammars).map((name) => highlighter.load(name)));

  const names = ["ts", "TSX", "py", "c++", "yml", "html", "constructor", ""].map(grammarOf);
  const paths = ["src/a.rs", "Makefile", "Dockerfile", "a/b.unknown"].map(grammarOfPath);

  expect([names, paths]).toEqual([
    ["typescript", "typescript", "python", "cpp", "yaml", "xml", undefined, undefined],
    ["rust", "makefile", "dockerfile", undefined],
  ]);
});

verifies("tui.markdown.code", "a comment of thousands of lines stays one, and a line of data is not read", async () => {
  const highlighter = new Highlighter();
  await highlighter.load("css");
  const colours = highlighter.open("css");

  const lines = told(colours, `/*\n${"note\n".repeat(3000)}*/`);

  expect([...new Set(lines)]).toEqual(["comment</*>", "comment<note>", "comment<*/>"]);
  expect(told(highlighter.open("css"), "a".repeat(5000))).toEqual(["a".repeat(5000)]);
});
