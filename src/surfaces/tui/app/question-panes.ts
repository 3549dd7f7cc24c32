import type { Command } from "../../../contract/command.ts";
import { questionTexts } from "../messages/question.ts";
import type { Language } from "../messages/catalogue.ts";
import { ApprovalPane } from "../panes/approval.ts";
import { AskPane } from "../panes/ask.ts";
import type { Pane } from "../panes/pane.ts";
import type { AskedQuestion, Question, TerminalState } from "../state/terminal-state.ts";
import { textOf } from "../state/texts.ts";
import type { Line } from "../text/line.ts";

export interface QuestionPaneOptions {
  language: Language;
  /** What a question is about, whole. */
  detailsOf(question: Question): readonly Line[];
  /** Who answers. */
  by: string;
  send(command: Extract<Command, { type: "approval.decide" | "question.answer" | "turn.interrupt" }>): void;
  show(details: readonly Line[]): void;
}

/** The pane of the question that waits longest; the same one as long as it waits. */
export class QuestionPanes {
  readonly #options: QuestionPaneOptions;
  #open: { question: Question | AskedQuestion; pane: Pane } | undefined;

  constructor(options: QuestionPaneOptions) {
    this.#options = options;
  }

  paneFor({ questions, asked }: Pick<TerminalState, "questions" | "asked">): Pane | undefined {
    const question = questions[0] ?? asked[0];
    if (question === undefined) this.#open = undefined;
    else if (this.#open?.question !== question)
      this.#open = {
        question,
        pane: "event" in question ? this.#approval(question, questions.length + asked.length - 1) : this.#ask(question),
      };
    return this.#open?.pane;
  }

  #approval(question: Question, waiting: number): Pane {
    const { language, detailsOf, by, send, show } = this.#options;
    const { approval, requestHash } = question.event;
    return new ApprovalPane({
      question,
      details: detailsOf(question),
      waiting,
      texts: questionTexts[language],
      onAnswer: (answer) => send({ type: "approval.decide", approval, requestHash, by, ...answer }),
      onShow: show,
    });
  }

  #ask({ question, text, choices }: AskedQuestion): Pane {
    const { language, by, send } = this.#options;
    return new AskPane({
      text: textOf(text),
      choices,
      texts: questionTexts[language],
      onAnswer: (answer) => send({ type: "question.answer", question, answer, by }),
      onLeave: () => send({ type: "turn.interrupt", reason: "the question was left unanswered" }),
    });
  }
}
