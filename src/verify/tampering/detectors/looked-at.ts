import { defineDetector, type Suspicion } from "../detector.ts";

/** Where checks look: lists of folders, files and patterns. */
const LOOKS_AT =
  /["']?\b(include|includes|files|roots|testMatch|testRegex|testDir|testpaths|python_files|spec|specs|collectCoverageFrom|lintFilePatterns)["']?\s*[:=]\s*(?:\[([^\]]*)\]|"([^"\n]*)"|'([^'\n]*)'|([^\s"'[{][^\n]*))/g;

/** What a check looked at, and does not any more, where one failed before. */
export default defineDetector({
  name: "looked-at",
  look({ files, failedBefore }) {
    if (failedBefore.size === 0) return [];
    return files.flatMap(({ path, role, before, after }): Suspicion[] => {
      if (role !== "settings" || before === undefined || after === undefined || /package\.json$|\.(?:ba)?sh$|[Mm]akefile$/.test(path))
        return [];
      const then = placesIn(before);
      const now = placesIn(after);
      return [...then].flatMap(([key, places]): Suspicion[] => {
        const left = now.get(key);
        if (left === undefined) return [];
        const gone = places.filter((place) => !left.some((other) => covers(other, place)));
        return gone.map((place) => ({
          rule: "less-looked-at",
          path,
          line: lineOf(key, after),
          reason: `${key} had ${place}: a check does not look there any more.`,
          text: `${key}\0${place}`,
          decides: true,
          topic: "settings",
        }));
      });
    });
  },
});

function placesIn(text: string): Map<string, string[]> {
  const places = new Map<string, string[]>();
  for (const [, key = "", list, double, single, bare] of text.matchAll(LOOKS_AT)) {
    const named =
      list === undefined ? [double ?? single ?? bare ?? ""] : Array.from(list.matchAll(/["']([^"']+)["']/g), ([, name = ""]) => name);
    places.set(key, [...(places.get(key) ?? []), ...named.map((name) => name.trim()).filter((name) => name !== "")]);
  }
  return places;
}

/** `src/**` and `.` cover `src`. */
function covers(pattern: string, place: string): boolean {
  const start = (text: string) =>
    text
      .replace(/^\.\//, "")
      .replace(/[*{(?[].*$/, "")
      .replace(/\/$/, "");
  const [wide, narrow] = [start(pattern), start(place)];
  return wide === "" || wide === "." || narrow === wide || narrow.startsWith(`${wide}/`);
}

function lineOf(text: string, whole: string): number {
  const at = whole.indexOf(text);
  return at < 0 ? 1 : whole.slice(0, at).split("\n").length;
}
