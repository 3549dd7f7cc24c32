import { fc } from "../../properties.ts";
import { expect } from "vitest";
import { structuredPatch } from "diff";
import { applyHunks } from "../../../src/tools/support/apply-hunks.ts";
import { parsePatch, pathsOfPatch, type FilePatch } from "../../../src/tools/support/patch-grammar.ts";
import { Refusal } from "../../../src/tools/support/refusal.ts";
import { verifies } from "../../verifies.ts";

const begin = "*** Begin Patch\n";
const end = "*** End Patch\n";

function update(text: string, body: string): string {
  const [file] = parsePatch(`${begin}*** Update File: f\n${body}\n${end}`) as [Extract<FilePatch, { type: "update" }>];
  return applyHunks(text, file.hunks).text;
}

function messageOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
  throw new Error("not refused");
}

verifies("tools.patch-grammar", "all of it", () => {
  const patch = [
    "Here is the patch:",
    "*** Begin Patch",
    "*** Add File: a b.txt",
    "+one",
    "+",
    "*** Delete File: gone.ts",
    "*** Update File: src/x.ts",
    "*** Move to: src/y.ts",
    "@@ class A",
    "@@   f() {",
    " context",
    "-old",
    "+new",
    "",
    "@@ -1,2 +1,3 @@",
    "+tail",
    "*** End of File",
    "*** Update File: z",
    "@@ -1 +1 @@ function g() {",
    "-a",
    "*** End Patch",
    "Done.",
  ].join("\r\n");
  expect(parsePatch(patch)).toEqual([
    { type: "add", path: "a b.txt", content: "one\n\n" },
    { type: "delete", path: "gone.ts" },
    {
      type: "update",
      path: "src/x.ts",
      moveTo: "src/y.ts",
      hunks: [
        { anchors: ["class A", "  f() {"], old: ["context", "old", ""], new: ["context", "new", ""], atEnd: false },
        { anchors: [], old: [], new: ["tail"], atEnd: true },
      ],
    },
    { type: "update", path: "z", hunks: [{ anchors: ["function g() {"], old: ["a"], new: [], atEnd: false }] },
  ]);
  expect(pathsOfPatch(patch.replaceAll("\r", ""))).toEqual(["a b.txt", "gone.ts", "src/x.ts", "src/y.ts", "z"]);
});

verifies("tools.patch-grammar", "what is wrong is named", () => {
  const table: [string, string][] = [
    ["", "The patch must begin with the line `*** Begin Patch`."],
    [begin, "The patch must end with the line `*** End Patch`."],
    [begin + end, "The patch names no file."],
    [
      `${begin}*** Rename File: a\n${end}`,
      "Line 2 of the patch, `*** Rename File: a`: expected `*** Add File: PATH`, `*** Delete File: PATH` or `*** Update File: PATH`.",
    ],
    [`${begin}*** Add File: a\nx\n${end}`, "Line 3 of the patch, `x`: expected a line of the new file, beginning with `+`."],
    [`${begin}*** Update File: a\n${end}`, "Line 3 of the patch, `*** End Patch`: expected a change to a."],
    [`${begin}*** Update File: a\n@@\nfoo\n${end}`, "Line 4 of the patch, `foo`: expected a line beginning with a space, `-` or `+`."],
    [
      `${begin}*** Update File: a\n@@ x\n${end}`,
      "Line 4 of the patch, `*** End Patch`: expected a line beginning with a space, `-` or `+`.",
    ],
  ];
  expect(table.map(([patch]) => messageOf(() => parsePatch(patch)))).toEqual(table.map(([, message]) => message));
});

verifies("tools.patch-place", "table", () => {
  const table: { text: string; body: string; expect: string }[] = [
    { text: "a\nb\nc\n", body: "@@\n a\n-b\n+x\n c", expect: "a\nx\nc\n" },
    { text: "a\nb\nc\n", body: " a\n-b\n c", expect: "a\nc\n" },
    { text: "f {\n  a\n}\ng {\n  a\n}\n", body: "@@ g {\n-  a\n+  b", expect: "f {\n  a\n}\ng {\n  b\n}\n" },
    { text: "A\nf\nx\nB\nf\nx\n", body: "@@ B\n@@ f\n-x\n+y", expect: "A\nf\nx\nB\nf\ny\n" },
    { text: "a\nb\n", body: "@@ a\n+x", expect: "a\nx\nb\n" },
    { text: "a\nb\n", body: "@@\n+x", expect: "a\nb\nx\n" },
    { text: "a\nb", body: "@@\n+x", expect: "a\nb\nx" },
    { text: "", body: "@@\n+x", expect: "x\n" },
    { text: "a\nb\na\n", body: "@@\n-a\n+z\n*** End of File", expect: "a\nb\nz\n" },
    { text: "a\nb\nc\nd\n", body: "@@\n-a\n+1\n+2\n@@\n c\n-d\n+4", expect: "1\n2\nb\nc\n4\n" },
    { text: "x\na\nx\n", body: "@@\n a\n-x\n+y", expect: "x\na\ny\n" },
    { text: "a\r\nb\r\n", body: "@@\n a\n-b\n+c\n+d", expect: "a\r\nc\r\nd\r\n" },
    {
      text: "f {\n\tif x {\n\t\ty\n\t}\n}\n",
      body: "@@ f {\n   if x {\n-    y\n+    for {\n+      z\n+    }\n   }",
      expect: "f {\n\tif x {\n\t\tfor {\n\t\t\tz\n\t\t}\n\t}\n}\n",
    },
    { text: "a  \nb\n", body: "@@\n a\n-b\n+c", expect: "a  \nc\n" },
    { text: "a\n\nb\n", body: "@@\n a\n\n-b\n+c", expect: "a\n\nc\n" },
  ];
  for (const { text, body, expect: wanted } of table) expect([body, update(text, body)]).toEqual([body, wanted]);
});

verifies("tools.patch-place", "a hunk without a place is refused with the reason", () => {
  const table: { text: string; body: string; message: string }[] = [
    {
      text: "a\nb\na\n",
      body: "@@\n-a\n+z",
      message: "The hunk fits 2 places, at lines 1, 3. Add lines of context, or an anchor (@@ LINE).",
    },
    {
      text: "alpha\nbeta\n",
      body: "@@\n-alpho\n+z",
      message: "The hunk does not fit: its context and removed lines do not stand in the file. The closest lines are:\n1\talpha\n2\tbeta",
    },
    { text: "a\nb\n", body: "@@ classes\n-a\n+z", message: "The hunk: no line `classes` after line 0." },
    {
      text: "a\nb\n",
      body: "@@\n-b\n+y\n@@\n-a\n+x",
      message: "Hunk 2 fits line 1, but an earlier hunk comes after that. Give hunks in the order of the file.",
    },
    {
      text: "a\nb\n",
      body: "@@ b\n-a\n+x",
      message: "The hunk fits line 1, but its anchor comes after that. Give hunks in the order of the file.",
    },
    { text: "a\nb\n", body: "@@\n-a\n+x\n*** End of File", message: "The hunk fits line 1, which is not the end of the file." },
  ];
  expect(table.map(({ text, body }) => messageOf(() => update(text, body)))).toEqual(table.map(({ message }) => message));
});

verifies("tools.patch-place", "the hunks of any diff with enough context give the other text", () => {
  const lines = fc.array(fc.constantFrom("a", "b", "  a", "\tb", "", "c d"), { maxLength: 12 });
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      const [from, to] = [before, after].map((texts) => texts.map((text) => `${text}\n`).join("")) as [string, string];
      const { hunks } = structuredPatch("", "", from, to, "", "", { context: 100 });
      if (hunks.length === 0) return;
      expect(update(from, `@@\n${hunks[0]!.lines.join("\n")}`)).toBe(to);
    }),
  );
});
