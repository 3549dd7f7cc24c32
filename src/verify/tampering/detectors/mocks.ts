import { squeeze } from "../anatomy.ts";
import { defineDetector, type Suspicion } from "../detector.ts";
import { stemOf } from "../work.ts";

/** Tests that put something else in the place of what they test. */
export default defineDetector({
  name: "mocks",
  look({ files }) {
    return files.flatMap(({ path, role, was, is }): Suspicion[] => {
      if (role !== "test" || is === undefined) return [];
      const known = new Set((was?.mocks ?? []).map(({ target }) => target));
      const subjects = squeeze(is.tests.flatMap(({ asserts }) => asserts.map(({ subject }) => subject)).join(" "));
      return is.mocks
        .filter(({ target }) => !known.has(target) && target !== "")
        .flatMap(({ line, target }) => {
          const own = isSubject(target, { path, subjects });
          return own
            ? [
                {
                  rule: "subject-mocked",
                  path,
                  line,
                  reason: `The test replaces what it is to test: ${target}.`,
                  text: target,
                  decides: true,
                  topic: "tests",
                } as const,
              ]
            : [];
        });
    });
  },
});

/** A module that the test is named after, or a name that its assertions are about. */
function isSubject(target: string, { path, subjects }: { path: string; subjects: string }): boolean {
  if (/^\.{1,2}\//.test(target) || /^[@~]\//.test(target)) return stemOf(target) === stemOf(path);
  const name = target.slice(Math.max(target.lastIndexOf("."), target.lastIndexOf("::")) + 1);
  if (!target.includes(".") && !/^[A-Z]/.test(target)) return false;
  if (/^[A-Z]\w*$/.test(target))
    return stemOf(path).replace(/(?:Test|Tests|IT)$/, "") === target && new RegExp(`\\b${target.toLowerCase()}\\w*\\.`, "i").test(subjects);
  return new RegExp(`(?:^|[^\\w$])${name.replace(/\W/g, "")}\\(`).test(subjects);
}
