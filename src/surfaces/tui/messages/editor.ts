import { catalogue } from "./catalogue.ts";

export const editorTexts = catalogue({
  en: {
    placeholder: "What is to be done?",
    placeholderKeys: "/ commands  @ files  ! shell  ? help",
    shellPlaceholder: "A command, run in the box",
    pastedLines: (lines: number) => `[pasted ${lines} lines]`,
    pastedCharacters: (characters: number) => `[pasted ${characters} characters]`,
    image: (name: string) => `[image ${name}]`,
    listing: "listing files …",
    nothingFound: "nothing found",
    search: "earlier prompt: ",
    noSuchPrompt: "no earlier prompt has this",
    normalMode: "-- NORMAL --",
    shown: (from: number, to: number, total: number) => `${from}-${to} of ${total}`,
    filter: "filter: ",
    pickerKeys: "Enter chooses · Esc closes",
  },
  de: {
    placeholder: "Was ist zu tun?",
    placeholderKeys: "/ Befehle  @ Dateien  ! Shell  ? Hilfe",
    shellPlaceholder: "Ein Befehl, ausgeführt in der Box",
    pastedLines: (lines: number) => `[${lines} Zeilen eingefügt]`,
    pastedCharacters: (characters: number) => `[${characters} Zeichen eingefügt]`,
    image: (name: string) => `[Bild ${name}]`,
    listing: "Dateien werden aufgelistet …",
    nothingFound: "nichts gefunden",
    search: "früherer Prompt: ",
    noSuchPrompt: "kein früherer Prompt enthält das",
    normalMode: "-- NORMAL --",
    shown: (from: number, to: number, total: number) => `${from}-${to} von ${total}`,
    filter: "Filter: ",
    pickerKeys: "Enter wählt · Esc schließt",
  },
});

export type EditorTexts = (typeof editorTexts)["en"];
