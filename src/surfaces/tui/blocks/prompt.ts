import { turnTexts } from "../messages/turn.ts";
import type { Block } from "../state/block.ts";
import { type Line, span } from "../text/line.ts";
import type { BlockLook } from "./look.ts";
import { firstOf, textRows } from "./rows.ts";

/** What a person has written is shown in full; of what was pasted in masses, the beginning. */
const MAX_ROWS = 1000;

/** What a person has asked for. */
export function promptLines({ text, images, by }: Extract<Block, { type: "prompt" }>, { columns, language }: BlockLook): Line[] {
  const texts = turnTexts[language];
  const rows = firstOf(textRows(text.trim(), { width: columns - 2, style: "prompt", mostOfLine: MAX_ROWS }), MAX_ROWS, texts.more);
  const notes = [...(images > 0 ? [texts.images(images)] : []), ...(by === "steer" ? [texts.steer] : [])].join(" · ");
  const noteRows = notes === "" ? [] : textRows(notes, { width: columns - 2, style: "dim" });
  return [[], ...[...rows, ...noteRows].map((row, index) => [span(index === 0 ? "> " : "  ", "accent"), ...row])];
}
