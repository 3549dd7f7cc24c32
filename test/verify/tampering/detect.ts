import { findTampering } from "../../../src/verify/tampering/find-tampering.ts";
import type { Circumstances, FileChange } from "../../../src/verify/tampering/work.ts";

/** Path → the text before and the text after; null where there is none. */
export type Changes = Readonly<Record<string, readonly [before: string | null, after: string | null]>>;

export function toChanges(changes: Changes): FileChange[] {
  return Object.entries(changes).map(([path, [before, after]]) => ({ path, before: before ?? undefined, after: after ?? undefined }));
}

/** Findings as `severity rule path:line`. Without circumstances nothing failed, and the task says nothing of checks. */
export async function detect(changes: Changes, circumstances: Partial<Circumstances> = {}): Promise<string[]> {
  const findings = await findTampering(toChanges(changes), {
    task: "mend the total of an order",
    failing: [],
    failedBefore: new Set(),
    shrunk: [],
    otherTests: [],
    ...circumstances,
  });
  return findings.map(({ severity, rule, path, line }) => `${severity} ${rule} ${path}:${line}`);
}

/** The circumstances of a test that failed before the work. */
export function failing(...names: string[]): Partial<Circumstances> {
  return { failing: names, failedBefore: new Set(["tests"]) };
}
