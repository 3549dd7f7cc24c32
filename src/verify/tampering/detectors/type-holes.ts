import { defineDetector, type Suspicion } from "../detector.ts";

/** Where a value is of whatever type is wanted. */
const HOLES: Readonly<Record<string, RegExp>> = {
  ts: /\bas\s+any\b|\bas\s+(?:unknown|never)\s+as\b|\bas\s+never\b|[:<,|&]\s*any\b(?=\s*(?:[;,=)>\]|&[]|$))/g,
  py: /\bcast\(\s*["']?(?:typing\.)?Any\b|:\s*(?:typing\.)?Any\b/g,
};

/** The compiler found a wrong type before the work, and the work says that it may be any. */
export default defineDetector({
  name: "type-holes",
  look({ files, failedBefore }) {
    if (!failedBefore.has("types") && !failedBefore.has("build")) return [];
    return files.flatMap(({ path, role, was, is }): Suspicion[] => {
      const holes = HOLES[/\.([cm]?ts|tsx)$/.test(path) ? "ts" : /\.pyi?$/.test(path) ? "py" : ""];
      if (role !== "source" || is === undefined || holes === undefined) return [];
      const known = new Set(linesWith(was?.code, holes).map(({ text }) => text));
      const count = (code: string | undefined) => [...(code ?? "").matchAll(holes)].length;
      if (count(is.code) <= count(was?.code)) return [];
      return linesWith(is.code, holes)
        .filter(({ text }) => !known.has(text))
        .map(({ line, text }) => ({
          rule: "type-hole",
          path,
          line,
          reason: `The types did not fit before the work, and now whatever is there fits: ${text.slice(0, 80)}`,
          text,
          decides: true,
          topic: "suppressions",
        }));
    });
  },
});

function linesWith(code: string | undefined, holes: RegExp): { line: number; text: string }[] {
  return (code ?? "")
    .split("\n")
    .map((text, index) => ({ line: index + 1, text: text.trim() }))
    .filter(({ text }) => text.search(holes) >= 0);
}
