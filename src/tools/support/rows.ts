/** Characters of a row: as many as `read` shows of one line. */
const ROW_CHARS = 2000;

/** A line of a text, or a piece of one that is too long to be shown. */
export interface Row {
  text: string;
  /** Whether a line ends here. */
  ends: boolean;
}

/** A text in rows, so that each part of it has a number under which it can be asked for, however long its lines are. */
export function rowsOf(text: string): Row[] {
  return text.split("\n").flatMap((line) => {
    const pieces = piecesOf(line);
    return pieces.map((piece, index) => ({ text: piece, ends: index === pieces.length - 1 }));
  });
}

/** The text of rows that follow each other. */
export function joinRows(rows: readonly Row[]): string {
  return rows.map(({ text, ends }, index) => (ends && index < rows.length - 1 ? `${text}\n` : text)).join("");
}

/** Between characters. */
function piecesOf(line: string): string[] {
  if (line.length <= ROW_CHARS) return [line];
  const pieces: string[] = [];
  for (let at = 0; at < line.length;) {
    const isSplit = at + ROW_CHARS < line.length && /[\ud800-\udbff]/.test(line[at + ROW_CHARS - 1]!);
    const end = at + ROW_CHARS - (isSplit ? 1 : 0);
    pieces.push(line.slice(at, end));
    at = end;
  }
  return pieces;
}
