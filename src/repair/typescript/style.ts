import type ts from "@typescript/typescript6";
import type { Compiler } from "./compiler.ts";

/** The line ending that most lines of the text have. */
export function newlineOf(text: string): "\n" | "\r\n" {
  const all = text.split("\n").length - 1;
  const crlf = text.split("\r\n").length - 1;
  return crlf * 2 > all ? "\r\n" : "\n";
}

/** How new code is laid out so that it looks like the rest of the file. */
export function formatLike(text: string, compiler: Compiler): ts.FormatCodeSettings {
  const indents = text.match(/^[\t ]+(?=\S)/gm) ?? [];
  const tabs = indents.filter((indent) => indent.startsWith("\t")).length;
  // A lone space before `*` belongs to a comment.
  const widths = indents.map((indent) => indent.length).filter((width) => width > 1);
  const size =
    widths.length === 0
      ? 2
      : Math.max(
          2,
          widths.reduce((a, b) => Math.min(a, b)),
        );
  return {
    ...compiler.getDefaultFormatCodeSettings(newlineOf(text)),
    convertTabsToSpaces: tabs * 2 <= indents.length,
    indentSize: size,
    tabSize: size,
  };
}
