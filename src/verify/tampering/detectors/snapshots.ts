import { defineDetector, type Suspicion } from "../detector.ts";
import type { ChangedFile, Work } from "../work.ts";

/** What tests compare with, changed. */
export default defineDetector({
  name: "snapshots",
  look(work) {
    return work.files.flatMap((file): Suspicion[] => {
      const { path, role, before, after } = file;
      if ((role !== "snapshot" && role !== "fixture") || before === undefined) return [];
      const what = role === "snapshot" ? "The snapshot" : "A file that tests compare with or read";
      const failed = isBehindFailure(file, work);
      return [
        {
          rule: role === "snapshot" ? "snapshot-changed" : "fixture-changed",
          path,
          line: firstDifference(before, after ?? ""),
          reason: `${what} was ${after === undefined ? "deleted" : "changed"}${failed ? ", and tests failed before" : ""}.`,
          text: path,
          decides: failed,
          topic: "snapshots",
        },
      ];
    });
  },
});

/** A snapshot of a failing test was changed; or tests failed, and nothing but what they compare with was changed. */
function isBehindFailure({ role, before = "", after = "" }: ChangedFile, work: Work): boolean {
  if (!work.failedBefore.has("tests")) return false;
  if (!work.sourcesChanged) return true;
  if (role !== "snapshot") return false;
  const now = new Map(sectionsOf(after));
  return sectionsOf(before).some(
    ([name, text]) => now.get(name) !== text && work.isFailing({ title: name, name } as Parameters<Work["isFailing"]>[0]),
  );
}

/** `exports[`sum > adds 1`] = …` by the name of its test. */
function sectionsOf(snapshot: string): [name: string, text: string][] {
  return snapshot
    .split(/^exports\[`/m)
    .slice(1)
    .map((section) => [section.slice(0, section.indexOf("`]")).replace(/ \d+$/, ""), section]);
}

function firstDifference(before: string, after: string): number {
  const now = after.split("\n");
  const at = before.split("\n").findIndex((line, index) => line !== now[index]);
  return Math.max(1, at + 1);
}
