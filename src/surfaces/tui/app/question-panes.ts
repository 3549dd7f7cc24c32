import type { Command } from "../../../contract/command.ts";
import { questionTexts } from "../messages/question.ts";
import type { Language } from "../messages/catalogue.ts";
import { ApprovalPane, type QuestionDetails } from "../panes/approval.ts";
import { AskPane } from "../panes/ask.ts";
import type { Pane } from "../panes/pane.ts";
import type { AskedQuestion, Question, TerminalState } from "../state/terminal-state.ts";
import { textOf } from "../state/texts.ts";

export interface QuestionPaneOptions {
  language: Language;
  /** What a question is about, whole. */
  detailsOf(question: Question): Promise<QuestionDetails>;
  /** Who answers. */
  by: string;
  send(command: Extract<Command, { type: "approval.decide" | "question.answer" | "turn.interrupt" }>): void;
  show(title: string, details: QuestionDetails["linesIn"]): void;
  /** Details have come, or could not be had. */
  onDetails(problem?: unknown): void;
}

/** The pane of the question that waits longest; the same one as long as it waits. */
export class QuestionPanes {
  readonly #options: QuestionPaneOptions;
  #open: { question: Question | AskedQuestion; pane: Pane } | undefined;

  constructor(options: QuestionPaneOptions) {
    this.#options = options;
  }

  paneFor({ questions, asked, confined }: Pick<TerminalState, "questions" | "asked" | "confined">): Pane | undefined {
    const question = questions[0] ?? asked[0];
    if (question === undefined) this.#open = undefined;
    else if (this.#open?.question !== question)
      this.#open = { question, pane: "event" in question ? this.#approval(question, confined) : this.#ask(question) };
    const { pane } = this.#open ?? {};
    if (pane instanceof ApprovalPane) pane.waiting = questions.length + asked.length - 1;
    return pane;
  }

  #approval(question: Question, confined: boolean): ApprovalPane {
    const { language, detailsOf, by, send, show, onDetails } = this.#options;
    const { approval, requestHash } = question.event;
    const pane = new ApprovalPane({
      question,
      confined,
      texts: questionTexts[language],
      onAnswer: (answer) => send({ type: "approval.decide", approval, requestHash, by, ...answer }),
      onShow: show,
    });
    detailsOf(question).then(
      (details) => {
        pane.details = details;
        onDetails();
      },
      (error: unknown) => onDetails(error),
    );
    return pane;
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
