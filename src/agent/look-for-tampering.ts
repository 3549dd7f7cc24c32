import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Check } from "../contract/check.ts";
import type { Event, Finding, Receipt } from "../contract/event.ts";
import type { ThreadBlobs } from "../log/blobs.ts";
import { readEvents } from "../log/events.ts";
import { findingId } from "../verify/finding-id.ts";
import { outcomeOf } from "../verify/outcome.ts";
import { findShrunkCounts } from "../verify/shrunk-counts.ts";
import { findTampering } from "../verify/tampering/find-tampering.ts";
import { roleOf } from "../verify/tampering/roles.ts";
import type { FileChange } from "../verify/tampering/work.ts";
import { toPathBytes } from "../verify/tree/path-bytes.ts";
import type { Tree } from "../verify/tree-hash.ts";
import type { JudgedWork } from "./judged-work.ts";

export interface Look {
  home: string;
  workspace: string;
  thread: string;
  work: Pick<JudgedWork, "changes">;
  blobs: ThreadBlobs;
  /** The tree that is handed over. */
  tree: Tree;
  contract: readonly Check[];
  baseline: readonly Receipt[];
  final: readonly Receipt[];
}

/** Together, so that nobody waits for minutes on a work that changed everything; tests and settings come first. */
const MAX_CHARACTERS = 8 * 1024 * 1024;
const MAX_OTHER_TESTS = 500;

/** What in the changes weakens what proves them. */
export async function lookForTampering({
  home,
  workspace,
  thread,
  work,
  blobs,
  tree,
  contract,
  baseline,
  final,
}: Look): Promise<Finding[]> {
  const counts = (path: string) => roleOf(path) === "installed" || tree.files.has(toPathBytes(path));
  const { changes, unknown } = await work.changes(counts);
  const changed = new Set(changes.map(({ path }) => path));
  const findings = await findTampering(firstOf(changes), {
    task: await taskOf({ home, thread, blobs }),
    failing: [...baseline, ...final].flatMap((receipt) => receipt.counts?.failures.map(({ name }) => name) ?? []),
    failedBefore: failedBefore(baseline),
    mended: mended({ baseline, final }),
    shrunk: findShrunkCounts({ contract, baseline, final }),
    commands: contract.map(({ argv, definition = "" }) => `${argv.join(" ")}\n${definition}`).join("\n"),
    exists: (path) => tree.files.has(toPathBytes(path)),
    otherTests: changes.some(({ path }) => roleOf(path) === "source") ? readTests({ workspace, tree, changed }) : [],
  });
  return [...findings, ...unknown.filter((path) => roleOf(path) === "test").map(unknowable)];
}

/** Everything that people have asked of this thread, and of those it goes on from. */
export async function taskOf({ home, thread, blobs }: Pick<Look, "home" | "thread" | "blobs">): Promise<string> {
  const prompts: Event<"prompt.admitted">["parts"][] = [];
  // Damage is told when the log is opened.
  for await (const event of readEvents(home, thread, { onSkipped: () => {} }))
    if (event.type === "prompt.admitted" && event.by !== "harness") prompts.push(event.parts);
  const texts: string[] = [];
  for (const part of prompts.flat()) if (part.type === "text") texts.push(await blobs.load(part.text));
  return texts.join("\n");
}

/** By what checks prove. A command of a person's may prove anything. */
function failedBefore(baseline: readonly Receipt[]): Set<string> {
  const last = new Map(baseline.map((receipt) => [receipt.check, receipt]));
  const failed = new Set<string>([...last.values()].filter((receipt) => outcomeOf(receipt) === "failed").map(({ proves }) => proves));
  if (failed.has("custom")) failed.add("tests");
  return failed;
}

/** A command of a person's is known to have run tests when they were counted. */
function mended({ baseline, final }: Pick<Look, "baseline" | "final">): Set<string> {
  const before = new Map(baseline.map((receipt) => [receipt.check, receipt]));
  return new Set(
    final.flatMap((receipt) => {
      const then = before.get(receipt.check);
      if (then === undefined || outcomeOf(then) !== "failed" || outcomeOf(receipt) !== "passed") return [];
      return receipt.proves === "custom" && (then.counts ?? receipt.counts) !== undefined ? ["custom", "tests"] : [receipt.proves];
    }),
  );
}

function firstOf(changes: readonly FileChange[]): FileChange[] {
  const isFirst = ({ path }: FileChange) => Number(["source", "other"].includes(roleOf(path)));
  let left = MAX_CHARACTERS;
  return changes
    .toSorted((a, b) => isFirst(a) - isFirst(b))
    .filter(({ before = "", after = "" }) => (left -= before.length + after.length) >= 0);
}

function readTests({
  workspace,
  tree,
  changed,
}: {
  workspace: string;
  tree: Tree;
  changed: ReadonlySet<string>;
}): { path: string; text: string }[] {
  return [...tree.files.keys()]
    .map((path) => Buffer.from(path, "latin1").toString("utf8"))
    .filter((path) => roleOf(path) === "test" && !changed.has(path))
    .slice(0, MAX_OTHER_TESTS)
    .map((path) => ({ path, text: readOrNothing(join(workspace, path)) }));
}

/** It may have gone since it was listed. */
function readOrNothing(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function unknowable(path: string): Finding {
  return {
    id: findingId("version-lost", path),
    rule: "version-lost",
    path,
    line: 1,
    severity: "decides",
    reason: "The undo store does not keep what was in this test file before the work, so nobody can tell what was changed in it.",
  };
}
