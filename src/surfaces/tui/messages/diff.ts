import { catalogue } from "./catalogue.ts";

export const diffTexts = catalogue({
  en: {
    moreLines: (lines: number) => `… ${lines} more ${lines === 1 ? "line" : "lines"}`,
    moreFiles: (files: number) => `… ${files} more ${files === 1 ? "file" : "files"}`,
    binary: "not text: nothing to compare",
    huge: "too much has changed to be compared",
  },
  de: {
    moreLines: (lines: number) => `… ${lines} weitere ${lines === 1 ? "Zeile" : "Zeilen"}`,
    moreFiles: (files: number) => `… ${files} weitere ${files === 1 ? "Datei" : "Dateien"}`,
    binary: "kein Text: nichts zu vergleichen",
    huge: "zu viel ist anders, um es zu vergleichen",
  },
});

export type DiffTexts = (typeof diffTexts)["en"];
