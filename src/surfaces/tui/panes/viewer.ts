import { nameOf } from "../editor/bindings.ts";
import type { ViewerTexts } from "../messages/viewer.ts";
import type { Key } from "../terminal/keys.ts";
import type { Frame, Size } from "../terminal/screen.ts";
import { cellsOfGrapheme, graphemesOf } from "../text/cells.ts";
import { type Line, pieceOf, span, widthOf } from "../text/line.ts";
import { truncate } from "../text/truncate.ts";
import { wrap } from "../text/wrap.ts";
import { endOfText } from "./end-of-text.ts";
import type { Pane } from "./pane.ts";
import { type Found, LineSearch, textOf } from "./viewer-search.ts";

export interface ViewerOptions {
  title: string;
  lines: readonly Line[];
  texts: ViewerTexts;
  onClose(): void;
}

/** The first row that is seen: a line, and which of its rows. */
interface Top {
  line: number;
  row: number;
}

/** Cells that one key moves sideways. */
const SIDEWAYS = 8;

/** Something long, on a screen of its own. What a key costs does not grow with the lines: only those that are seen are laid out. */
export class Viewer implements Pane {
  readonly #options: ViewerOptions;
  #size: Size = { columns: 80, rows: 24 };
  #top: Top = { line: 0, row: 0 };
  #wraps = true;
  /** Cells that are left out at the left, unless lines are wrapped. */
  #left = 0;
  #search: LineSearch | undefined;
  /** The line that the last search led to. */
  #foundAt: number | undefined;
  #notFound = false;
  /** What is being typed after `/`. */
  #asked: string | undefined;

  constructor(options: ViewerOptions) {
    this.#options = options;
  }

  view(size: Size): Frame {
    this.#size = size;
    this.#stay();
    const { title } = this.#options;
    const rows: Line[] = size.rows < 3 ? [] : [truncate([span(title, "heading")], size.columns)];
    const { seen, last } = this.#page();
    rows.push(...seen);
    while (rows.length < size.rows - 1 || rows.length === 0) rows.push([]);
    if (size.rows < 2) return { rows };
    const foot = this.#foot(last);
    rows.push(foot);
    return this.#asked === undefined
      ? { rows }
      : { rows, caret: { row: rows.length - 1, column: Math.min(widthOf(foot), size.columns - 1) } };
  }

  key(key: Key): void {
    if (key.type === "focus") return;
    this.#notFound = false;
    if (this.#asked !== undefined) return this.#typeQuery(this.#asked, key);
    if (key.type === "paste") return;
    const name = key.type === "text" ? key.text : nameOf(key);
    if (Object.hasOwn(this.#actions, name)) this.#actions[name]!();
  }

  readonly #actions: Readonly<Record<string, () => void>> = this.#bind({
    "up k C-p": () => this.#move(-1),
    "down j enter C-n": () => this.#move(1),
    "pageup b C-b": () => this.#move(-this.#room),
    "pagedown C-f f": () => this.#move(this.#room),
    " ": () => this.#move(this.#room),
    "u C-u": () => this.#move(-Math.ceil(this.#room / 2)),
    "d C-d": () => this.#move(Math.ceil(this.#room / 2)),
    "home g": () => {
      this.#top = { line: 0, row: 0 };
    },
    "end G": () => {
      this.#top = this.#lastTop();
    },
    "left h": () => {
      this.#left = Math.max(0, this.#left - SIDEWAYS);
    },
    "right l": () => {
      if (!this.#wraps) this.#left += SIDEWAYS;
    },
    w: () => {
      this.#wraps = !this.#wraps;
      this.#left = 0;
      this.#top.row = 0;
    },
    "/": () => {
      this.#asked = "";
    },
    n: () => this.#find(1),
    N: () => this.#find(-1),
    "q escape C-c": () => this.#options.onClose(),
  });

  /** A name that holds several keys stands for each of them. */
  #bind(actions: Readonly<Record<string, () => void>>): Readonly<Record<string, () => void>> {
    return Object.fromEntries(
      Object.entries(actions).flatMap(([keys, act]) => (keys === " " ? [keys] : keys.split(" ")).map((key) => [key, act])),
    );
  }

  #typeQuery(asked: string, key: Key): void {
    if (key.type === "text") this.#asked = asked + key.text;
    else if (key.type === "paste") this.#asked = asked + key.text.split("\n", 1)[0]!;
    else if (key.type === "key") {
      const name = nameOf(key);
      if (name === "backspace" || name === "C-h") this.#asked = asked === "" ? undefined : [...graphemesOf(asked)].slice(0, -1).join("");
      else if (name === "escape" || name === "C-c") this.#asked = undefined;
      else if (name === "enter") {
        this.#asked = undefined;
        this.#search = asked === "" ? undefined : new LineSearch(asked);
        this.#foundAt = undefined;
        this.#find(1);
      }
    }
  }

  #find(direction: 1 | -1): void {
    if (this.#search === undefined) return;
    const from = this.#foundAt === undefined ? this.#top.line : this.#foundAt + direction;
    const found = this.#search.find(this.#options.lines, { from, direction });
    this.#notFound = found === undefined;
    if (found !== undefined) this.#goTo(found);
  }

  #goTo({ line, at }: Found): void {
    this.#foundAt = line;
    this.#top = { line, row: 0 };
    const before = textOf(this.#options.lines[line]!).slice(0, at);
    if (!this.#wraps) {
      const column = widthOf([span(before)]);
      const isSeen = column >= this.#left && column < this.#left + this.#size.columns;
      if (!isSeen) this.#left = Math.max(0, column - SIDEWAYS);
      return;
    }
    let end = 0;
    const row = this.#rowsOf(line).findIndex((part) => (end += textOf(part).length) > at);
    // All of a line is seen where there is room for it.
    if (row >= this.#room) this.#top.row = row;
  }

  get #room(): number {
    return Math.max(1, this.#size.rows - 2);
  }

  #move(rows: number): void {
    let { line, row } = this.#top;
    row += rows;
    while (row < 0 && line > 0) row += this.#countRows(--line);
    const last = this.#options.lines.length - 1;
    for (let count = this.#countRows(line); row >= count && line < last; count = this.#countRows(++line)) row -= count;
    this.#top = { line, row: Math.max(0, row) };
    this.#stay();
  }

  /** The last page is a full one. */
  #stay(): void {
    const last = this.#lastTop();
    const { line } = this.#top;
    this.#top.row = Math.min(this.#top.row, Math.max(0, this.#countRows(line) - 1));
    if (line > last.line || (line === last.line && this.#top.row > last.row)) this.#top = last;
  }

  #lastTop(): Top {
    let room = this.#room;
    for (let line = this.#options.lines.length - 1; line >= 0; line--) {
      const count = this.#countRows(line);
      if (count >= room) return { line, row: count - room };
      room -= count;
    }
    return { line: 0, row: 0 };
  }

  #page(): { seen: Line[]; last: number } {
    const seen: Line[] = [];
    let { line, row } = this.#top;
    for (; line < this.#options.lines.length && seen.length < this.#room; line++, row = 0) seen.push(...this.#rowsOf(line).slice(row));
    return { seen: seen.slice(0, this.#room), last: line };
  }

  #countRows(line: number): number {
    return this.#wraps && this.#options.lines[line] !== undefined ? this.#rowsOf(line).length : 1;
  }

  #rowsOf(index: number): Line[] {
    const line = this.#options.lines[index]!;
    const marked = this.#search?.mark(line) ?? line;
    const { columns } = this.#size;
    if (this.#wraps) return wrap(marked, columns, { hard: true });
    return [truncate(this.#left === 0 ? marked : withoutCells(marked, this.#left), columns)];
  }

  #foot(last: number): Line {
    const { texts, lines } = this.#options;
    const { columns } = this.#size;
    if (this.#asked !== undefined) {
      const head = truncate([span(texts.search, "accent")], columns - 1);
      return [...head, span(endOfText(this.#asked, columns - 1 - widthOf(head)))];
    }
    if (this.#notFound) return truncate([span(texts.notFound(this.#search?.query ?? ""), "warn")], columns);
    const percent = Math.floor((last / Math.max(1, lines.length)) * 100);
    const place = lines.length === 0 ? texts.empty : texts.place(this.#top.line + 1, last, lines.length, percent);
    return truncate([span(place, "accent"), span(`  ${this.#search === undefined ? texts.keys : texts.searchKeys}`, "dim")], columns);
  }
}

/** The line without its first cells; half of a wide character leaves a space. */
function withoutCells(line: Line, cells: number): Line {
  let left = cells;
  for (const [index, part] of line.entries()) {
    let at = 0;
    for (const grapheme of graphemesOf(part.text)) {
      if (left <= 0) return [...(left < 0 ? [span(" ".repeat(-left))] : []), pieceOf(part, at), ...line.slice(index + 1)];
      left -= cellsOfGrapheme(grapheme);
      at += grapheme.length;
    }
  }
  return [];
}
