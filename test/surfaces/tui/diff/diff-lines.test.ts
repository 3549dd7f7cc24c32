import { fc } from "../../../properties.ts";
import { expect } from "vitest";
import { type Diff, diffOfPatch, diffOfTexts, sizeOf } from "../../../../src/surfaces/tui/diff/diff.ts";
import { diffLines, type DiffLook } from "../../../../src/surfaces/tui/diff/diff-lines.ts";
import { fileDiffLines, fileDiffsOf } from "../../../../src/surfaces/tui/diff/file-diffs.ts";
import { Highlighter } from "../../../../src/surfaces/tui/markdown/highlighter.ts";
import { diffTexts } from "../../../../src/surfaces/tui/messages/diff.ts";
import { widthOf } from "../../../../src/surfaces/tui/text/line.ts";
import { verifies } from "../../../verifies.ts";
import { anyText, textOf } from "../text/text.ts";

const highlighter = new Highlighter();
const look = (width: number, more: Partial<DiffLook> = {}): DiffLook => ({
  width,
  path: "a.ts",
  highlighter,
  texts: diffTexts.en,
  ...more,
});
const shown = (diff: Diff, width: number, more: Partial<DiffLook> = {}): string =>
  diffLines(diff, look(width, more)).map(textOf).join("\n");

const before = `import a from "a";\nconst x = 1;\nfunction f() {\n\treturn x + 1;\n}\n${"same\n".repeat(20)}end\n`;
const after = `import a from "a";\nconst x = 2;\nfunction f() {\n\treturn x + 2; // why\n\tmore();\n}\n${"same\n".repeat(20)}fin\n`;

verifies("tui.diff.looks", "in 60 columns", () => {
  expect(shown(diffOfTexts(before, after), 60)).toMatchInlineSnapshot(`
    " 1   import a from "a";
     2 - const x = 1;
     2 + const x = 2;
     3   function f() {
     4 -     return x + 1;
     4 +     return x + 2; // why
     5 +     more();
     6   }
     7   same
     8   same
    …
    24   same
    25   same
    26   same
    26 - end
    27 + fin"
  `);
});

verifies("tui.diff.looks", "in 20 columns", () => {
  expect(shown(diffOfTexts(before, after), 20, { maxRows: 8 })).toMatchInlineSnapshot(`
    " 1   import a from "
         a";
     2 - const x = 1;
     2 + const x = 2;
     3   function f() {
     4 -     return x + 
         1;
    … 10 more lines"
  `);
});

verifies("tui.diff.looks", "in 120 columns", () => {
  expect(shown(diffOfTexts(before, after), 120)).toMatchInlineSnapshot(`
    " 1   import a from "a";                                    │  1   import a from "a";
     2 - const x = 1;                                          │  2 + const x = 2;
     3   function f() {                                        │  3   function f() {
     4 -     return x + 1;                                     │  4 +     return x + 2; // why
                                                               │  5 +     more();
     5   }                                                     │  6   }
     6   same                                                  │  7   same
     7   same                                                  │  8   same
    …
    23   same                                                  │ 24   same
    24   same                                                  │ 25   same
    25   same                                                  │ 26   same
    26 - end                                                   │ 27 + fin"
  `);
});

verifies("tui.diff.looks", "colours of the change and of the language", async () => {
  await highlighter.load("typescript");

  expect(diffLines(diffOfTexts('let a = 1;\nlet b = "x";\n', 'let a = 1;\nlet b = "y";\n'), look(60))).toEqual([
    [
      { text: "1 ", style: "dim" },
      { text: "  ", style: "dim" },
      { text: "let", style: "keyword" },
      { text: " a = " },
      { text: "1", style: "number" },
      { text: ";" },
    ],
    [
      { text: "2 ", style: "dim" },
      { text: "- ", style: "removed" },
      { text: "let", style: ["removed", "keyword"] },
      { text: " b = ", style: "removed" },
      { text: '"', style: ["removed", "string"] },
      { text: "x", style: ["removedStrong", "string"] },
      { text: '"', style: ["removed", "string"] },
      { text: ";", style: "removed" },
    ],
    [
      { text: "2 ", style: "dim" },
      { text: "+ ", style: "added" },
      { text: "let", style: ["added", "keyword"] },
      { text: " b = ", style: "added" },
      { text: '"', style: ["added", "string"] },
      { text: "y", style: ["addedStrong", "string"] },
      { text: '"', style: ["added", "string"] },
      { text: ";", style: "added" },
    ],
  ]);
});

verifies("tui.diff.looks", "no row is wider than the screen", () => {
  fc.assert(
    fc.property(
      fc.array(anyText, { maxLength: 8 }),
      fc.array(anyText, { maxLength: 8 }),
      fc.integer({ min: 12, max: 130 }),
      (old, now, width) => diffLines(diffOfTexts(old.join("\n"), now.join("\n")), look(width)).every((line) => widthOf(line) <= width),
    ),
  );
});

verifies("tui.diff.limits", "what is shown and what is left out are the whole", () => {
  const lines = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 30 });
  fc.assert(
    fc.property(lines, lines, fc.integer({ min: 2, max: 12 }), (old, now, maxRows) => {
      const diff = diffOfTexts(old.join("\n"), now.join("\n"));
      const rows = shown(diff, 60, { maxRows })
        .split("\n")
        .filter((row) => row !== "");
      const left = Number(/^… (\d+) more/.exec(rows.at(-1) ?? "")?.[1] ?? 0);
      const told = rows.filter((row) => /^ *\d+ /.test(row)).length;
      expect(rows.length).toBeLessThanOrEqual(maxRows);
      expect(told + left).toBe(diff.hunks.flat().length);
    }),
  );
});

verifies("tui.diff.limits", "binary, huge and wholly other files", () => {
  const many = Array.from({ length: 5000 }, (_, index) => `line ${index}`).join("\n");

  const told = [diffOfTexts("a\0b", "c"), diffOfTexts("x".repeat(2_000_000), "y"), diffOfTexts(many, many.replaceAll("line", "row"))].map(
    (diff) => shown(diff, 60, { maxRows: 2 }),
  );

  expect(told).toEqual([diffTexts.en.binary, diffTexts.en.huge, "   1 - line 0\n… 9999 more lines"]);
});

verifies("tui.diff.limits", "of several files as many as there is room for", () => {
  const files = fileDiffsOf(["a.ts", "b.ts", "c.ts"].map((path) => ({ path, before: "", after: "1\n2\n3\n" })));
  const rows = (maxRows: number) => fileDiffLines(files, { width: 40, highlighter, texts: diffTexts.en, maxRows }).map(textOf);

  expect([rows(14), rows(9), rows(8), rows(2)]).toEqual([
    ["a.ts  +3 -0", "1 + 1", "2 + 2", "3 + 3", "", "b.ts  +3 -0", "1 + 1", "2 + 2", "3 + 3", "", "c.ts  +3 -0", "1 + 1", "2 + 2", "3 + 3"],
    ["a.ts  +3 -0", "1 + 1", "2 + 2", "3 + 3", "", "b.ts  +3 -0", "1 + 1", "… 2 more lines", "… 1 more file"],
    ["a.ts  +3 -0", "1 + 1", "2 + 2", "3 + 3", "… 2 more files"],
    ["… 3 more files"],
  ]);
});

verifies("tui.diff.looks", "a unified diff, whatever is around it and wherever it was cut", () => {
  const text =
    "Edited a.ts.\n@@ -3,2 +3,3 @@\n same\n-old\n+new\n+more\n\\ No newline at end of file\nand then\n@@ -9,4 +10,4 @@\n-x\n(7 more lines of diff)";

  const diff = diffOfPatch(text);

  expect([shown(diff, 60), sizeOf(diff), diff.missing]).toEqual([
    "3   same\n4 - old\n4 + new\n5 + more\n…\n9 - x\n… 4 more lines",
    { added: 2, removed: 2 },
    4,
  ]);
});
