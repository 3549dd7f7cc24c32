import type { Chip } from "./chip.ts";
import { showUnit } from "./shown-unit.ts";
import type { Position, Text, TextLine, Unit } from "./text.ts";

/** What of a line stands on one row of the screen: the units `from` up to `to`. A blank that did not fit is the last of them, unseen. */
export interface Row {
  readonly line: number;
  readonly from: number;
  readonly to: number;
}

type LineRows = readonly { readonly from: number; readonly to: number }[];

/**
 * Where text stands when its rows are `width` cells wide. What a line needs is remembered for as long as the line exists, so that a key
 * costs the layout of the line it changes.
 */
export class Layout {
  readonly #width: number;
  readonly #label: (chip: Chip) => string;
  readonly #known = new WeakMap<TextLine, LineRows>();
  /** The line that was divided last. */
  #latest: { units: TextLine; rows: LineRows } = { units: [], rows: [] };

  constructor(width: number, label: (chip: Chip) => string) {
    this.#width = Math.max(1, width);
    this.#label = label;
  }

  rows(text: Text): Row[] {
    return text.flatMap((units, line) => this.#rowsOf(units).map((row) => ({ line, ...row })));
  }

  /** Row and cell of a place. Between two rows it is at the beginning of the second. */
  find(rows: readonly Row[], text: Text, { line, at }: Position): { row: number; column: number } {
    const row = rows.findLastIndex((row) => row.line === line && row.from <= at);
    return { row, column: this.#cells(text[line]!.slice(rows[row]!.from, at)) };
  }

  /** The place on a row that is nearest to a column, not right of it. */
  place(row: Row, text: Text, column: number): Position {
    const units = text[row.line]!;
    // The end of a row that is not the last of its line is the beginning of the next.
    const last = row.to < units.length || this.#rowsOf(units).at(-1)!.from > row.from ? row.to - 1 : row.to;
    let cells = 0;
    let at = row.from;
    while (at < last) {
      cells += this.#cellsOf(units[at]!);
      if (cells > column) break;
      at++;
    }
    return { line: row.line, at: Math.max(row.from, at) };
  }

  #rowsOf(units: TextLine): LineRows {
    let rows = this.#known.get(units);
    if (rows === undefined) {
      rows = this.#divide(units, this.#unchanged(units));
      this.#known.set(units, rows);
      this.#latest = { units, rows };
    }
    return rows;
  }

  /**
   * The first rows of the line divided last, as far as the units in them and in the row behind are the same: where a row ends depends on
   * no more. While a person types in a long line, these are all rows but the last few.
   */
  #unchanged(units: TextLine): LineRows {
    const { units: before, rows } = this.#latest;
    let common = 0;
    while (common < units.length && units[common] === before[common]) common++;
    const changed = rows.findIndex(({ to }) => to >= common);
    return rows.slice(0, Math.max(0, changed - 1));
  }

  /** Divided after blanks, beside characters as wide as those of Chinese, and inside of words that are longer than a row. */
  #divide(units: TextLine, begun: LineRows): LineRows {
    const rows = [...begun];
    let from = rows.at(-1)?.to ?? 0;
    let cells = 0;
    /** The last place where the row may end, with the cells up to there. */
    let border = from;
    let borderCells = 0;
    for (let at = from; at < units.length; at++) {
      const unit = units[at]!;
      const own = this.#cellsOf(unit);
      const wide = own === 2;
      if (wide && at > from) {
        border = at;
        borderCells = cells;
      }
      if (cells + own > this.#width && unit === " ") {
        // One blank may hang over the edge, where it is not seen.
        rows.push({ from, to: at + 1 });
        from = border = at + 1;
        cells = borderCells = 0;
        continue;
      }
      if (cells + own > this.#width && border > from) {
        rows.push({ from, to: border });
        from = border;
        cells -= borderCells;
        borderCells = 0;
      }
      if (cells + own > this.#width) {
        rows.push({ from, to: at });
        from = border = at;
        cells = borderCells = 0;
      }
      cells += own;
      if (unit === " " || wide) {
        border = at + 1;
        borderCells = cells;
      }
    }
    rows.push({ from, to: units.length });
    return rows;
  }

  #cells(units: TextLine): number {
    let cells = 0;
    for (const unit of units) cells += this.#cellsOf(unit);
    return cells;
  }

  /** What is wider than a row is cut when it is drawn. */
  #cellsOf(unit: Unit): number {
    if (isAscii(unit)) return 1;
    return Math.min(showUnit(unit, this.#label).cells, this.#width);
  }
}

/** Nearly all units are: they need not be looked up. */
function isAscii(unit: Unit): boolean {
  if (typeof unit !== "string" || unit.length !== 1) return false;
  const code = unit.charCodeAt(0);
  return code >= 0x20 && code < 0x7f;
}
