import { diffLines } from "diff";
import type { FileChange } from "./tampering/work.ts";

/** Milliseconds for one file; what takes longer has been written anew. */
const TIMEOUT_MS = 500;

export interface DiffSize {
  files: number;
  /** Lines. */
  added: number;
  removed: number;
}

/** How much text was changed. */
export function sizeOfDiff(changes: readonly FileChange[]): DiffSize {
  const size: DiffSize = { files: changes.length, added: 0, removed: 0 };
  for (const { before = "", after = "" } of changes) {
    const parts = before === "" || after === "" ? undefined : diffLines(before, after, { timeout: TIMEOUT_MS });
    if (parts === undefined) {
      size.added += countLines(after);
      size.removed += countLines(before);
      continue;
    }
    for (const { added, removed, count } of parts) {
      if (added) size.added += count;
      if (removed) size.removed += count;
    }
  }
  return size;
}

function countLines(text: string): number {
  return text === "" ? 0 : text.split("\n").length - Number(text.endsWith("\n"));
}
