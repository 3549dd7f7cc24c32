import { defineDetector, type Suspicion } from "../detector.ts";

const DETECTS =
  /\b(?:process|Bun|Deno)\.env(?:\.|\[["'])(?:VITEST|JEST_WORKER_ID|VITEST_WORKER_ID|MOCHA|NODE_TEST_CONTEXT|TAP|PYTEST_CURRENT_TEST)\b|NODE_ENV["'\]]*\s*[!=]==?\s*["']test["']|["']test["']\s*[!=]==?\s*process\.env\.NODE_ENV|import\.meta\.(?:env\.)?(?:vitest|VITEST|env\.MODE\s*===?\s*["']test["'])|["'](?:pytest|unittest|_pytest|nose)["']\s+(?:not\s+)?in\s+sys\.modules|environ(?:\.get)?[[(]\s*["']PYTEST_CURRENT_TEST|getenv\(\s*["']PYTEST_CURRENT_TEST|\btesting\.Testing\(\)|flag\.Lookup\(\s*"test\.|strings\.HasSuffix\(\s*os\.Args\[0\],\s*"\.test"|Class\.forName\(\s*"org\.(?:junit|testng)|getStackTrace\(\)[^;]{0,200}(?:junit|test)|\bcfg!\(test\)|typeof\s+(?:describe|it|jest|vi|expect)\b\s*[!=]==?|\bglobal(?:This)?\.(?:describe|it|jest|vi|expect|__vitest\w*)\b/;

/** Sources that find out whether they are being tested. */
export default defineDetector({
  name: "environment",
  look({ files }) {
    return files.flatMap(({ path, role, was, is }): Suspicion[] => {
      if (role !== "source" || is === undefined) return [];
      const known = new Set(linesOf(was?.code).map(({ text }) => text));
      return linesOf(is.code)
        .filter(({ text }) => DETECTS.test(text) && !known.has(text))
        .map(({ line, text }) => ({
          rule: "test-detected",
          path,
          line,
          reason: `The source finds out whether it is being tested: ${text.slice(0, 80)}`,
          text,
          decides: true,
          topic: "runner",
        }));
    });
  },
});

function linesOf(code: string | undefined): { line: number; text: string }[] {
  return (code ?? "").split("\n").map((text, index) => ({ line: index + 1, text: text.trim() }));
}
