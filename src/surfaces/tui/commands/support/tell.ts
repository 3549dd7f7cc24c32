import type { StyleName } from "../../theme/style-name.ts";
import { type Line, lineOf, span, widthOf } from "../../text/line.ts";
import { wrap } from "../../text/wrap.ts";
import type { CommandContext } from "../../app/slash-command.ts";

/** What is longer gets a screen of its own. */
const MAX_SAID = 10;
/** Of one line; nobody reads further. */
const MAX_CHARS = 4096;

/** Text of any origin as lines, each in the style that it asks for. */
export function toLines(text: string, styleOf: (line: string) => StyleName | undefined = () => undefined): Line[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === "") lines.pop();
  return lines.map((line) => {
    const shown = line.length > MAX_CHARS ? `${line.slice(0, MAX_CHARS)}…` : line;
    return lineOf(span(shown, styleOf(line)));
  });
}

/** A few lines are said where the thread is shown, more get a screen of their own. */
export async function tell(context: CommandContext, title: string, lines: readonly Line[]): Promise<void> {
  const { columns = 80 } = context.io.stdout;
  if (lines.length > MAX_SAID) await context.show(title, lines);
  else if (lines.length > 0) context.say(lines.flatMap((line) => wrap(line, columns, { indent: 2 })));
}

/** Cells below each other; the first row is a heading. */
export function tableLines(rows: readonly (readonly string[])[]): Line[] {
  const safe = rows.map((row) => row.map((cell) => span(cell)));
  const widths = (safe[0] ?? []).map((_, column) => Math.max(...safe.map((row) => cellWidth(row[column]))));
  return safe.map((row, index) =>
    row.map((cell, column) => {
      const isLast = column === row.length - 1;
      return span(`${cell.text}${isLast ? "" : " ".repeat(widths[column]! - cellWidth(cell) + 2)}`, index === 0 ? "dim" : undefined);
    }),
  );
}

function cellWidth(cell: Line[number] | undefined): number {
  return cell === undefined ? 0 : widthOf([cell]);
}
