import { defineDetector, type Suspicion } from "../detector.ts";
import type { TestCase } from "../anatomy.ts";
import { type ChangedFile, type LocatedTest, stemOf, type Work } from "../work.ts";

/** Tests that are not there any more. Those whose subject went with them are no loss. */
export default defineDetector({
  name: "tests-gone",
  look(work) {
    const lost = work.removed.filter((located) => isSubjectAlive(located, work));
    const files = Map.groupBy(lost, ({ file }) => file);
    return [...files].flatMap(([file, tests]): Suspicion[] => {
      const failing = tests.filter(({ test }) => work.isFailing(test));
      if (file.after === undefined) {
        const names = failing.map(({ test }) => test.name).join(", ");
        const reason =
          failing.length > 0
            ? `The file was deleted with ${count(tests.length)} in it, of which ${count(failing.length)} failed (${names}), and what it tests is still there.`
            : `The file was deleted with ${count(tests.length)} in it, and what it tests is still there.`;
        return [
          { rule: "test-file-deleted", path: file.path, line: 1, reason, text: file.path, decides: failing.length > 0, topic: "tests" },
        ];
      }
      return tests.map(({ test }) => ({
        rule: "test-deleted",
        path: file.path,
        line: test.line,
        reason: `The test "${test.name}"${work.isFailing(test) ? ", which failed," : ""} was deleted, and what it tests is still there.`,
        text: test.name,
        decides: work.isFailing(test) && !isKeptAsData(test, file, work),
        topic: "tests",
      }));
    });
  },
});

function isSubjectAlive({ file, test }: LocatedTest, { gone }: Work): boolean {
  if (test.asserts.length === 0 && test.skip !== undefined) return false;
  if (file.after === undefined && gone.has(stemOf(file.path))) return false;
  for (const name of test.uses) if (gone.has(name)) return false;
  return !(file.was?.imports ?? []).some(({ from }) => gone.has(stemOf(from)) && file.after === undefined);
}

/** A new test beside it asks the same of the same, by data of its own: `@pytest.mark.parametrize`, `test.each`. */
function isKeptAsData({ uses, asserts }: TestCase, { path, is }: ChangedFile, { added, kept, sourcesChanged }: Work): boolean {
  if (!sourcesChanged || asserts.length === 0) return false;
  const others = [...added, ...kept.map(({ after }) => after)].filter(({ file, test }) => file.path === path && test.asserts.length > 0);
  const subject = others.some(({ test }) =>
    asserts.every(({ subject }) => [...test.uses].some((name) => uses.has(name) && subject.includes(name))),
  );
  const literals = asserts.flatMap(({ text }) => text.match(/-?\b\d[\d.]*\b|"[^"\n]*"|'[^'\n]*'/g) ?? []);
  return subject && literals.length > 0 && literals.every((literal) => is?.code.includes(literal) === true);
}

function count(tests: number): string {
  return tests === 1 ? "one test" : `${tests} tests`;
}
