import { span, widthOf } from "../text/line.ts";
import type { Chip } from "./chip.ts";
import type { Unit } from "./text.ts";

const TAB = "    ";
/** Different graphemes whose width is remembered. */
const MAX_KNOWN = 10_000;

const known = new Map<string, ShownUnit>();

export interface ShownUnit {
  text: string;
  cells: number;
}

/** How a unit looks, and how many cells that takes: at least one, so that the caret is seen to move. */
export function showUnit(unit: Unit, label: (chip: Chip) => string): ShownUnit {
  return typeof unit === "string" ? showGrapheme(unit) : measure(label(unit));
}

function showGrapheme(grapheme: string): ShownUnit {
  let shown = known.get(grapheme);
  if (shown === undefined) {
    if (known.size >= MAX_KNOWN) known.clear();
    shown = measure(grapheme === "\t" ? TAB : agreed(grapheme));
    known.set(grapheme, shown);
  }
  return shown;
}

/**
 * Terminals do not agree on how wide joined emoji are and what a variation selector does to one; on their parts they do.
 * Only what is shown differs: the text keeps what was typed.
 */
function agreed(grapheme: string): string {
  return /\p{Extended_Pictographic}|\u20e3/u.test(grapheme) ? grapheme.replaceAll(/\u200d|\ufe0e|\ufe0f/g, "") : grapheme;
}

function measure(text: string): ShownUnit {
  const shown = span(text);
  const cells = widthOf([shown]);
  // A combining mark with nothing to combine with gets a place of its own.
  return cells > 0 ? { text: shown.text, cells } : { text: `\u00b7`, cells: 1 };
}
