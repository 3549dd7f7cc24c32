import { catalogue } from "./catalogue.ts";

export const questionTexts = catalogue({
  en: {
    asks: (rule: string, where: string) => `asked by ${rule} (${where})`,
    undoable: "What it changes in the workspace can be undone.",
    notUndoable: "It reaches out of the box: what it does there cannot be undone.",
    once: "Yes, once",
    thread: "Yes, for the rest of this thread",
    user: "Yes, always: this rule is written",
    no: "No",
    noBecause: "No, and say why …",
    why: "why: ",
    unattended: "Unattended, the answer is no.",
    keys: "arrows or a number, Enter; Esc says no; v shows all",
    more: (lines: number) => `… ${lines} more lines, v shows all`,
    waiting: (count: number) => `${count} more ${count === 1 ? "question waits" : "questions wait"}`,
    answer: "answer: ",
    answerKeys: "arrows or a number, or write an answer; Enter; Esc leaves it unanswered",
  },
  de: {
    asks: (rule: string, where: string) => `gefragt von ${rule} (${where})`,
    undoable: "Was es im Arbeitsbereich ändert, lässt sich rückgängig machen.",
    notUndoable: "Es greift aus der Box hinaus: Was es dort tut, lässt sich nicht rückgängig machen.",
    once: "Ja, einmal",
    thread: "Ja, für den Rest dieses Threads",
    user: "Ja, immer: diese Regel wird geschrieben",
    no: "Nein",
    noBecause: "Nein, mit Begründung …",
    why: "Grund: ",
    unattended: "Ohne Aufsicht ist die Antwort nein.",
    keys: "Pfeile oder eine Ziffer, Enter; Esc heißt nein; v zeigt alles",
    more: (lines: number) => `… ${lines} weitere Zeilen, v zeigt alles`,
    waiting: (count: number) => (count === 1 ? "1 weitere Frage wartet" : `${count} weitere Fragen warten`),
    answer: "Antwort: ",
    answerKeys: "Pfeile oder eine Ziffer, oder eine Antwort schreiben; Enter; Esc lässt sie offen",
  },
});

export type QuestionTexts = (typeof questionTexts)["en"];
