import type { Line } from "../text/line.ts";
import type { Theme } from "../theme/theme.ts";

const reset = "\u001b[0m";

/** The line as the terminal gets it; what follows it is plain. */
export function paint(line: Line, theme: Theme): string {
  let painted = "";
  for (const { text, style } of line) {
    const sgr = style === undefined ? "" : theme.sgr(style);
    painted += sgr === "" ? text : sgr + text + reset;
  }
  return painted;
}
