import type { PlanItem } from "../../../contract/tool.ts";
import { turnTexts } from "../messages/turn.ts";
import type { Block } from "../state/block.ts";
import { type Line, type Span, span } from "../text/line.ts";
import type { BlockLook } from "./look.ts";
import { markedRows } from "./rows.ts";

const BOXES: Readonly<Record<PlanItem["status"], Span>> = {
  done: span("  [x]", "ok"),
  active: span("  [>]", "accent"),
  pending: span("  [ ]", "dim"),
};
const STYLES = { done: "dim", active: "bold", pending: undefined } as const;

export function planLines({ items }: Extract<Block, { type: "plan" }>, { columns, language }: BlockLook): Line[] {
  const done = items.filter(({ status }) => status === "done").length;
  return [
    ...markedRows(span("·", "dim"), [span(turnTexts[language].plan(done, items.length), "dim")], columns),
    ...items.flatMap(({ text, status }) => markedRows(BOXES[status], [span(text, STYLES[status])], columns)),
  ];
}
