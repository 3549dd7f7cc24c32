import { nameOf } from "../editor/bindings.ts";
import type { QuestionTexts } from "../messages/question.ts";
import type { Question } from "../state/terminal-state.ts";
import type { Key } from "../terminal/keys.ts";
import type { Frame, Size } from "../terminal/screen.ts";
import { type Line, span, widthOf } from "../text/line.ts";
import { truncate } from "../text/truncate.ts";
import { wrap } from "../text/wrap.ts";
import { LineInput } from "./line-input.ts";
import { Options } from "./options.ts";
import type { Pane } from "./pane.ts";

export interface Approval {
  decision: "allow" | "deny";
  reason: string;
  remember?: "thread" | "user";
}

export interface ApprovalPaneOptions {
  question: Question;
  /** What is asked about, whole: the script, or the diff. */
  details: readonly Line[];
  /** Other questions that wait behind it. */
  waiting: number;
  texts: QuestionTexts;
  onAnswer(approval: Approval): void;
  /** The details are wanted in a screen of their own. */
  onShow(details: readonly Line[]): void;
}

type Choice = "once" | "thread" | "user" | "no" | "no-because";

/** Puts a question of the policy to the person, with everything it is about. */
export class ApprovalPane implements Pane {
  readonly #given: ApprovalPaneOptions;
  readonly #options: Options<Choice>;
  #why: LineInput | undefined;

  constructor(options: ApprovalPaneOptions) {
    this.#given = options;
    const { texts, question } = options;
    const always = question.event.always === undefined ? [] : (["thread", "user"] as const);
    const choices: Choice[] = ["once", ...always, "no", "no-because"];
    const labels: Record<Choice, string> = {
      once: texts.once,
      thread: texts.thread,
      user: texts.user,
      no: texts.no,
      "no-because": texts.noBecause,
    };
    this.#options = new Options(choices.map((value) => ({ label: labels[value], value })));
  }

  view(size: Size): Frame {
    const { columns } = size;
    const head = this.#head().flatMap((line) => wrap(line, columns, { indent: 2 }));
    const below = this.#below().flatMap((line) => wrap(line, columns, { indent: 4 }));
    const room = Math.max(1, size.rows - head.length - below.length - 1);
    const rows = [...head, ...this.#details(columns, room), ...below];
    if (this.#why === undefined) return { rows };
    const line: Line = [span(this.#given.texts.why, "accent"), span(this.#why.text)];
    const asked = wrap(line, columns - 1, { hard: true });
    return { rows: [...rows, ...asked], caret: { row: rows.length + asked.length - 1, column: widthOf(asked.at(-1)!) } };
  }

  key(key: Key): void {
    if (this.#why !== undefined) return this.#whyKey(this.#why, key);
    if (key.type === "text" && key.text === "v") return this.#given.onShow(this.#given.details);
    if (key.type === "key" && nameOf(key) === "escape") return this.#given.onAnswer({ decision: "deny", reason: "" });
    if (this.#options.key(key) === "chosen") this.#choose(this.#options.selected);
  }

  #choose(choice: Choice): void {
    const { onAnswer } = this.#given;
    if (choice === "no-because") this.#why = new LineInput();
    else if (choice === "no") onAnswer({ decision: "deny", reason: "" });
    else onAnswer({ decision: "allow", reason: "", ...(choice !== "once" && { remember: choice }) });
  }

  #whyKey(why: LineInput, key: Key): void {
    if (why.key(key) || key.type !== "key") return;
    const name = nameOf(key);
    if (name === "escape") this.#why = undefined;
    if (name === "enter") this.#given.onAnswer({ decision: "deny", reason: why.text.trim() });
  }

  #head(): Line[] {
    const { question, texts, waiting } = this.#given;
    const { event, ruling } = question;
    const where = ruling === undefined ? event.rule : texts.asks(ruling.rule, ruling.where);
    return [[span(event.question, "warn")], [span(`  ${where}${waiting > 0 ? ` · ${texts.waiting(waiting)}` : ""}`, "dim")]];
  }

  #details(columns: number, room: number): Line[] {
    const { details, texts } = this.#given;
    const rows = details.flatMap((line) => wrap([span("  "), ...line], columns, { indent: 2, hard: true }));
    if (rows.length <= room) return rows;
    return [...rows.slice(0, room - 1), truncate([span(`  ${texts.more(rows.length - room + 1)}`, "dim")], columns)];
  }

  /** What an answer leads to, and the answers. */
  #below(): Line[] {
    const { question, texts } = this.#given;
    const reaches = question.event.approval.includes(":") || question.call?.effect === "network";
    const rule = this.#options.selected === "user" ? (question.event.rules ?? "").trimEnd().split("\n") : [];
    return [
      [span(`  ${reaches ? texts.notUndoable : texts.undoable} ${texts.unattended}`, "dim")],
      ...this.#options.view(),
      ...rule.map((text): Line => [span(`    ${text}`, "code")]),
      [span(texts.keys, "dim")],
    ];
  }
}
