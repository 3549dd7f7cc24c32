/** Control sequences by what they do; ECMA-48 and the private modes that terminals have in common. */

export const carriageReturn = "\r";
export const nextRow = "\r\n";
export const eraseToEndOfRow = "\u001b[K";
/** From the beginning of the cursor's row to the end of the screen. Not from the first cell: tmux takes that for clearing, and keeps a copy. */
export const eraseFromRow = "\r\u001b[K\u001b[C\u001b[J\r";
export const hideCursor = "\u001b[?25l";
export const showCursor = "\u001b[?25h";

export const toRow = (row: number): string => `\u001b[${row + 1};1H`;
export const toColumn = (column: number): string => `\u001b[${column + 1}G`;

/** Down when positive. Never beyond the edges of the screen. */
export function byRows(rows: number): string {
  if (rows === 0) return "";
  return rows > 0 ? `\u001b[${rows}B` : `\u001b[${-rows}A`;
}

/** Shown at once by terminals that know it, and ignored by the others: nobody is asked, as some that know it do not answer. */
export const synchronized = (drawing: string): string => `\u001b[?2026h${drawing}\u001b[?2026l`;
