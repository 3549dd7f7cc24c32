import type { FoundFile } from "../walk/file-facts.ts";
import { entryFor } from "./language-table.ts";
import type { Candidate } from "./outline-file.ts";
import type { KnownFile } from "./writer.ts";

/** What an update has to do, from what is listed and what is known. */
export interface Comparison {
  /** To be read: new, or of another size or time. */
  candidates: Candidate[];
  /** New files that no language knows. */
  others: string[];
  /** Known paths that are there no longer. */
  gone: string[];
}

export function compare(
  listed: readonly FoundFile[],
  { known, scope }: { known: ReadonlyMap<string, KnownFile>; scope: Iterable<string> },
): Comparison {
  const comparison: Comparison = { candidates: [], others: [], gone: [] };
  const there = new Set<string>();
  for (const file of listed) {
    there.add(file.path);
    const before = known.get(file.path);
    const language = entryFor(file.path)?.name;
    if (language === undefined) {
      if (before === undefined) comparison.others.push(file.path);
      else if (before.language !== undefined) comparison.gone.push(file.path);
    } else if (before?.language !== language) {
      comparison.candidates.push(file);
    } else if (before.size !== file.size || before.mtimeMs !== file.mtimeMs) {
      comparison.candidates.push({ ...file, ...(before.hash.length > 0 && { known: before.hash }) });
    }
  }
  for (const path of scope) if (!there.has(path)) comparison.gone.push(path);
  return comparison;
}

/**
 * The time to be remembered of a file: none when it was written so shortly before it was listed that it may be written again within
 * the file system's resolution and look the same.
 */
export const rememberedTime = (mtimeMs: number, listedAt: number): number => (listedAt - mtimeMs < RESOLUTION_MS ? 0 : mtimeMs);

const RESOLUTION_MS = 100;
