import type { Language } from "./catalogue.ts";

/** Which keys there are and what they do, in the order in which people need them. */
export const keyHelp: Readonly<Record<Language, readonly (readonly [key: string, does: string])[]>> = {
  en: [
    ["Enter", "submits; while a turn runs, the prompt joins it before its next step"],
    ["Shift+Enter, Alt+Enter, Ctrl-J, \\ Enter", "a new line"],
    ["Ctrl-C", "interrupts the turn; when nothing runs, a second one leaves"],
    ["Escape", "closes what is open: a menu, a question, a search"],
    ["Up, Down", "earlier prompts, from the first and last row"],
    ["Ctrl-R", "searches earlier prompts"],
    ["Tab", "completes commands, @files"],
    ["! at the beginning", "a command of your own, run in the box"],
    ["Ctrl-V", "pastes an image of the clipboard"],
    ["Ctrl-G", "opens the prompt in $EDITOR"],
    ["Ctrl-/, Alt-/", "undo and redo while writing"],
    ["Ctrl-W, Ctrl-U, Ctrl-K, Ctrl-Y", "cut a word, to the start, to the end; paste it"],
    ["Ctrl-Z", "to the shell; fg comes back"],
  ],
  de: [
    ["Enter", "schickt ab; läuft ein Turn, kommt der Prompt vor dessen nächstem Schritt dazu"],
    ["Shift+Enter, Alt+Enter, Strg-J, \\ Enter", "neue Zeile"],
    ["Strg-C", "unterbricht den Turn; läuft nichts, verlässt ein zweites das Terminal"],
    ["Escape", "schließt, was offen ist: Menü, Frage, Suche"],
    ["Auf, Ab", "frühere Prompts, von der ersten und letzten Zeile aus"],
    ["Strg-R", "sucht in früheren Prompts"],
    ["Tab", "vervollständigt Befehle und @Dateien"],
    ["! am Anfang", "ein eigener Befehl, ausgeführt in der Box"],
    ["Strg-V", "fügt ein Bild aus der Zwischenablage ein"],
    ["Strg-G", "öffnet den Prompt in $EDITOR"],
    ["Strg-/, Alt-/", "rückgängig und wiederherstellen beim Schreiben"],
    ["Strg-W, Strg-U, Strg-K, Strg-Y", "schneidet ein Wort aus, bis zum Anfang, bis zum Ende; fügt es ein"],
    ["Strg-Z", "zur Shell; fg kommt zurück"],
  ],
};
