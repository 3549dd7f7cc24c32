import type { KeyPress } from "../terminal/keys.ts";
import type { Editor } from "./editor.ts";
import * as motions from "./motions.ts";

/** A key with its modifiers in one word: `C-a`, `A-backspace`, `S-enter`, `up`. */
export function nameOf(key: KeyPress): string {
  return `${key.ctrl ? "C-" : ""}${key.alt ? "A-" : ""}${key.shift ? "S-" : ""}${key.name}`;
}

/** What edits and moves as in shells and in Emacs. What depends on rows, history or completion is not here. */
export const bindings: Readonly<Record<string, (editor: Editor) => void>> = {
  left: (editor) => editor.move(motions.left),
  "C-b": (editor) => editor.move(motions.left),
  right: (editor) => editor.move(motions.right),
  "C-f": (editor) => editor.move(motions.right),
  "A-b": (editor) => editor.move(motions.wordStart),
  "A-left": (editor) => editor.move(motions.wordStart),
  "C-left": (editor) => editor.move(motions.wordStart),
  "A-f": (editor) => editor.move(motions.wordEnd),
  "A-right": (editor) => editor.move(motions.wordEnd),
  "C-right": (editor) => editor.move(motions.wordEnd),
  "C-a": (editor) => editor.move(motions.lineStart),
  home: (editor) => editor.move(motions.lineStart),
  "C-e": (editor) => editor.move(motions.lineEnd),
  end: (editor) => editor.move(motions.lineEnd),
  "C-home": (editor) => editor.move(motions.textStart),
  "C-end": (editor) => editor.move(motions.textEnd),

  backspace: (editor) => editor.deleteBack(),
  "S-backspace": (editor) => editor.deleteBack(),
  "C-h": (editor) => editor.deleteBack(),
  delete: (editor) => editor.deleteForward(),
  "C-d": (editor) => editor.deleteForward(),

  "C-w": (editor) => editor.cut(motions.bigWordStart),
  "A-backspace": (editor) => editor.cut(motions.wordStart),
  "C-backspace": (editor) => editor.cut(motions.wordStart),
  "A-d": (editor) => editor.cut(motions.wordEnd),
  "A-delete": (editor) => editor.cut(motions.wordEnd),
  "C-delete": (editor) => editor.cut(motions.wordEnd),
  "C-u": (editor) => editor.cut(motions.lineStart),
  "C-k": (editor) => editor.cut(toLineEnd),
  "C-y": (editor) => editor.paste(),

  "C-j": (editor) => editor.newline(),
  "S-enter": (editor) => editor.newline(),
  "A-enter": (editor) => editor.newline(),
  "C-enter": (editor) => editor.newline(),

  // Three ways to send one byte, 0x1f.
  "C-_": (editor) => editor.undo(),
  "C-/": (editor) => editor.undo(),
  "C-7": (editor) => editor.undo(),
  "A-/": (editor) => editor.redo(),
  "A-_": (editor) => editor.redo(),
};

/** At the end of a line: over the newline. */
const toLineEnd: motions.Motion = (text, from) => {
  const end = motions.lineEnd(text, from);
  return end.at === from.at ? motions.right(text, from) : end;
};
