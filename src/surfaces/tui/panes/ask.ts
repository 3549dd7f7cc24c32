import { nameOf } from "../editor/bindings.ts";
import type { QuestionTexts } from "../messages/question.ts";
import type { Key } from "../terminal/keys.ts";
import type { Frame, Size } from "../terminal/screen.ts";
import { type Line, span, widthOf } from "../text/line.ts";
import { wrap } from "../text/wrap.ts";
import { LineInput } from "./line-input.ts";
import { Options } from "./options.ts";
import type { Pane } from "./pane.ts";

export interface AskPaneOptions {
  text: string;
  choices: readonly string[];
  texts: QuestionTexts;
  onAnswer(answer: string): void;
  /** The person does not want to answer. */
  onLeave(): void;
}

/** Puts a question of the model to the person: one of its choices, or words of their own. */
export class AskPane implements Pane {
  readonly #given: AskPaneOptions;
  readonly #options: Options<string> | undefined;
  readonly #own = new LineInput();

  constructor(options: AskPaneOptions) {
    this.#given = options;
    if (options.choices.length > 0) this.#options = new Options(options.choices.map((value) => ({ label: value, value })));
  }

  view({ columns: all, rows: height }: Size): Frame {
    const { text, texts } = this.#given;
    // The last column of the live region stays free.
    const columns = Math.max(1, all - 1);
    const question = text.split("\n").flatMap((line) => wrap([span(line, "accent")], columns));
    const options = (this.#options?.view() ?? []).flatMap((line) => wrap(line, columns, { indent: 4 }));
    const keys = wrap([span(texts.answerKeys, "dim")], columns);
    const own: Line = [span(texts.answer, "accent"), span(this.#own.text)];
    const written = wrap(own, columns, { hard: true });
    const room = Math.max(1, height - options.length - keys.length - written.length);
    const rows = [...question.slice(0, room), ...options, ...keys, ...written];
    return { rows, caret: { row: rows.length - 1, column: widthOf(written.at(-1)!) } };
  }

  key(key: Key): void {
    const { onAnswer, onLeave } = this.#given;
    if (key.type === "key" && nameOf(key) === "escape") return onLeave();
    if (key.type === "key" && nameOf(key) === "enter") return this.#enter();
    // A number chooses only as long as nothing is written.
    if (this.#own.text === "" && this.#options?.key(key) === "chosen") return onAnswer(this.#options.selected);
    if (key.type !== "key" || this.#own.text !== "") this.#own.key(key);
  }

  #enter(): void {
    const answer = this.#own.text.trim() === "" ? this.#options?.selected : this.#own.text.trim();
    if (answer !== undefined) this.#given.onAnswer(answer);
  }
}
