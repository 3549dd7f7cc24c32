import { nameOf } from "../editor/bindings.ts";
import type { EditorTexts } from "../messages/editor.ts";
import type { Key } from "../terminal/keys.ts";
import type { Frame, Size } from "../terminal/screen.ts";
import { type Line, type Span, span, widthOf } from "../text/line.ts";
import { truncate } from "../text/truncate.ts";
import { endOfText } from "./end-of-text.ts";
import { LineInput } from "./line-input.ts";
import type { Pane } from "./pane.ts";

export interface PickerItem<T> {
  label: string;
  /** Shown beside it, a column each. */
  detail?: readonly string[];
  value: T;
}

export interface PickerOptions<T> {
  title: string;
  /** In the order in which they are shown as long as nothing is searched for. */
  items: readonly PickerItem<T>[];
  texts: EditorTexts;
  onPick(value: T): void;
  onCancel(): void;
  /** What is seen is different now, without a key: the search has been loaded. */
  onChange(): void;
}

/** Items seen at once. */
const MAX_ROWS = 12;
/** Of a label that details stand beside. */
const MAX_LABEL = 40;

interface Searchable<T> {
  item: PickerItem<T>;
  text: string;
}

/** A list to choose from, searched by what is typed: in labels and details, in any order, with letters left out. */
export class Picker<T> implements Pane {
  readonly #options: PickerOptions<T>;
  readonly #all: readonly Searchable<T>[];
  readonly #query = new LineInput();
  #found: readonly PickerItem<T>[];
  #selected = 0;
  #fuzzy: ((query: string) => readonly PickerItem<T>[]) | undefined;

  constructor(options: PickerOptions<T>) {
    this.#options = options;
    this.#all = options.items.map((item) => ({ item, text: [item.label, ...(item.detail ?? [])].join(" ") }));
    this.#found = options.items;
  }

  view(size: Size): Frame {
    const { title, texts } = this.#options;
    const room = Math.max(1, Math.min(MAX_ROWS, size.rows - 3));
    const from = Math.max(0, Math.min(this.#selected - Math.floor(room / 2), this.#found.length - room));
    const shown = this.#found.slice(from, from + room);
    const rows = shown.length === 0 ? [[span(`  ${texts.nothingFound}`, "dim")]] : this.#table(shown, this.#selected - from);
    const count = shown.length < this.#found.length ? texts.shown(from + 1, from + shown.length, this.#found.length) : "";
    const head: Line = [span(title, "heading"), ...(count === "" ? [] : [span(`  ${count}`, "dim")])];
    const asking = this.#filter(size);
    const lines = [head, ...rows].map((line) => (widthOf(line) > size.columns ? truncate(line, size.columns) : line));
    return { rows: [...lines, asking], caret: { row: lines.length, column: Math.min(widthOf(asking), size.columns - 1) } };
  }

  key(key: Key): void {
    if (this.#query.key(key)) return this.#ask(this.#query.text);
    if (key.type !== "key") return;
    const name = nameOf(key);
    if (name === "enter") {
      const picked = this.#found[this.#selected];
      if (picked) this.#options.onPick(picked.value);
    } else if (name === "escape" || name === "C-g" || name === "C-c") this.#options.onCancel();
    else if (steps[name] !== undefined) this.#move(steps[name]);
  }

  /** One step further from the last item is the first; a page ends at the border. */
  #move(step: number): void {
    const last = this.#found.length - 1;
    const wanted = this.#selected + step;
    const wrapped = wanted < 0 ? last : wanted > last ? 0 : wanted;
    this.#selected = Math.max(0, Math.abs(step) === 1 ? wrapped : Math.min(last, Math.max(0, wanted)));
  }

  #ask(query: string): void {
    this.#selected = 0;
    if (query === "") this.#found = this.#options.items;
    else if (this.#fuzzy) this.#found = this.#fuzzy(query);
    else {
      const wanted = query.toLowerCase();
      this.#found = this.#all.filter(({ text }) => text.toLowerCase().includes(wanted)).map(({ item }) => item);
      void this.#load();
    }
  }

  /** Until it is there, what was typed is looked for as it is. */
  async #load(): Promise<void> {
    const { go, snapshot } = await import("fuzzysort");
    if (this.#fuzzy) return;
    const searched = snapshot(this.#all, { key: "text" });
    this.#fuzzy = (query) => go(query, searched, { limit: 0, threshold: 0 }).map(({ obj }) => obj.item);
    if (this.#query.text === "") return;
    this.#found = this.#fuzzy(this.#query.text);
    this.#selected = Math.min(this.#selected, Math.max(0, this.#found.length - 1));
    this.#options.onChange();
  }

  /** Columns as wide as what is seen of them needs. */
  #table(items: readonly PickerItem<T>[], selected: number): Line[] {
    const cells = items.map(({ label, detail = [] }) => [detail.length === 0 ? label : endOfText(label, MAX_LABEL), ...detail]);
    const columns = Math.max(...cells.map((row) => row.length));
    const widths = Array.from({ length: columns }, (_, column) => Math.max(...cells.map((row) => widthOf([span(row[column] ?? "")]))));
    return cells.map((row, index) => {
      const here = index === selected;
      const line: Span[] = [span(here ? "> " : "  ", here ? "accent" : undefined)];
      for (const [column, text] of row.entries()) {
        const style = column > 0 ? "dim" : here ? "selected" : undefined;
        const own = span(text, style);
        const last = column === row.length - 1;
        line.push(own, ...(last ? [] : [span(" ".repeat(widths[column]! - widthOf([own]) + 2))]));
      }
      return line;
    });
  }

  #filter(size: Size): Line {
    const head = truncate([span(this.#options.texts.filter, "accent")], Math.max(0, size.columns - 9));
    return [...head, span(endOfText(this.#query.text, size.columns - 1 - widthOf(head)))];
  }
}

const steps: Readonly<Record<string, number | undefined>> = {
  up: -1,
  "C-p": -1,
  "S-tab": -1,
  down: 1,
  "C-n": 1,
  tab: 1,
  pageup: -MAX_ROWS,
  pagedown: MAX_ROWS,
  home: Number.NEGATIVE_INFINITY,
  end: Number.POSITIVE_INFINITY,
};
