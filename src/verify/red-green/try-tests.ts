import type { Check } from "../../contract/check.ts";
import type { Finding, Receipt } from "../../contract/event.ts";
import type { TrialEdits } from "../../contract/sandbox.ts";
import { listText } from "../../lib/list-text.ts";
import { findingId } from "../finding-id.ts";
import { outcomeOf } from "../outcome.ts";
import { narrowCheck, runsTestsIn } from "./narrow.ts";
import type { NewTest, Plan } from "./plan.ts";
import { readRed, type Red } from "./read-red.ts";

export interface TryTests {
  plan: Plan;
  contract: readonly Check[];
  baseline: readonly Receipt[];
  final: readonly Receipt[];
  /** The work is said to mend something, by whoever gave it or did it. */
  mends: boolean;
  /** Runs a check on the workspace with `edits` made, which are dropped; rejects when that could not begin. */
  run(check: Check, phase: TrialPhase, edits: TrialEdits): Promise<{ receipt: Receipt; output: string }>;
}

export type TrialPhase = "red" | "green" | "reverted";

/** What trying the new tests without the work, and with it, came to. */
export interface RedGreen {
  receipts: Receipt[];
  findings: Finding[];
  /** What is not known, one sentence each. */
  uncovered: string[];
}

/**
 * Runs the new and changed tests on the code from before the work, where they must fail, and with it, where they must pass; where more
 * was changed than what they import, with that alone put back, too.
 */
export async function tryTests(task: TryTests): Promise<RedGreen> {
  const { plan, contract, final } = task;
  const done: RedGreen = { receipts: [], findings: [], uncovered: [] };
  if (plan.mixed.length > 0)
    done.uncovered.push(
      `Whether the new tests in ${list(plan.mixed)} fail without the work is not known: they stand in one file with what they test.`,
    );
  let left: readonly NewTest[] = plan.tests;
  for (const check of contract) {
    const receipt = final.findLast(({ check: id }) => id === check.id);
    if (!MAY_RUN_TESTS.has(check.proves) || receipt === undefined || outcomeOf(receipt) !== "passed") continue;
    const tests = left.filter((test) => isBelow(test.path, check.cwd) && runsTestsIn(test.language, receipt.counts?.runner));
    if (tests.length === 0) continue;
    left = left.filter((test) => !tests.includes(test));
    await tryWith({ check, receipt, tests }, { ...task, done });
  }
  if (left.length > 0) done.uncovered.push(`No check of the contract is known to run the new tests in ${list(pathsOf(left))}.`);
  return done;
}

const MAY_RUN_TESTS: ReadonlySet<Check["proves"]> = new Set<Check["proves"]>(["tests", "custom"]);

interface With {
  check: Check;
  /** Of the check as a whole, on the tree with the work. */
  receipt: Receipt;
  tests: readonly NewTest[];
}

async function tryWith({ check, receipt, tests }: With, task: TryTests & { done: RedGreen }): Promise<void> {
  const { plan, baseline, done } = task;
  const before = baseline.findLast(({ check: id }) => id === check.id);
  const narrowed = narrowCheck(check, { runner: receipt.counts?.runner, tests });
  const without = async (edits: TrialEdits, phase: TrialPhase): Promise<Red> => {
    const { receipt: own, output } = await task.run(narrowed, phase, edits);
    done.receipts.push(own);
    return readRed({ receipt: own, output, tests, edits });
  };

  let red = await without(plan.base, "red");
  // Without its settings from after the work, a project may not be able to run anything.
  if (red.says === "nothing" && plan.code !== undefined) red = await without(plan.code, "red");
  if (red.says === "nothing") {
    done.uncovered.push(`Whether the new tests in ${list(pathsOf(tests))} fail without the work is not known: ${red.why}.`);
    return;
  }
  const added = (red.says === "passes" ? tests : red.passing).filter((test) => test.added);
  const aloneShown = red.says === "passes" && (before === undefined || outcomeOf(before) === "passed");
  const decides = aloneShown && task.mends && added.length > 0 && (await reachesCode(without, plan));
  for (const own of Map.groupBy(added, ({ path }) => path).values()) done.findings.push(toFinding(own, decides));
  if (red.says === "passes") return;

  if (!ranWith(tests, { before, after: receipt })) {
    const green = await task.run(narrowed, "green", new Map());
    done.receipts.push(green.receipt);
    if (outcomeOf(green.receipt) !== "passed" || green.receipt.counts?.passed === 0)
      done.uncovered.push(
        `The new tests in ${list(pathsOf(tests))} fail without the work, but were not seen to pass with it: \`${narrowed.argv.join(" ")}\` did not.`,
      );
  }
  if (plan.fix === undefined) return;
  const reverted = await without(plan.fix, "reverted");
  if (reverted.says === "passes")
    done.uncovered.push(
      `The new tests pass without the changes in ${list([...plan.fix.keys()])}, and fail only when the rest of the work is put back, too.`,
    );
}

/** Tests that run something else, such as a build from after the work, say nothing of the code: they pass even when it is gone. */
async function reachesCode(without: (edits: TrialEdits, phase: TrialPhase) => Promise<Red>, { base, code = base }: Plan): Promise<boolean> {
  const gone = await without(new Map([...code.keys()].map((path) => [path, null])), "red");
  return gone.says !== "passes";
}

/** Whether by its counts the whole check ran as many tests more as were added. */
function ranWith(tests: readonly NewTest[], { before, after }: { before: Receipt | undefined; after: Receipt }): boolean {
  if (before?.counts === undefined || after.counts === undefined) return false;
  const added = tests.filter((test) => test.added).length;
  return after.counts.passed + after.counts.failed - before.counts.passed - before.counts.failed >= added;
}

function toFinding(tests: readonly NewTest[], decides: boolean): Finding {
  const [{ path, line }] = tests as [NewTest];
  const names = list(tests.map(({ title }) => (title === "" ? "the file itself" : `"${title}"`)));
  const [them, pass] = tests.length === 1 ? ["The new test", "passes"] : ["The new tests", "pass"];
  const rule = "passes-without-change";
  return {
    id: findingId(rule, path, ...tests.map(({ title }) => title)),
    rule,
    path,
    line,
    severity: decides ? "decides" : "weighs",
    reason: `${them} ${names} ${pass} on the code from before the work, too, so nothing that was mended is shown by it.`,
  };
}

function pathsOf(tests: readonly NewTest[]): string[] {
  return [...new Set(tests.map(({ path }) => path))];
}

const MAX_LISTED = 3;

function list(items: readonly string[]): string {
  return listText(items, MAX_LISTED);
}

function isBelow(path: string, folder: string): boolean {
  return folder === "." || path.startsWith(`${folder}/`);
}
