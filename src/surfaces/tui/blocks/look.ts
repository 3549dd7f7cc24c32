import type { Language } from "../messages/catalogue.ts";
import type { FileVersions } from "../../support/file-versions.ts";
import type { Highlighter } from "../markdown/highlighter.ts";

/** What a block is shown with. */
export interface BlockLook {
  /** Of the screen. */
  columns: number;
  language: Language;
  highlighter: Highlighter;
  /** One line that says what a call of a tool does; undefined when the tool is not loaded, or no such tool. */
  titleOf(name: string, input: unknown): string | undefined;
  /** What checkpoints have changed, file by file; empty where that is not kept any more. */
  versionsOf(checkpoints: readonly string[]): readonly FileVersions[];
}
