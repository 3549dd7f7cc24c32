import { diffWordsWithSpace } from "diff";
import type { DiffRow } from "./diff.ts";

/** From and to, in characters. */
export type Part = readonly [from: number, to: number];

/** What differs within the lines of a hunk that took each other's place; found when it is asked for. */
export class ChangedParts {
  readonly #pairs = new Map<DiffRow, Pair>();

  constructor(hunk: readonly DiffRow[]) {
    for (const { removed, added } of changesIn(hunk)) {
      if (removed.length !== added.length) continue;
      for (const [index, row] of removed.entries()) {
        const pair: Pair = { removed: row, added: added[index]!, parts: undefined };
        this.#pairs.set(row, pair).set(pair.added, pair);
      }
    }
  }

  /** Nothing where the lines have little in common. */
  of(row: DiffRow): readonly Part[] {
    const pair = this.#pairs.get(row);
    if (pair === undefined) return [];
    pair.parts ??= compare(pair);
    return pair.parts[row.kind === "removed" ? "removed" : "added"];
  }
}

interface Pair {
  removed: DiffRow;
  added: DiffRow;
  parts: Record<"removed" | "added", readonly Part[]> | undefined;
}

const MAX_EDITS = 200;

function compare({ removed, added }: Pair): Record<"removed" | "added", readonly Part[]> {
  const changes = diffWordsWithSpace(removed.text, added.text, { maxEditLength: MAX_EDITS }) ?? [];
  const kept = changes.reduce((sum, change) => sum + (change.added || change.removed ? 0 : change.value.trim().length), 0);
  if (kept * 3 < Math.min(removed.text.trim().length, added.text.trim().length)) return { removed: [], added: [] };
  return { removed: partsOf(changes, "removed"), added: partsOf(changes, "added") };
}

/** The hunk as what was exchanged for what; lines that are the same stand alone. */
export function changesIn(hunk: readonly DiffRow[]): { same?: DiffRow; removed: DiffRow[]; added: DiffRow[] }[] {
  const changes: { same?: DiffRow; removed: DiffRow[]; added: DiffRow[] }[] = [];
  for (const row of hunk) {
    const last = changes.at(-1);
    if (row.kind === "same") changes.push({ same: row, removed: [], added: [] });
    else if (last === undefined || last.same !== undefined || (row.kind === "removed" && last.added.length > 0))
      changes.push({ removed: [], added: [], [row.kind]: [row] });
    else last[row.kind].push(row);
  }
  return changes;
}

function partsOf(changes: readonly { value: string; added: boolean; removed: boolean }[], kind: "added" | "removed"): Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (const { value, added, removed } of changes) {
    if (kind === "added" ? removed : added) continue;
    if (added || removed) parts.push([at, at + value.length]);
    at += value.length;
  }
  return parts;
}
