import { catalogue } from "./catalogue.ts";

export const questionTexts = catalogue({
  en: {
    asks: (rule: string, where: string) => `asked by ${rule} (${where})`,
    asked: (rule: string) => `asked by ${rule}`,
    wouldFail: (problem: string) => `This would fail: ${problem}`,
    inFolder: (folder: string) => `in ${folder}`,
    stays: "Stays in the box; what it changes can be undone.",
    leaves: (hosts: string) => `Leaves the box${hosts === "" ? "" : ` (${hosts})`}; what it does there cannot be undone.`,
    unconfined: "There is no box here; what it does outside of this folder cannot be undone.",
    unattended: "With nobody here, the answer is no.",
    answers: {
      once: () => "Yes, once",
      thread: (what: string) => `Yes, for the rest of this thread: ${what}`,
      user: () => "Yes, always, by this rule",
      no: () => "No",
      "no-because": () => "No, and say why …",
    },
    short: { once: "once", thread: "this thread", user: "always", no: "no", "no-because": "no, because …" },
    why: "why: ",
    keys: "arrows or a number, Enter; Esc says no; v shows all",
    more: (lines: number) => `… ${lines} more lines, v shows all`,
    waiting: (count: number) => `${count} more ${count === 1 ? "question waits" : "questions wait"}`,
    answer: "answer: ",
    answerKeys: "arrows or a number, or write an answer; Enter; Esc leaves it unanswered",
  },
  de: {
    asks: (rule: string, where: string) => `gefragt von ${rule} (${where})`,
    asked: (rule: string) => `gefragt von ${rule}`,
    wouldFail: (problem: string) => `Das würde scheitern: ${problem}`,
    inFolder: (folder: string) => `in ${folder}`,
    stays: "Bleibt in der Box; was es ändert, lässt sich zurücknehmen.",
    leaves: (hosts: string) => `Verlässt die Box${hosts === "" ? "" : ` (${hosts})`}; was es dort tut, lässt sich nicht zurücknehmen.`,
    unconfined: "Hier gibt es keine Box; was es außerhalb dieses Ordners tut, lässt sich nicht zurücknehmen.",
    unattended: "Ist niemand da, ist die Antwort nein.",
    answers: {
      once: () => "Ja, einmal",
      thread: (what: string) => `Ja, für den Rest dieses Threads: ${what}`,
      user: () => "Ja, immer, durch diese Regel",
      no: () => "Nein",
      "no-because": () => "Nein, mit Begründung …",
    },
    short: { once: "einmal", thread: "dieser Thread", user: "immer", no: "nein", "no-because": "nein, weil …" },
    why: "Grund: ",
    keys: "Pfeile oder eine Ziffer, Enter; Esc heißt nein; v zeigt alles",
    more: (lines: number) => `… ${lines} weitere Zeilen, v zeigt alles`,
    waiting: (count: number) => (count === 1 ? "1 weitere Frage wartet" : `${count} weitere Fragen warten`),
    answer: "Antwort: ",
    answerKeys: "Pfeile oder eine Ziffer, oder eine Antwort schreiben; Enter; Esc lässt sie offen",
  },
});

export type QuestionTexts = (typeof questionTexts)["en"];
