import { type Line, lineOf, type Span, span, widthOf } from "../text/line.ts";
import { wrap } from "../text/wrap.ts";

const BETWEEN = 2;

interface Table {
  head: readonly string[];
  rows: readonly (readonly Span[])[];
  width: number;
}

/** Aligned columns; where these do not fit, each row as its first cell and below it what the others are. */
export function tableRows({ head, rows, width }: Table): Line[] {
  const heads = head.map((text) => span(text, "dim"));
  const widths = heads.map((cell, column) => rows.reduce((most, row) => Math.max(most, widthOf([row[column]!])), widthOf([cell])));
  const total = widths.reduce((sum, each) => sum + each + BETWEEN, -BETWEEN);
  if (total > width) return rows.flatMap((row) => recordRows({ head, row, width }));
  return [heads, ...rows].map((row) =>
    row.flatMap((cell, column) =>
      column === row.length - 1 ? [cell] : [cell, span(" ".repeat(widths[column]! - widthOf([cell]) + BETWEEN))],
    ),
  );
}

function recordRows({ head, row, width }: { head: readonly string[]; row: readonly Span[]; width: number }): Line[] {
  const [first, ...others] = row;
  const told = others.flatMap((cell, index) =>
    cell.text === "" || cell.text === "-" ? [] : [[span(`${head[index + 1]!} `, "dim"), cell]],
  );
  const rest = told.flatMap((cell, index) => [...(index === 0 ? [] : [span(" · ", "dim")]), ...cell]);
  return [...wrap(lineOf(first!), width), ...wrap([span("  "), ...rest], width, { indent: 2 })];
}
