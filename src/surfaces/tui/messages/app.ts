import { catalogue } from "./catalogue.ts";

export const appTexts = catalogue({
  en: {
    goOn: (thread: string) => `Go on with this thread: fettle tui --resume ${thread}`,
    crashed: (log: string, thread: string) =>
      `Fettle has crashed. All that happened is in ${log}\nGo on with it: fettle tui --resume ${thread}`,
    unknownCommand: (name: string) => `There is no command /${name}.`,
    didYouMean: (name: string) => `Did you mean /${name}?`,
    notDuringTurn: (name: string) => `/${name} waits for the end of the turn; Esc interrupts it.`,
    waitingSteer: "joins the next step",
    waitingQueue: "waits for the end of the turn",
    failed: (message: string) => `This went wrong: ${message}`,
    recentCalls: "What was done",
    nothingDone: "Nothing has been done yet.",
    question: "Fettle needs an answer",
    done: "Fettle is done",
  },
  de: {
    goOn: (thread: string) => `Weiter mit diesem Thread: fettle tui --resume ${thread}`,
    crashed: (log: string, thread: string) =>
      `Fettle ist abgestürzt. Alles, was geschah, steht in ${log}\nDamit weitermachen: fettle tui --resume ${thread}`,
    unknownCommand: (name: string) => `Es gibt keinen Befehl /${name}.`,
    didYouMean: (name: string) => `Ist /${name} gemeint?`,
    notDuringTurn: (name: string) => `/${name} wartet auf das Ende des Turns; Esc unterbricht ihn.`,
    waitingSteer: "kommt zum nächsten Schritt dazu",
    waitingQueue: "wartet auf das Ende des Turns",
    failed: (message: string) => `Das ging schief: ${message}`,
    recentCalls: "Was getan wurde",
    nothingDone: "Es wurde noch nichts getan.",
    question: "Fettle braucht eine Antwort",
    done: "Fettle ist fertig",
  },
});

export type AppTexts = (typeof appTexts)["en"];
