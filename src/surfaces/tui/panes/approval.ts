import { nameOf } from "../editor/bindings.ts";
import type { QuestionTexts } from "../messages/question.ts";
import type { Question } from "../state/terminal-state.ts";
import type { Key } from "../terminal/keys.ts";
import type { Frame, Size } from "../terminal/screen.ts";
import { type Line, span, widthOf } from "../text/line.ts";
import { wrap } from "../text/wrap.ts";
import { LineInput } from "./line-input.ts";
import { Options } from "./options.ts";
import type { Pane } from "./pane.ts";

export interface Approval {
  decision: "allow" | "deny";
  reason: string;
  remember?: "thread" | "user";
}

export interface QuestionDetails {
  /** Outside of the box, that the call reaches. */
  hosts: readonly string[];
  /** What is asked about, as rows of so many cells: the script, or the diff. Whole without `maxRows`, else with how much is left out. */
  linesIn(width: number, maxRows?: number): readonly Line[];
}

export interface ApprovalPaneOptions {
  question: Question;
  /** Commands run in a box. */
  confined: boolean;
  texts: QuestionTexts;
  onAnswer(approval: Approval): void;
  /** The details are wanted in a screen of their own. */
  onShow(title: string, linesIn: QuestionDetails["linesIn"]): void;
}

type Choice = "once" | "thread" | "user" | "no" | "no-because";

/** In fewer rows, answers stand beside each other, and what the keys do is left out. */
const FEW_ROWS = 18;
const INDENT = 2;

/** Puts a question of the policy to the person, with everything it is about. */
export class ApprovalPane implements Pane {
  /** Undefined until they are known. */
  details: QuestionDetails | undefined;
  /** Other questions that wait behind it. */
  waiting = 0;
  readonly #given: ApprovalPaneOptions;
  readonly #options: Options<Choice>;
  #why: LineInput | undefined;

  constructor(options: ApprovalPaneOptions) {
    this.#given = options;
    const { texts, question } = options;
    const { always } = question.event;
    const choices: readonly Choice[] = ["once", ...(always === undefined ? [] : (["thread", "user"] as const)), "no", "no-because"];
    this.#options = new Options(
      choices.map((value) => ({ label: texts.answers[value](always?.join(", ") ?? ""), short: texts.short[value], value })),
    );
  }

  view(size: Size): Frame {
    // The last column of the live region stays free.
    const width = Math.max(1, size.columns - 1);
    const head = this.#head().flatMap((line) => wrap(line, width, { indent: INDENT }));
    const below = this.#below(width, size.rows < FEW_ROWS);
    const room = Math.max(1, size.rows - head.length - below.length);
    const rows = [...head, ...this.#shown(width, room), ...below];
    if (this.#why === undefined) return { rows };
    const asked = wrap([span(this.#given.texts.why, "accent"), span(this.#why.text)], width, { hard: true });
    return { rows: [...rows, ...asked], caret: { row: rows.length + asked.length - 1, column: widthOf(asked.at(-1)!) } };
  }

  key(key: Key): void {
    if (this.#why !== undefined) return this.#whyKey(this.#why, key);
    if (key.type === "text" && key.text === "v") return this.#show();
    if (key.type === "key" && nameOf(key) === "escape") return this.#given.onAnswer({ decision: "deny", reason: "" });
    if (this.#options.key(key) === "chosen") this.#choose(this.#options.selected);
  }

  #show(): void {
    if (this.details !== undefined) this.#given.onShow(this.#title, this.details.linesIn);
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

  /** The call itself stands below in full. */
  get #title(): string {
    const { event, ruling, call } = this.#given.question;
    return ruling === undefined || call === undefined ? event.question : `${call.name}: ${ruling.reason}`;
  }

  #head(): Line[] {
    const { question, texts } = this.#given;
    const { event, ruling } = question;
    const asks = ruling === undefined ? texts.asked(event.rule) : texts.asks(ruling.rule, ruling.where);
    const waits = this.waiting > 0 ? ` · ${texts.waiting(this.waiting)}` : "";
    return [[span(this.#title, "warn")], [span(`${" ".repeat(INDENT)}${asks}${waits}`, "dim")]];
  }

  #shown(width: number, room: number): Line[] {
    return (this.details?.linesIn(width - INDENT, room) ?? []).map((line) => [span(" ".repeat(INDENT)), ...line]);
  }

  /** What an answer leads to, and the answers. */
  #below(width: number, isShort: boolean): Line[] {
    const { question, texts } = this.#given;
    const rule = this.#options.selected === "user" ? (question.event.rules ?? "").trimEnd().split("\n") : [];
    const answers = isShort
      ? this.#options.shortView(width)
      : this.#options.view().flatMap((line) => wrap(line, width, { indent: 2 * INDENT }));
    return [
      ...wrap([span(`${" ".repeat(INDENT)}${this.#outcome()}`, "dim")], width, { indent: INDENT }),
      ...answers,
      ...rule.flatMap((text) => wrap([span(" ".repeat(2 * INDENT)), span(text, "code")], width, { indent: 3 * INDENT, hard: true })),
      ...(isShort ? [] : wrap([span(texts.keys, "dim")], width)),
    ];
  }

  /** What leaves the box, what can be undone, and what happens when nobody answers. */
  #outcome(): string {
    const { question, confined, texts } = this.#given;
    const { call } = question;
    const hosts = this.details?.hosts ?? [];
    // What runs already has met something that it cannot reach without leave.
    const leaves = hosts.length > 0 || (call !== undefined && call.startedAt !== undefined);
    const reach = leaves ? texts.leaves(hosts.join(", ")) : confined ? texts.stays : texts.unconfined;
    return `${reach} ${texts.unattended}`;
  }
}
