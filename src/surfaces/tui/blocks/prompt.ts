import { turnTexts } from "../messages/turn.ts";
import type { Block } from "../state/block.ts";
import { type Line, span } from "../text/line.ts";
import type { BlockLook } from "./look.ts";
import { firstOf, textRows } from "./rows.ts";

const MAX_ROWS = 24;

/** What a person has asked for; of a long text the beginning. */
export function promptLines({ text, images, by }: Extract<Block, { type: "prompt" }>, { columns, language }: BlockLook): Line[] {
  const texts = turnTexts[language];
  const rows = firstOf(textRows(text.trim(), { width: columns - 2, style: "prompt" }), MAX_ROWS, texts.more);
  const notes = [...(images > 0 ? [texts.images(images)] : []), ...(by === "steer" ? [texts.steer] : [])].join(" · ");
  const noteRows = notes === "" ? [] : textRows(notes, { width: columns - 2, style: "dim" });
  return [[], ...[...rows, ...noteRows].map((row, index) => [span(index === 0 ? "> " : "  ", "accent"), ...row])];
}
