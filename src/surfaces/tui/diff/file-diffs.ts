import type { FileVersions } from "../../support/file-versions.ts";
import { grammarOfPath } from "../markdown/grammars.ts";
import type { Highlighter } from "../markdown/highlighter.ts";
import type { DiffTexts } from "../messages/diff.ts";
import { type Line, span } from "../text/line.ts";
import { truncate } from "../text/truncate.ts";
import { diffLines } from "./diff-lines.ts";
import { type Diff, diffOfTexts, sizeOf } from "./diff.ts";

export interface FileDiff {
  path: string;
  diff: Diff;
}

export interface FileDiffsLook {
  width: number;
  highlighter: Highlighter;
  texts: DiffTexts;
  /** All are shown without it. */
  maxRows?: number;
}

/** What differs in each file, with so many lines around it. */
export function fileDiffsOf(files: readonly FileVersions[], context = 3): FileDiff[] {
  return files.map(({ path, before, after }) => ({
    path,
    diff:
      before === undefined || after === undefined ? { hunks: [], missing: 0, unseen: "binary" } : diffOfTexts(before, after, { context }),
  }));
}

/** Loads what colours these files. */
export async function loadGrammars(files: readonly { path: string }[], highlighter: Highlighter): Promise<void> {
  const grammars = new Set(files.map(({ path }) => grammarOfPath(path)).filter((grammar) => grammar !== undefined));
  await Promise.all([...grammars].map((grammar) => highlighter.load(grammar)));
}

/** The diffs of files below each other, each with its size. */
export function fileDiffLines(files: readonly FileDiff[], { maxRows = Number.POSITIVE_INFINITY, ...look }: FileDiffsLook): Line[] {
  const { width, texts } = look;
  const lines: Line[] = [];
  for (const [index, file] of files.entries()) {
    const head = [...(index === 0 ? [] : [[]]), headOf(file, width)];
    const hasMore = index + 1 < files.length;
    const room = maxRows - lines.length - head.length - (hasMore ? 1 : 0);
    // Of a diff that is cut, two rows are the least.
    if (room < 2) return [...lines, truncate([span(texts.moreFiles(files.length - index), "dim")], width)];
    lines.push(...head, ...diffLines(file.diff, { ...look, path: file.path, maxRows: room }));
  }
  return lines;
}

function headOf({ path, diff }: FileDiff, width: number): Line {
  const { added, removed } = sizeOf(diff);
  const size = [span("  "), span(`+${added}`, "added"), span(" "), span(`-${removed}`, "removed")];
  return truncate([span(path, "heading"), ...(diff.unseen === undefined ? size : [])], width);
}
