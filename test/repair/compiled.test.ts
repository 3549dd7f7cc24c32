import { expect } from "vitest";
import { defineRepairer } from "../../src/contract/repairer.ts";
import { applyFixes, type Fix } from "../../src/repair/compiled/fix.ts";
import { mendInRounds, type Look } from "../../src/repair/compiled/mend-in-rounds.ts";
import { verifies } from "../verifies.ts";
import { repairInBox } from "./boxed.ts";

const fix = (start: number, end: number, text: string): Fix => ({ file: "a.txt", start, end, text, reason: `to ${text}` });

/** A compiler that takes an upper-case letter for a fault, and `?` for one that hides all others; `fixes` says what it offers for a letter. */
async function mendLetters(text: string, fixes: Readonly<Record<string, string>>): Promise<[string | undefined, string[] | undefined]> {
  const look = (content: string): Look => {
    const letters = content.split("").map((letter, offset) => ({ letter, offset }));
    const hiding = letters.filter(({ letter }) => letter === "?");
    const faulty = hiding.length > 0 ? hiding : letters.filter(({ letter }) => /[A-Z]/.test(letter));
    return {
      faults: faulty.map(({ letter, offset }) => ({ file: "a.txt", line: 1, code: "letter", message: letter, offset })),
      fixes: faulty.flatMap(({ letter, offset }) => (fixes[letter] === undefined ? [] : [fix(offset, offset + 1, fixes[letter])])),
    };
  };
  const repairer = defineRepairer({
    name: "letters",
    mends: ["build"],
    looksAt: "project",
    applies: async () => true,
    repair: async (context) =>
      await mendInRounds(context, {
        programs: ["cat"],
        // What is in the layer, as a compiler finds it.
        look: async (box) => look((await box.exec(["cat", "a.txt"], { timeoutMs: 0 })).output.toString()),
      }),
  });
  const repair = await repairInBox(repairer, { "a.txt": text });
  return [repair?.edits.get("a.txt"), repair?.reasons];
}

verifies("repair.compiled-only-better", async () => {
  expect({
    "what helps": await mendLetters("ABc", { A: "a", B: "b" }),
    "what helps in part": await mendLetters("ABc", { A: "a" }),
    "what reveals more that can be mended": await mendLetters("?AB", { "?": "x", A: "a", B: "b" }),
    "what reveals more than it mends": await mendLetters("?AB", { "?": "x" }),
    "what brings another fault": await mendLetters("AB", { A: "C" }),
    "what hides the others, beside what helps": await mendLetters("ABBB", { A: "?", B: "b" }),
    "what goes round in circles": await mendLetters("A", { A: "aA" }),
  }).toEqual({
    "what helps": ["abc", ["a.txt:1 to a", "a.txt:1 to b"]],
    "what helps in part": ["aBc", ["a.txt:1 to a"]],
    "what reveals more that can be mended": ["xab", ["a.txt:1 to x", "a.txt:1 to a", "a.txt:1 to b"]],
    "what reveals more than it mends": [undefined, undefined],
    "what brings another fault": [undefined, undefined],
    "what hides the others, beside what helps": ["Abbb", ["a.txt:1 to b", "a.txt:1 to b", "a.txt:1 to b"]],
    "what goes round in circles": [undefined, undefined],
  });
});

verifies("repair.compiled-only-better", "of fixes that contradict each other the first is applied, imports at one place all", () => {
  const told = (text: string, fixes: Fix[]) => {
    const { content, applied } = applyFixes(Buffer.from(text), fixes);
    return [content.toString(), applied.map(({ line, start, end }) => [line, start, end])];
  };
  expect([
    told("é\nabc\n", [fix(6, 7, "Z"), fix(3, 5, "XY"), fix(4, 6, "no")]),
    told("a\n", [fix(0, 0, "use b;\n"), fix(0, 0, "use c;\n")]),
    told("a", [fix(0, 0, "&"), fix(0, 0, "*")]),
    told("a", [fix(0, 9, "beyond the end")]),
  ]).toEqual([
    [
      "é\nXYcZ",
      [
        [2, 3, 5],
        [2, 6, 7],
      ],
    ],
    [
      "use b;\nuse c;\na\n",
      [
        [1, 0, 7],
        [2, 7, 14],
      ],
    ],
    ["&a", [[1, 0, 1]]],
    ["a", []],
  ]);
});
