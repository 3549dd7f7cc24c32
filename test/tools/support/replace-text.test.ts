import { fc } from "../../properties.ts";
import { expect } from "vitest";
import { replaceText } from "../../../src/tools/support/replace-text.ts";
import { verifies } from "../../verifies.ts";

interface Case {
  name: string;
  text: string;
  old: string;
  new: string;
  all?: boolean;
  expect: string;
}

const exact: Case[] = [
  { name: "one word", text: "a b c\n", old: "b", new: "x", expect: "a x c\n" },
  { name: "lines", text: "a\nb\nc\n", old: "b\n", new: "x\ny\n", expect: "a\nx\ny\nc\n" },
  { name: "deletes", text: "a\nb\nc\n", old: "b\n", new: "", expect: "a\nc\n" },
  { name: "no final newline", text: "a\nb", old: "b", new: "c", expect: "a\nc" },
  { name: "CRLF, matched by plain newlines", text: "a\r\nb\r\nc\r\n", old: "a\nb", new: "x\ny\nz", expect: "x\r\ny\r\nz\r\nc\r\n" },
  { name: "CRLF, matched by CRLF", text: "a\r\nb\r\n", old: "a\r\nb", new: "x\r\ny", expect: "x\r\ny\r\n" },
  { name: "CRLF, a newline added to one line", text: "a\r\nb\r\n", old: "a", new: "a\na2", expect: "a\r\na2\r\nb\r\n" },
  { name: "CRLF, last line without an end", text: "a\r\nb", old: "b", new: "b\nc", expect: "a\r\nb\r\nc" },
  { name: "mixed line ends stay", text: "a\r\nb\nc\r\nd\n", old: "c", new: "x\ny", expect: "a\r\nb\nx\r\ny\r\nd\n" },
  { name: "plain newlines stay in a file with CRLF elsewhere", text: "a\nb\r\n", old: "a\n", new: "x\ny\n", expect: "x\ny\nb\r\n" },
  { name: "newlines only", text: "a\r\n\r\n\r\nb\r\n", old: "a\n\n\nb", new: "a\n\nb", expect: "a\r\n\r\nb\r\n" },
  { name: "dollar signs are text", text: "a\n", old: "a", new: "$& $1 $$", expect: "$& $1 $$\n" },
  { name: "unicode", text: "naïve 😀 漢\n", old: "😀 漢", new: "é", expect: "naïve é\n" },
  { name: "tabs", text: "\tif\tx\n", old: "\tif\tx", new: "\tif\ty", expect: "\tif\ty\n" },
  { name: "all", text: "a b a b a", old: "a", new: "aa", all: true, expect: "aa b aa b aa" },
  { name: "all, where places overlap", text: "aaaa a", old: "aa", new: "b", all: true, expect: "bb a" },
  { name: "lone carriage returns", text: "a\rb\r\r\nc\n", old: "b\r", new: "x", expect: "a\rx\r\nc\n" },
];

verifies("tools.edit-exact", "table", () => {
  for (const { name, text, old, new: by, all = false, expect: wanted } of exact)
    expect({ name, ...replaceText(text, { old, new: by, all }) }).toEqual({ name, ok: true, text: wanted });
});

verifies("tools.edit-exact", "any text before and after stays, byte for byte", () => {
  const piece = fc.string({ unit: fc.constantFrom("a", "b", " ", "\t", "\n", "\r\n", "é", "😀"), maxLength: 20 });
  fc.assert(
    fc.property(piece, piece, piece, (before, after, by) => {
      const result = replaceText(`${before}<old>${after}`, { old: "<old>", new: by.replaceAll("\n", ""), all: false });
      expect(result).toEqual({ ok: true, text: `${before}${by.replaceAll("\n", "")}${after}` });
    }),
  );
});

verifies("tools.edit-exact", "any piece of any text, whatever its line ends", () => {
  const anyText = fc.string({ unit: fc.constantFrom("a", "b", " ", "\n", "\r\n", "é"), minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(anyText, fc.nat(), fc.nat(), (text, at, length) => {
      const unix = text.replaceAll("\r\n", "\n");
      const start = at % unix.length;
      const old = unix.slice(start, start + 1 + (length % 10));
      const result = replaceText(text, { old, new: "X", all: false });
      if (!result.ok) {
        expect(result.reason).toMatch(/places/);
        return;
      }
      expect(result.text.replaceAll("\r\n", "\n")).toBe(unix.replace(old, "X"));
      const [head, tail] = result.text.split("X") as [string, string];
      expect([text.startsWith(head), text.endsWith(tail)]).toEqual([true, true]);
    }),
  );
});

verifies("tools.edit-exact", "nothing is not replaced, nor anything by itself", () => {
  expect(replaceText("a", { old: "", new: "b", all: false })).toMatchObject({ ok: false, reason: expect.stringContaining("empty") });
  expect(replaceText("a", { old: "a", new: "a", all: false })).toMatchObject({ ok: false, reason: expect.stringContaining("same") });
});

verifies("tools.edit-ambiguous", () => {
  const text = "x\na\ny\na\r\na\n";
  expect(replaceText(text, { old: "a", new: "b", all: false })).toEqual({
    ok: false,
    reason: "`old` stands in 3 places: lines 2, 4, 5. Give more of the lines around it, or set all.",
  });
  expect(replaceText(text, { old: "a", new: "b", all: true })).toEqual({ ok: true, text: "x\nb\ny\nb\r\nb\n" });
});

verifies("tools.edit-ambiguous", "places that overlap are several", () => {
  expect(replaceText("aaa", { old: "aa", new: "b", all: false })).toMatchObject({ ok: false });
});

const tolerant: Case[] = [
  {
    name: "less indentation than the file",
    text: "class A {\n    f() {\n        return 1;\n    }\n}\n",
    old: "f() {\n    return 1;\n}",
    new: "f() {\n    if (x) {\n        return 2;\n    }\n    return 1;\n}",
    expect: "class A {\n    f() {\n        if (x) {\n            return 2;\n        }\n        return 1;\n    }\n}\n",
  },
  {
    name: "more indentation than the file",
    text: "def f():\n    return 1\n",
    old: "    def f():\n        return 1\n",
    new: "    def f():\n        x = 1\n        return x\n",
    expect: "def f():\n    x = 1\n    return x\n",
  },
  {
    name: "spaces for tabs",
    text: "func f() {\n\tif x {\n\t\treturn\n\t}\n}\n",
    old: "    if x {\n        return\n    }",
    new: "    if x {\n        for {\n            g()\n        }\n        return\n    }",
    expect: "func f() {\n\tif x {\n\t\tfor {\n\t\t\tg()\n\t\t}\n\t\treturn\n\t}\n}\n",
  },
  {
    name: "tabs for spaces",
    text: "a {\n  b {\n    c\n  }\n}\n",
    old: "\tb {\n\t\tc\n\t}",
    new: "\tb {\n\t\tc {\n\t\t\td\n\t\t}\n\t}",
    expect: "a {\n  b {\n    c {\n      d\n    }\n  }\n}\n",
  },
  {
    name: "two spaces for four",
    text: "a:\n    b:\n        c: 1\n",
    old: "  b:\n    c: 1",
    new: "  b:\n    c:\n      d: 1",
    expect: "a:\n    b:\n        c:\n            d: 1\n",
  },
  {
    name: "no indentation at all",
    text: "if a {\n  if b {\n    c()\n  }\n}\n",
    old: "if b {\nc()\n}",
    new: "if b {\nc(1)\n}",
    expect: "if a {\n  if b {\n    c(1)\n  }\n}\n",
  },
  {
    name: "mixed indentation of the file",
    text: "a\n\tb\n        c\n\td\n",
    old: "b\n  c\nd",
    new: "b\n  c2\n  e\nd",
    expect: "a\n\tb\n        c2\n        e\n\td\n",
  },
  {
    name: "trailing space of the file stays on lines that stay",
    text: "a  \nb\t\nc\n",
    old: "a\nb\nc",
    new: "a\nb\nd",
    expect: "a  \nb\t\nd\n",
  },
  { name: "trailing space of the model", text: "a\nb\n", old: "a  \nb", new: "a  \nc", expect: "a\nc\n" },
  { name: "CRLF", text: "x {\r\n\ty\r\n}\r\n", old: "x {\n  y\n}", new: "x {\n  y\n  z\n}", expect: "x {\r\n\ty\r\n\tz\r\n}\r\n" },
  { name: "no final newline", text: "a\n  b", old: "a\nb", new: "a\nc", expect: "a\n  c" },
  { name: "deletes whole lines", text: "a\n  b\n  c\nd\n", old: "b\nc\n", new: "", expect: "a\nd\n" },
  {
    name: "a line added after a blank one, with the indentation lost",
    text: "f {\n  a {\n\n    b\n  }\n}\n",
    old: "a {\n\nb\n}",
    new: "a {\n\nx\nb\n}",
    expect: "f {\n  a {\n\n  x\n    b\n  }\n}\n",
  },
  { name: "blank lines stay blank", text: "  a\n\n  b\n", old: "a\n\nb", new: "a\n\nx\n\nb", expect: "  a\n\n  x\n\n  b\n" },
  {
    name: "Python, dedenting",
    text: "class A:\n    def f(self):\n        pass\n",
    old: "        def f(self):\n            pass",
    new: "        def f(self):\n            pass\n\n    B = 1",
    expect: "class A:\n    def f(self):\n        pass\n\nB = 1\n",
  },
];

verifies("tools.edit-tolerant", "table", () => {
  for (const { name, text, old, new: by, expect: wanted } of tolerant) {
    const result = replaceText(text, { old, new: by, all: false });
    expect({ name, ...result }).toEqual({ name, ok: true, text: wanted, note: expect.stringContaining("white space") });
  }
});

verifies("tools.edit-tolerant", "a final newline that is not there is no adaption", () => {
  expect(replaceText("a\nb", { old: "b\n", new: "c\n", all: false })).toEqual({ ok: true, text: "a\nc" });
});

verifies("tools.edit-tolerant", "two such places are refused with their lines", () => {
  expect(replaceText("  a\n    a\n", { old: "\ta", new: "b", all: false })).toEqual({
    ok: false,
    reason: "`old` does not stand in the file exactly. Ignoring indentation it would match 2 places, at lines 1, 2.",
  });
});

verifies("tools.edit-tolerant", "blank lines alone match nothing", () => {
  expect(replaceText("a\n \nb\n", { old: "\t\t\n", new: "x", all: false })).toMatchObject({ ok: false });
});

verifies("tools.edit-tolerant", "shifting a block to another depth and another style gives back the file's own", () => {
  const shape = fc.array(fc.nat(3), { minLength: 1, maxLength: 8 }).map((steps) => {
    let depth = 0;
    return steps.map((step) => (depth = Math.min(step, depth + 1)));
  });
  fc.assert(
    fc.property(
      shape,
      fc.constantFrom("\t", "  ", "    "),
      fc.constantFrom("\t", "  ", "    "),
      fc.nat(3),
      fc.nat(3),
      (depths, fileUnit, modelUnit, at, shift) => {
        const block = (unit: string, base: number) => depths.map((depth, index) => `${unit.repeat(depth + base)}line${index}`);
        const file = ["top {", ...block(fileUnit, at), "}"].join("\n");
        const lines = block(modelUnit, shift);
        const result = replaceText(file, {
          old: lines.join("\n"),
          new: lines.map((line) => line.replace("line", "word")).join("\n"),
          all: false,
        });
        expect(result).toMatchObject({ ok: true, text: file.replaceAll("line", "word") });
      },
    ),
  );
});

verifies("tools.edit-not-found", "the closest lines are shown", () => {
  const text = Array.from({ length: 50 }, (_, index) => `const value${index} = compute(${index});`).join("\n");
  expect(replaceText(text, { old: "const value20 = compute(21);\nnot here", new: "x", all: false })).toEqual({
    ok: false,
    reason: [
      "`old` does not stand in the file. The closest lines are:",
      "20\tconst value19 = compute(19);",
      "21\tconst value20 = compute(20);",
      "22\tconst value21 = compute(21);",
      "23\tconst value22 = compute(22);",
    ].join("\n"),
  });
});

verifies("tools.edit-not-found", "lines that are there show where", () => {
  const text = "one\ntwo\nthree\nfour\nfive\n";
  const result = replaceText(text, { old: "two\nthree\nsomething else", new: "x", all: false });
  expect(result).toMatchObject({ ok: false, reason: expect.stringContaining("1\tone\n2\ttwo\n3\tthree\n4\tfour\n5\tfive") });
});

verifies("tools.edit-not-found", "nothing alike is not shown", () => {
  expect(replaceText("\n\n", { old: "\n\n\n", new: "x", all: false })).toEqual({ ok: false, reason: "`old` does not stand in the file." });
  expect(replaceText("aaaa\n", { old: "zzzzzzzzzzzz", new: "x", all: false })).toEqual({
    ok: false,
    reason: "`old` does not stand in the file.",
  });
});
