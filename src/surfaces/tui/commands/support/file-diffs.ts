import type { FileVersions } from "../../../support/file-versions.ts";
import type { CommandContext } from "../../app/slash-command.ts";
import { fileDiffLines, fileDiffsOf, loadGrammars } from "../../diff/file-diffs.ts";
import { Highlighter } from "../../markdown/highlighter.ts";
import { diffTexts } from "../../messages/diff.ts";
import type { Line } from "../../text/line.ts";

/** The diffs of files below each other, as wide as the terminal is, in the colours of their languages. */
export async function fileDiffs(files: readonly FileVersions[], { io, language }: CommandContext): Promise<Line[]> {
  const highlighter = new Highlighter();
  await loadGrammars(files, highlighter);
  return fileDiffLines(fileDiffsOf(files), { width: io.stdout.columns ?? 80, highlighter, texts: diffTexts[language] });
}
