import { defineDetector, type Suspicion } from "../detector.ts";

/** More time and more tries for tests. */
export default defineDetector({
  name: "limits",
  look(work) {
    return work.kept.flatMap(({ before, after }): Suspicion[] => {
      const { path } = after.file;
      const { line, name, timeoutMs, retries } = after.test;
      const failing = work.isFailing(before.test);
      const said = (rule: string, what: string, decides: boolean): Suspicion => ({
        rule,
        path,
        line,
        reason: `The test "${name}" ${what}.`,
        text: name,
        decides,
        topic: "limits",
      });
      const longer =
        before.test.timeoutMs !== undefined &&
        timeoutMs !== undefined &&
        (timeoutMs > before.test.timeoutMs || timeoutMs === 0) &&
        before.test.timeoutMs !== 0;
      const more = retries !== undefined && retries > (before.test.retries ?? 0);
      return [
        ...(longer ? [said("timeout-raised", `may now take ${timeoutMs} instead of ${before.test.timeoutMs}`, failing)] : []),
        ...(more ? [said("retries-raised", `is now tried ${retries + 1} times before it counts as failed`, true)] : []),
      ];
    });
  },
});
