import type { Pane } from "../../../../src/surfaces/tui/panes/pane.ts";
import type { Key } from "../../../../src/surfaces/tui/terminal/keys.ts";

/** Types texts and presses keys, in order. */
export function press(pane: Pane, ...keys: (string | Key)[]): void {
  for (const key of keys) {
    if (typeof key === "string") for (const character of key) pane.key({ type: "text", text: character });
    else pane.key(key);
  }
}

/** The rows as text. */
export function look(pane: Pane, columns = 80, rows = 24): string[] {
  return pane.view({ columns, rows }).rows.map((line) => line.map(({ text }) => text).join(""));
}
