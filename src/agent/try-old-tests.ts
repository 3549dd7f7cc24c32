import type { Receipt } from "../contract/event.ts";
import { judgeOldTests, planOldTests } from "../verify/red-green/old-tests.ts";
import type { RedGreen } from "../verify/red-green/try-tests.ts";
import { runCheck } from "../verify/receipts.ts";
import { toPathBytes } from "../verify/tree/path-bytes.ts";
import { treeWith } from "./judged-work.ts";
import { taskOf } from "./look-for-tampering.ts";
import type { NewTests } from "./try-new-tests.ts";

/** Runs tests that failed before the work, and that the work has changed, as they were, on the code as it is; undefined when there are none. */
export async function tryOldTests(given: Omit<NewTests, "answer">): Promise<RedGreen | undefined> {
  const { home, thread, work, blobs, tree, baseline, timeoutMs, signal, redact } = given;
  const { changes } = await work.changes((path) => tree.files.has(toPathBytes(path)));
  const plan = planOldTests(changes, given);
  if (plan === undefined) return undefined;
  const task = await taskOf({ home, thread, blobs });
  const done: RedGreen & { receipts: Receipt[] } = { receipts: [], findings: [], uncovered: [] };
  const endsAt = performance.now() + timeoutMs;
  for (const check of plan.checks) {
    const leftMs = Math.round(endsAt - performance.now());
    const own = await given.openCheckBox(check);
    try {
      if (own.box.trial === undefined || leftMs <= 0) {
        done.uncovered.push(
          `Whether the tests of ${check.id} still fail as they were before the work is not known: they could not be run.`,
        );
        continue;
      }
      given.onProgress(`former ${check.id}: ${check.argv.join(" ")}`);
      const hasher = { hash: async () => treeWith(plan.edits, tree) };
      const timed = { ...check, timeoutMs: check.timeoutMs === 0 ? leftMs : Math.min(check.timeoutMs, leftMs) };
      const how = { hasher, phase: "former" as const, signal, redact, store: (text: string) => blobs.store(text) };
      const tried = await own.box.trial(plan.edits, (box) => runCheck(timed, { ...how, box }));
      done.receipts.push(tried);
      const finding = judgeOldTests(plan, { check, tried, baseline, task });
      if (finding !== undefined) done.findings.push(finding);
    } finally {
      await own.close();
    }
  }
  return done;
}
