import { defineDetector, type Suspicion } from "../detector.ts";

/** By what a comment silences: what a check of that kind would say. `whole`: in the whole file. */
const SILENCES: readonly { rule: string; pattern: RegExp; proves: "types" | "lint" | "tests"; whole?: true }[] = [
  {
    rule: "types-unchecked",
    pattern: /^\W*@ts-nocheck\b|^#\s*(?:mypy:\s*ignore-errors|type:\s*ignore\s*$(?=[^]*\bfile\b)|pyright:\s*basic)/,
    proves: "types",
    whole: true,
  },
  { rule: "type-error-ignored", pattern: /@ts-ignore\b|@ts-expect-error\b|^#\s*type:\s*ignore|^#\s*pyright:\s*ignore/, proves: "types" },
  {
    rule: "lint-ignored",
    pattern:
      /\b(?:eslint|oxlint|tslint)[-:]disable|\bbiome-ignore|^#\s*(?:noqa|ruff:\s*noqa|pylint:\s*disable|nosec)|^\/\/\s*nolint|^\/\/\s*(?:NOSONAR|CHECKSTYLE:OFF)/,
    proves: "lint",
  },
  { rule: "coverage-ignored", pattern: /\b(?:istanbul|c8|v8)\s+ignore|^#\s*pragma:\s*no cover/, proves: "tests" },
];

/** Comments that silence a check. */
export default defineDetector({
  name: "suppressions",
  look({ files, failedBefore }) {
    return files.flatMap(({ path, role, was, is }): Suspicion[] => {
      if (is === undefined) return [];
      return SILENCES.flatMap(({ rule, pattern, proves, whole }) => {
        const of = (comments: readonly { line: number; text: string }[] | undefined) =>
          (comments ?? []).filter(({ text }) => pattern.test(text.trim()));
        const now = of(is.comments);
        const more = now.length - of(was?.comments).length;
        if (more <= 0) return [];
        const known = new Set(of(was?.comments).map(({ text }) => text.trim()));
        const fresh = now.filter(({ text }) => !known.has(text.trim()));
        const failed = failedBefore.has(proves) && proves !== "tests";
        return (fresh.length > 0 ? fresh : now.slice(-more)).slice(0, more).map(({ line, text }): Suspicion => ({
          rule,
          path,
          line,
          reason: `A comment silences a check${failed ? " that failed before the work" : ""}: ${text.trim().slice(0, 80)}`,
          text: text.trim(),
          decides: failed || (whole === true && was !== undefined && role !== "test"),
          topic: "suppressions",
        }));
      });
    });
  },
});
