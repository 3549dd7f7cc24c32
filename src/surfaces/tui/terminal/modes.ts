import type { Keyboard } from "./capabilities.ts";
import { showCursor } from "./control.ts";

/** Bracketed paste, and being told of the focus. */
export const enterModes = "\u001b[?2004h\u001b[?1004h";

/** Also ends what a crash may have left open: a synchronized update, rows that do not wrap, a style. */
export const leaveModes = `\u001b[?2026l\u001b[?2004l\u001b[?1004l\u001b[?7h\u001b[0m${showCursor}`;

/** Rows do not wrap, and the wheel sends arrows. */
export const enterAlternate = "\u001b[?1049h\u001b[?7l\u001b[?1007h";
export const leaveAlternate = "\u001b[?1007l\u001b[?7h\u001b[?1049l";

/**
 * kitty: keys that would else be the same are told apart, with where they stand on a standard keyboard; the terminal keeps a stack of such
 * modes for each of its two screens. xterm: only what has no code of its own, so that a shell can live with it after a hard kill.
 */
export const enterKeyboard: Readonly<Record<Keyboard, string>> = { kitty: "\u001b[>5u", xterm: "\u001b[>4;1m", plain: "" };
export const leaveKeyboard: Readonly<Record<Keyboard, string>> = { kitty: "\u001b[<u", xterm: "\u001b[>4m", plain: "" };
