import { catalogue } from "./catalogue.ts";

export const firstRunTexts = catalogue({
  en: {
    welcome: "Welcome to Fettle. It works in this folder, shows what it does, and proves what it did.",
    found: "Found:",
    key: (title: string, place: string) => `a key for ${title} (${place})`,
    server: (provider: string, models: number) => `${provider} on this machine, ${models} ${models === 1 ? "model" : "models"}`,
    uses: (model: string) => `It works with ${model}; /model chooses another.`,
    noModel: "There is no key and no model server on this machine yet.",
    login: (provider: string, variable: string) =>
      `  fettle login ${provider} keeps a key; or set ${variable}; or start Ollama, which is found by itself.`,
    without: "  Without a model: /model none mends what needs no model, and verifies.",
    box: (name: string) => `Commands run confined (${name}); /undo takes back what they change. /help shows the rest.`,
    missing: "This machine lacks something that is needed; /doctor shows all of it:",
    trouble: (what: string, detail: string) => `  ${what}: ${detail}`,
  },
  de: {
    welcome: "Willkommen bei Fettle. Es arbeitet in diesem Ordner, zeigt, was es tut, und beweist, was es getan hat.",
    found: "Gefunden:",
    key: (title: string, place: string) => `ein Schlüssel für ${title} (${place})`,
    server: (provider: string, models: number) => `${provider} auf diesem Rechner, ${models} ${models === 1 ? "Modell" : "Modelle"}`,
    uses: (model: string) => `Es arbeitet mit ${model}; /model wählt ein anderes.`,
    noModel: "Es gibt noch keinen Schlüssel und keinen Modellserver auf diesem Rechner.",
    login: (provider: string, variable: string) =>
      `  fettle login ${provider} hebt einen Schlüssel auf; oder setze ${variable}; oder starte Ollama, das von selbst gefunden wird.`,
    without: "  Ohne Modell: /model none repariert, was kein Modell braucht, und prüft.",
    box: (name: string) => `Befehle laufen eingesperrt (${name}); /undo nimmt zurück, was sie ändern. /help zeigt den Rest.`,
    missing: "Diesem Rechner fehlt etwas, das gebraucht wird; /doctor zeigt alles:",
    trouble: (what: string, detail: string) => `  ${what}: ${detail}`,
  },
});
