import { defineDetector, type Suspicion } from "../detector.ts";
import type { ChangedFile, Work } from "../work.ts";

/** A table, a switch, or a match by what is given. */
const BY_VALUE =
  /[{,]\s*(?:"[^"\n]*"|'[^'\n]*'|`[^`\n]*`|-?\d[\d._]*)\s*:\s*(?:-?\d|"|'|`|true\b|false\b|True\b|False\b)|\[\s*(?:"[^"\n]*"|'[^'\n]*'|-?\d[\d._]*)\s*,\s*(?:-?\d|"|'|true\b|false\b)[^\]\n]*\]\s*[,\]]|\bcase\s+(?:-?\d|["'])/;
const LITERAL = /-?\b\d[\d.]*\b|"[^"\n]*"|'[^'\n]*'|`[^`\n]*`/g;
/** More is a table that somebody wanted. */
const MAX_LINES = 6;

/**
 * Tests failed, and a source now has what they give and what they expect side by side, in a place where it computed only: the old way of
 * computing is still there, for everything that no test asks for.
 */
export default defineDetector({
  name: "kept-answers",
  look(work) {
    if (!work.failedBefore.has("tests")) return [];
    const asserted = assertionLines(work);
    return work.files.flatMap((file): Suspicion[] => {
      const { path, role, was, is } = file;
      if (role !== "source" || is === undefined || was === undefined || BY_VALUE.test(was.code)) return [];
      const known = new Set(was.code.split("\n").map((line) => line.trim()));
      const lines = is.code.split("\n");
      const fresh = lines.map((text, index) => ({ text, index })).filter(({ text }) => BY_VALUE.test(text) && !known.has(text.trim()));
      if (fresh.length === 0 || fresh.length > MAX_LINES || !keepsOldWay(file)) return [];
      return fresh
        .filter(({ index }) => {
          const kept = new Set(literalsIn(lines.slice(index, index + 2).join("\n")));
          return asserted.some(
            (literals) =>
              literals.length > 1 && literals.some((literal) => !/^[01]?$/.test(literal)) && literals.every((literal) => kept.has(literal)),
          );
        })
        .map(({ text, index }) => ({
          rule: "answers-kept",
          path,
          line: index + 1,
          reason: `The source has what tests give and expect, and goes on computing as it did for the rest: ${text.trim().slice(0, 80)}`,
          text: text.trim(),
          decides: true,
          topic: "sources",
        }));
    });
  },
});

/** The literals of each assertion about something that is called. */
function assertionLines({ files, otherTests }: Work): string[][] {
  const changed = files.flatMap(({ role, is, was }) => (role === "test" ? [is, was] : [])).flatMap((anatomy) => anatomy?.tests ?? []);
  const texts = [
    ...changed.flatMap(({ asserts }) => asserts.map(({ text }) => text)),
    ...otherTests.flatMap(({ text }) => text.split("\n").filter((line) => /assert|expect|should|check/i.test(line))),
  ];
  return texts.filter((text) => /\w\(/.test(text)).map(literalsIn);
}

function literalsIn(text: string): string[] {
  return (text.match(LITERAL) ?? [])
    .flatMap((literal) => literal.replace(/^["'`]|["'`]$/g, "").split(/[,;:|\s]+/))
    .filter((part) => part !== "");
}

/** What was given back before is still given back. */
function keepsOldWay({ was, is }: ChangedFile): boolean {
  const now = (is?.code ?? "").replace(/\s+/g, "");
  const ways = [...(was?.code ?? "").matchAll(/(?:\breturn\b|=>)\s*(?!\{)([^;\n]+)/g)].map(([, way = ""]) => way.replace(/\s+/g, ""));
  return ways.length > 0 && ways.every((way) => now.includes(way));
}
