import { sha256 } from "../lib/hash.ts";

/** Id of a finding, the same when it is found again: by its rule, its path and what else tells it from others, but not its line. */
export function findingId(rule: string, path: string, ...marks: readonly string[]): string {
  return `f-${sha256([rule, path, ...marks].join("\0")).slice(0, 10)}`;
}
