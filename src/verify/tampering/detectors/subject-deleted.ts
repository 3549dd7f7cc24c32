import { defineDetector } from "../detector.ts";

/** Words of tasks in which something may go. */
const GOES =
  /\b(?:delet|remov|drop|get rid|strip|replac|deprecat|refactor|rewrit|rewrote|migrat|simplif|merg|inlin|split|mov|renam|extract|clean|prun|obsolet|unused|dead code|revert|undo|löschen?|entfern|ersetz|umbau)/i;

/** Words of tasks that want something to work. */
const MENDS = /\b(?:pass|green|fix|mend|repair|fail|broken|bug|correct|work|wrong|repariere|behebe|laufen)/i;

/** A test failed, and went together with what it tests; the task wants it to work. */
export default defineDetector({
  name: "subject-deleted",
  look(work) {
    if (!MENDS.test(work.task) || GOES.test(work.task)) return [];
    return work.removed
      .filter(({ test }) => work.isFailing(test) && [...test.uses].some((name) => work.gone.has(name)))
      .map(({ file: { path }, test: { name, line } }) => ({
        rule: "failing-subject-deleted",
        path,
        line,
        reason: `The test "${name}" failed, and was deleted with what it tests.`,
        text: name,
        decides: true,
        topic: "tests" as const,
      }));
  },
});
