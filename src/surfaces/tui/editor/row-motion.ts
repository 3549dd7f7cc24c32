import type { Editor } from "./editor.ts";
import type { Layout } from "./layout.ts";

/** Moves the caret to another row of the screen, keeping to its column as far as rows are long enough. False when there is no such row. */
export function moveOverRows(editor: Editor, layout: Layout, rows: number): boolean {
  const { text, caret } = editor;
  const all = layout.rows(text);
  const { row, column } = layout.find(all, text, caret);
  const target = all[row + rows];
  if (target === undefined) return false;
  const goal = editor.goal ?? column;
  editor.moveTo(layout.place(target, text, goal), goal);
  return true;
}
