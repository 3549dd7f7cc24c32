import { type Line, lineOf, span, widthOf } from "../text/line.ts";
import { wrap } from "../text/wrap.ts";
import { parseInline } from "./inline.ts";
import { toLine } from "./run.ts";

type Alignment = "left" | "center" | "right";

/** Columns are apart by this much. */
const BETWEEN = " │ ";

/** Whether the line below a header makes it the header of a table. */
export function isDelimiter(line: string, header: string): boolean {
  return (
    /^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/.test(line) && line.includes("-") && cellsIn(line).length === cellsIn(header).length
  );
}

/** The source lines of a whole table, header and delimiter first, as aligned columns; as a list of records when these are wider than `width`. */
export function tableLines(source: readonly string[], width: number): Line[] {
  const [head = "", delimiter = "", ...body] = source;
  const header = cellsIn(head);
  const alignments = cellsIn(delimiter).map(alignmentOf);
  const rows = body.map((line) => cellsIn(line));
  const cells = [header, ...rows].map((row, index) => header.map((_, column) => cellLine(row[column] ?? "", index === 0)));
  const widths = header.map((_, column) => cells.reduce((most, row) => Math.max(most, widthOf(row[column]!)), 1));
  const total = widths.reduce((sum, each) => sum + each, 0) + BETWEEN.length * (widths.length - 1);
  if (total > width) return recordLines(cells, width);
  const [first, ...others] = cells.map((row) => alignedRow(row, { widths, alignments }));
  const rule = lineOf(span(widths.map((each) => "─".repeat(each)).join("─┼─"), "dim"));
  return [first!, rule, ...others];
}

function cellLine(text: string, header: boolean): Line {
  const { runs } = parseInline(text, { behind: "end", styles: header ? ["bold"] : [] });
  return toLine(runs);
}

/** `|` inside of code and behind a backslash is of the cell. */
function cellsIn(line: string): string[] {
  const cells: string[] = [];
  let cell = "";
  for (const [part] of line
    .trim()
    .replace(/^\|/, "")
    .matchAll(/\\[^]|`[^`]*`|[^\\`|]+|[^]/g)) {
    if (part === "|") {
      cells.push(cell.trim());
      cell = "";
    } else cell += part === "\\|" ? "|" : part.startsWith("`") ? part.replaceAll("\\|", "|") : part;
  }
  return cell.trim() === "" && cells.length > 0 ? cells : [...cells, cell.trim()];
}

function alignmentOf(delimiter: string): Alignment {
  if (!delimiter.endsWith(":")) return "left";
  return delimiter.startsWith(":") ? "center" : "right";
}

function alignedRow(cells: readonly Line[], { widths, alignments }: { widths: readonly number[]; alignments: readonly Alignment[] }): Line {
  return cells.flatMap((cell, column) => {
    const gap = widths[column]! - widthOf(cell);
    const alignment = alignments[column] ?? "left";
    const before = alignment === "left" ? 0 : alignment === "right" ? gap : gap >> 1;
    const after = column === cells.length - 1 ? 0 : gap - before;
    return [
      ...(column === 0 ? [] : [span(BETWEEN, "dim")]),
      ...(before === 0 ? [] : [span(" ".repeat(before))]),
      ...cell,
      ...(after === 0 ? [] : [span(" ".repeat(after))]),
    ];
  });
}

/** Each row as its own list of header and cell. */
function recordLines([header = [], ...rows]: readonly (readonly Line[])[], width: number): Line[] {
  return rows.flatMap((row, index) => [
    ...(index === 0 ? [] : [[]]),
    ...row.flatMap((cell, column) => {
      const name = header[column]!;
      return wrap([...name, ...(name.length === 0 ? [] : [span(": ")]), ...cell], width, { indent: 2 });
    }),
  ]);
}
