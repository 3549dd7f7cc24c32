import { cellsOfGrapheme, graphemesOf } from "./cells.ts";
import { type Line, pieceOf, span } from "./line.ts";

/** The line in at most `width` cells: that something is cut off is told by `…`. Takes as long as what is kept, not as what is cut off. */
export function truncate(line: Line, width: number): Line {
  if (width <= 0) return [];
  if (cut(line, width) === line) return line;
  const kept = cut(line, width - 1);
  return [...kept, span("…", line[Math.max(0, kept.length - 1)]?.style)];
}

/** The line itself when it is not wider. */
function cut(line: Line, width: number): Line {
  let cells = 0;
  for (const [index, part] of line.entries()) {
    let end = 0;
    for (const grapheme of graphemesOf(part.text.slice(0, width * longestGrapheme))) {
      cells += cellsOfGrapheme(grapheme);
      if (cells > width) break;
      end += grapheme.length;
    }
    if (end < part.text.length) return end === 0 ? line.slice(0, index) : [...line.slice(0, index), pieceOf(part, 0, end)];
  }
  return line;
}

/** Code units looked at for each cell: more than any grapheme has that was not made to fill memory. */
const longestGrapheme = 64;
