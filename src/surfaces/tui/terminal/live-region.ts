import { type Line, widthOf } from "../text/line.ts";
import { truncate } from "../text/truncate.ts";
import type { Theme } from "../theme/theme.ts";
import type { Reflow } from "./capabilities.ts";
import * as control from "./control.ts";
import { paint } from "./paint.ts";
import type { Frame, Size } from "./screen.ts";

interface Row {
  line: Line;
  painted: string;
  cells: number;
}

export interface Resized {
  /** The terminal has now. */
  columns: number;
  /** Than it had; 0 when it has as many, or more. */
  fewerRows: number;
  /** What it did about that. */
  reflow: Reflow;
}

/** The last rows of the terminal's content, which are drawn again and again: what is there, and how it becomes another frame. */
export class LiveRegion {
  #rows: Row[] = [];
  /** Where the cursor is, from the first row; always inside of the region. */
  #row = 0;
  #column = 0;
  #caretShown = true;
  #theme: Theme | undefined;

  /** What makes the terminal show the frame; nothing when it does. After the size has changed, `erase` comes before. */
  draw(frame: Frame, size: Size, theme: Theme): string {
    const { rows, caret } = fitted(frame, size);
    const known = theme === this.#theme ? this.#rows : [];
    this.#theme = theme;
    const wanted = rows.map((line, index) => (known[index]?.line === line ? known[index] : toRow(line, size, theme)));
    const changes = this.#changes(wanted);
    this.#rows = wanted;
    const place = caret ?? { row: Math.max(0, wanted.length - 1), column: 0 };
    if (changes === "" && place.row === this.#row && place.column === this.#column && (caret !== undefined) === this.#caretShown) return "";
    const moved = this.#to(place.row) + control.toColumn(place.column);
    this.#column = place.column;
    this.#caretShown = caret !== undefined;
    const shown = caret === undefined ? "" : control.showCursor;
    return changes === "" && shown !== "" ? moved + shown : control.hideCursor + changes + moved + shown;
  }

  /**
   * Leaves the cursor where the region began, and nothing below it.
   * @param resized when the terminal has other columns now than those it was drawn for
   */
  erase(resized?: Resized): string {
    const up = resized === undefined ? this.#row : this.#rowAfter(resized);
    this.#rows = [];
    this.#row = 0;
    this.#column = 0;
    this.#caretShown = true;
    return control.byRows(-up) + control.eraseFromRow;
  }

  /** Where the cursor is now, from the first row; where that is not known, at least: what is erased too much is of what is finished. */
  #rowAfter({ columns, fewerRows, reflow }: Resized): number {
    if (reflow === "none") return this.#row;
    const more = this.#rows.map(({ cells }) => Math.max(0, Math.ceil(cells / columns) - 1));
    if (reflow === "xterm.js") return rowInXterm(this.#row, { more, fewerRows });
    const row = this.#row + sum(more.slice(0, this.#row));
    // Behind the last cell of a row that is full, it is still in that row.
    return reflow === "cell" ? row + Math.min(Math.floor(this.#column / columns), more[this.#row] ?? 0) : row;
  }

  #changes(wanted: readonly Row[]): string {
    let changes = "";
    for (const [index, { painted }] of wanted.entries()) {
      if (this.#rows[index]?.painted === painted) continue;
      const isNew = index > 0 && index >= this.#rows.length;
      changes += isNew ? this.#to(index - 1) + control.nextRow : this.#to(index) + control.carriageReturn;
      changes += painted + control.eraseToEndOfRow;
      this.#row = index;
    }
    if (wanted.length < this.#rows.length) {
      // The cursor stays inside of what is left.
      const last = Math.max(0, wanted.length - 1);
      changes +=
        wanted.length === 0
          ? this.#to(0) + control.eraseFromRow
          : this.#to(last) + control.nextRow + control.eraseFromRow + control.byRows(-1);
    }
    return changes;
  }

  #to(row: number): string {
    const moved = control.byRows(row - this.#row);
    this.#row = row;
    return moved;
  }
}

/** Never as wide as the screen: a full row is where terminals differ in where the cursor is. */
function toRow(line: Line, { columns }: Size, theme: Theme): Row {
  const cut = truncate(line, Math.max(1, columns - 1));
  return { line, painted: paint(cut, theme), cells: widthOf(cut) };
}

/** At most as many rows as there are: the last ones, or those that begin at the caret. */
function fitted({ rows, caret }: Frame, size: Size): Frame {
  const hidden = Math.max(0, Math.min(rows.length - size.rows, caret?.row ?? Infinity));
  const shown = rows.slice(hidden, hidden + size.rows);
  if (caret === undefined) return { rows: shown };
  const row = Math.max(0, Math.min(caret.row - hidden, shown.length - 1));
  return { rows: shown, caret: { row, column: Math.min(caret.column, size.columns - 1) } };
}

/**
 * Of a screen that becomes lower, rows below the cursor go first; how many there were, empty ones and ours, nobody can tell. Then lines are
 * wrapped, from the last one on: each moves the cursor down by the rows it takes more, and that which it then stands in is left out.
 */
function rowInXterm(before: number, { more, fewerRows }: { more: readonly number[]; fewerRows: number }): number {
  const least = Math.max(before + 1, more.length - fewerRows);
  const possible = Array.from({ length: Math.max(1, more.length - least + 1) }, (_, gone) => more.slice(0, more.length - gone));
  return Math.min(...possible.map((left) => left.reduceRight((row, rows, index) => (index === row ? row : row + rows), before)));
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, number) => all + number, 0);
