import { diffLines } from "../../diff/diff-lines.ts";
import { diffOfTexts, sizeOf } from "../../diff/diff.ts";
import { grammarOfPath } from "../../markdown/grammars.ts";
import { Highlighter } from "../../markdown/highlighter.ts";
import { diffTexts } from "../../messages/diff.ts";
import type { CommandContext } from "../../app/slash-command.ts";
import { type Line, lineOf, span } from "../../text/line.ts";

export interface FileVersions {
  path: string;
  /** Empty where there is no such version. */
  before: string;
  after: string;
}

/** The diffs of files below each other, as wide as the terminal is, in the colours of their languages. */
export async function fileDiffs(files: readonly FileVersions[], { io, language }: CommandContext): Promise<Line[]> {
  const highlighter = new Highlighter();
  const grammars = new Set(files.map(({ path }) => grammarOfPath(path)).filter((grammar) => grammar !== undefined));
  await Promise.all([...grammars].map((grammar) => highlighter.load(grammar)));
  const look = { width: io.stdout.columns ?? 80, highlighter, texts: diffTexts[language] };
  return files.flatMap(({ path, before, after }, index) => {
    const diff = diffOfTexts(before, after);
    const { added, removed } = sizeOf(diff);
    const head = lineOf(span(path, "heading"), "  ", span(`+${added}`, "added"), " ", span(`-${removed}`, "removed"));
    return [...(index === 0 ? [] : [[]]), head, ...diffLines(diff, { ...look, path })];
  });
}
