import { catalogue } from "./catalogue.ts";

export const viewerTexts = catalogue({
  en: {
    place: (from: number, to: number, total: number, percent: number) => `${from}-${to} of ${total} · ${percent} %`,
    empty: "empty",
    keys: "/ search · w wrap · q close",
    searchKeys: "n next · N previous · q close",
    search: "search: ",
    notFound: (query: string) => `not found: ${query}`,
  },
  de: {
    place: (from: number, to: number, total: number, percent: number) => `${from}-${to} von ${total} · ${percent} %`,
    empty: "leer",
    keys: "/ suchen · w umbrechen · q schließen",
    searchKeys: "n weiter · N zurück · q schließen",
    search: "Suche: ",
    notFound: (query: string) => `nicht gefunden: ${query}`,
  },
});

export type ViewerTexts = (typeof viewerTexts)["en"];
