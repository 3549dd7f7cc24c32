import { nameOf } from "../editor/bindings.ts";
import type { Key } from "../terminal/keys.ts";

/** What a key means wherever the keyboard is. */
export type GlobalKey =
  | "interrupt"
  | "leave"
  | "escape"
  | "recent"
  | "suspend"
  | "queue-last"
  | "withdraw-last"
  | "next-mode"
  | "clear"
  | "help";

const keys: Readonly<Record<string, GlobalKey>> = {
  "C-c": "interrupt",
  "C-d": "leave",
  escape: "escape",
  "C-l": "clear",
  "S-tab": "next-mode",
  "C-o": "recent",
  "C-z": "suspend",
  "A-q": "queue-last",
  "A-up": "withdraw-last",
};

export function globalKeyOf(key: Key): GlobalKey | undefined {
  if (key.type === "text" && key.text === "?") return "help";
  return key.type === "key" ? keys[nameOf(key)] : undefined;
}
