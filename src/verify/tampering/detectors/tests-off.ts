import { defineDetector, type Suspicion } from "../detector.ts";
import type { LocatedTest } from "../work.ts";

/** Tests that do not run any more, or do not get to their end. */
export default defineDetector({
  name: "tests-off",
  look(work) {
    const suspicions: Suspicion[] = [];
    const add = (rule: string, { file, test }: LocatedTest, { line, what, decides }: { line: number; what: string; decides: boolean }) =>
      suspicions.push({
        rule,
        path: file.path,
        line,
        reason: `The test "${test.name}" ${what}.`,
        text: test.name,
        decides,
        topic: "tests",
      });
    for (const { before, after } of work.kept) {
      const { skip, only, returns } = after.test;
      const failing = work.isFailing(before.test) || work.isFailing(after.test);
      if (skip !== undefined && (before.test.skip === undefined || (before.test.skip.when && !skip.when)))
        add("test-skipped", after, {
          line: skip.line,
          what: `${failing ? "failed and " : ""}is now skipped${skip.when ? " under a condition" : ""}`,
          decides: failing || !skip.when,
        });
      if (only !== undefined && before.test.only === undefined)
        add("test-focused", after, { line: only, what: "is focused, so that others do not run", decides: true });
      if (returns !== undefined && before.test.returns === undefined && before.test.asserts.length > 0)
        add("test-returns-early", after, { line: returns, what: "returns before its assertions", decides: true });
    }
    for (const located of work.added) {
      const { skip, only, returns } = located.test;
      if (skip !== undefined && !skip.when)
        add("new-test-skipped", located, { line: skip.line, what: "is new, and skipped", decides: false });
      if (only !== undefined) add("test-focused", located, { line: only, what: "is focused, so that others do not run", decides: true });
      if (returns !== undefined)
        add("new-test-returns-early", located, { line: returns, what: "is new, and returns before its assertions", decides: false });
    }
    return once(suspicions);
  },
});

/** A mark on a group concerns each of its tests, and is told once. */
function once(suspicions: Suspicion[]): Suspicion[] {
  const byPlace = Map.groupBy(suspicions, ({ rule, path, line, decides }) => `${rule} ${path} ${line} ${decides}`);
  return Array.from(byPlace.values(), ([first, ...more]) =>
    more.length === 0 ? first! : { ...first!, reason: `${first!.reason.slice(0, -1)}, and so do ${more.length} more there.` },
  );
}
