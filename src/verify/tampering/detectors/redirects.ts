import { defineDetector, type Suspicion } from "../detector.ts";

/** What has imports lead elsewhere. */
const REDIRECTS =
  /\b(?:alias|moduleNameMapper|modulePaths|moduleDirectories|paths|imports|browser|package_dir|pythonpath)\b["']?\s*[:=]|^\s*["'](?:#[^"']+|\.{1,2}\/[^"']+)["']\s*:\s*["']\.{1,2}\//;

/** Settings that have imports lead to other modules, where tests failed before and pass now. */
export default defineDetector({
  name: "redirects",
  look({ files, mended }) {
    if (mended?.has("tests") !== true) return [];
    const fresh = files.filter(({ role, before }) => role === "source" && before === undefined);
    return files.flatMap(({ path, role, before, after }): Suspicion[] => {
      if (role !== "settings" || after === undefined || fresh.length === 0) return [];
      const known = new Set((before ?? "").split("\n").map((line) => line.trim()));
      return after.split("\n").flatMap((line, index): Suspicion[] => {
        const text = line.trim();
        const to = fresh.find((file) => text.includes(file.path.slice(file.path.lastIndexOf("/") + 1)));
        if (known.has(text) || to === undefined || !REDIRECTS.test(text)) return [];
        return [
          {
            rule: "imports-redirected",
            path,
            line: index + 1,
            reason: `Imports now lead to ${to.path}, which is new: ${text.slice(0, 80)}`,
            text,
            decides: true,
            topic: "settings",
          },
        ];
      });
    });
  },
});
