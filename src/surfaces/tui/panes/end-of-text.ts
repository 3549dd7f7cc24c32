import { cellsOf, cellsOfGrapheme, graphemesOf } from "../text/cells.ts";
import { span } from "../text/line.ts";

/** The end of a text in at most `width` cells, after `…` when it is longer: of a path the name, of a question what was typed last. */
export function endOfText(text: string, width: number): string {
  const safe = span(text).text;
  if (cellsOf(safe) <= width) return safe;
  const graphemes = [...graphemesOf(safe)];
  let cells = 1;
  let from = graphemes.length;
  while (from > 0 && cells + cellsOfGrapheme(graphemes[from - 1]!) <= width) cells += cellsOfGrapheme(graphemes[--from]!);
  return width < 1 ? "" : `…${graphemes.slice(from).join("")}`;
}
