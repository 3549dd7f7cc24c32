import type { BlockLook } from "../blocks/block-lines.ts";
import { callTitle } from "../blocks/call-title.ts";
import { type Footer, footerLine } from "../footer.ts";
import { Highlighter } from "../markdown/highlighter.ts";
import { appTexts } from "../messages/app.ts";
import type { Language } from "../messages/catalogue.ts";
import { activityLines, openingLines } from "../activity.ts";
import { openCallLines } from "../open-calls.ts";
import type { Pane } from "../panes/pane.ts";
import type { Block, CallBlock } from "../state/block.ts";
import { shownInput } from "../state/open-call.ts";
import type { TerminalState } from "../state/terminal-state.ts";
import type { Frame, Size } from "../terminal/screen.ts";
import { type Line, span } from "../text/line.ts";
import { truncate } from "../text/truncate.ts";
import { inputLines } from "./input-lines.ts";
import { waitingRows } from "./waiting-rows.ts";
import type { Session } from "./session.ts";
import { ToolTitles } from "./tool-titles.ts";
import { Transcript } from "./transcript.ts";

export interface LiveFrame {
  size: Size;
  state: TerminalState;
  /** Milliseconds since the epoch. */
  now: number;
  session: Session;
  /** What has the keyboard. */
  pane: Pane;
  footer: Footer;
}

export interface LiveStyle {
  language: Language;
  /** Something moves while a call runs; not for screen readers. */
  moves: boolean;
}

/** A call that can be looked at again. */
export interface RecentCall {
  label: string;
  lines: readonly Line[];
}

/** From here on a row is left free above what has the keyboard. */
const ROOMY_ROWS = 20;

/**
 * Of a line that is being written, its beginning is shown until it is whole. Frames follow each other fast then, and one that is on its way
 * while the terminal gets narrower is not laid out for it: as long as no row of it is wrapped, it leaves nothing behind.
 */
const MAX_OPEN_COLUMNS = 40;
/** Calls that are kept to be looked at again. */
const MAX_RECENT = 200;

/** What the terminal shows: what has happened above, for good; below it what goes on, the pane and the footer. */
export class LiveView {
  readonly #versionsOf: BlockLook["versionsOf"];
  #language: Language;
  #moves: boolean;
  /** Grammars are loaded once. */
  readonly highlighter = new Highlighter();
  readonly #titles = new ToolTitles();
  readonly #transcript = new Transcript();
  #recent: CallBlock[] = [];
  #progress = "";

  constructor({ versionsOf, ...style }: LiveStyle & Pick<BlockLook, "versionsOf">) {
    this.#versionsOf = versionsOf;
    this.#language = style.language;
    this.#moves = style.moves;
  }

  restyle({ language, moves }: LiveStyle): void {
    this.#language = language;
    this.#moves = moves;
  }

  /** To be called when there is time. */
  prepare(): void {
    void this.#titles.load();
  }

  /** What is going on between events. */
  progress(text: string): void {
    this.#progress = text;
  }

  /** One line that says what a call of a tool does; undefined when the tool is not loaded, or its input is none of its kind. */
  titleOf(name: string, input: unknown): string | undefined {
    return this.#titles.of(name, shownInput(input));
  }

  /** Newest first. */
  get recent(): RecentCall[] {
    return this.#recent.toReversed().map((call) => ({
      label: callTitle(call, this.#look(Infinity))
        .map(({ text }) => text)
        .join(""),
      lines: wholeCall(call),
    }));
  }

  /** The lines of what has ended. */
  take(block: Block, columns: number): Line[] {
    if (block.type === "call") this.#recent = [...this.#recent, block].slice(-MAX_RECENT);
    return this.#transcript.take(block, this.#look(columns));
  }

  frame({ size, state, now, session, pane, footer }: LiveFrame): Frame {
    const { columns } = size;
    const look = this.#look(columns);
    const texts = appTexts[this.#language];
    const live = { ...look, now, moves: this.#moves };
    // What a call asks stands below, in full.
    const asking = new Set(state.asked.map(({ item }) => item));
    const calls = [...state.calls.values()].filter(({ item }) => !asking.has(item));
    const above = [
      ...this.#transcript.open(columns).map((row) => truncate(row, Math.min(columns, MAX_OPEN_COLUMNS))),
      ...openCallLines(calls, live),
      ...openingLines(session.opening, live),
      ...activityLines(state, { ...live, progress: this.#progress }),
      ...waitingRows(session.waiting, columns, texts),
      ...(size.rows < ROOMY_ROWS || state.thread === undefined ? [] : [[]]),
    ];
    const shown = pane.view({ columns, rows: Math.max(1, size.rows - above.length - 1) });
    const caret = shown.caret && { row: shown.caret.row + above.length, column: shown.caret.column };
    return { rows: [...above, ...shown.rows, footerLine(footer, look)], ...(caret && { caret }) };
  }

  #look(columns: number): BlockLook {
    return {
      columns,
      language: this.#language,
      highlighter: this.highlighter,
      titleOf: (name, input) => this.titleOf(name, input),
      versionsOf: this.#versionsOf,
    };
  }
}

/** What the model wrote, and what it was told. */
function wholeCall({ input, text }: CallBlock): Line[] {
  const result = text.split("\n").map((line): Line => [span(line)]);
  return [...inputLines(input), [], ...result];
}
