import { truncate } from "../text/truncate.ts";
import type { Theme } from "../theme/theme.ts";
import * as control from "./control.ts";
import { paint } from "./paint.ts";
import type { Frame, Size } from "./screen.ts";

/** The alternate screen, row by row. */
export class AlternateRegion {
  #rows: string[] | undefined;
  #place = "";
  #size: Size = { columns: 0, rows: 0 };

  draw({ rows, caret }: Frame, size: Size, theme: Theme): string {
    if (size.columns !== this.#size.columns || size.rows !== this.#size.rows) this.#rows = undefined;
    this.#size = size;
    const before = this.#rows;
    const wanted = Array.from({ length: size.rows }, (_, index) => paint(truncate(rows[index] ?? [], size.columns), theme));
    this.#rows = wanted;
    // Erased before it is written: after a full row the cursor still stands on its last cell.
    const changes = wanted
      .map((row, index) => (before?.[index] === row ? "" : control.toRow(index) + control.eraseToEndOfRow + row))
      .join("");
    const place = caret === undefined ? control.hideCursor : control.toRow(caret.row) + control.toColumn(caret.column) + control.showCursor;
    if (changes === "" && place === this.#place) return "";
    this.#place = place;
    return control.hideCursor + changes + place;
  }
}
