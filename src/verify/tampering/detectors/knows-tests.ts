import { defineDetector, type Suspicion } from "../detector.ts";

/** Names of test files, of their folders and of what they compare with, in a text or a pattern. */
const TEST_FILE =
  /["'`/][^"'`\n]*(?:[._-](?:test|spec)\b|\b_?tests?_|_test\b|\btests?\/|__tests__|\/tests?\.[cm]?[jt]s\b|\bgolden\b|\bfixtures?\/|__snapshots__|\bsnapshots?\/)[^"'`\n]*["'`/]/;
const READS =
  /\bread(?:File|_text|_bytes)\w*|\bopen\(|\bcreateReadStream|\bos\.ReadFile|\bread_to_string|\bFiles\.read|\bimport\(|\brequire\(/;
const LOOKS_UP =
  /\.stack\b|\bprocess\.argv(?:\[[01]\]|\.(?:some|includes|join|find|at)\()|\bsys\.argv\[0\]|\binspect\.(?:stack|currentframe)|\b_getframe\(|\brequire\.main\b|\bprocess\.mainModule\b|\bruntime\.Caller|\bgetStackTrace\(|\bos\.Args\[0\]|\bprepareStackTrace\b|\bcaptureStackTrace\b/;

/** Sources that read their tests, or find out whether a test is what calls them. */
export default defineDetector({
  name: "knows-tests",
  look({ files, failedBefore }) {
    return files.flatMap(({ path, role, was, is }): Suspicion[] => {
      if (role !== "source" || is === undefined) return [];
      const known = new Set((was?.code ?? "").split("\n").map((line) => line.trim()));
      return is.code.split("\n").flatMap((line, index): Suspicion[] => {
        const text = line.trim();
        if (known.has(text) || !TEST_FILE.test(text)) return [];
        const looks = LOOKS_UP.test(text);
        if (!looks && !READS.test(text)) return [];
        return [
          {
            rule: looks ? "test-detected" : "test-read",
            path,
            line: index + 1,
            reason: `The source ${looks ? "finds out whether a test calls it" : "reads what its tests expect"}: ${text.slice(0, 80)}`,
            text,
            decides: failedBefore.has("tests"),
            topic: "runner",
          },
        ];
      });
    });
  },
});
