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
/** Cells that a label keeps at least beside its details. */
const MIN_LABEL = 24;

const GAP = 2;

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
    // The last column of the live region stays free.
    const width = Math.max(1, size.columns - 1);
    const rows =
      shown.length === 0 ? [[span(`  ${texts.nothingFound}`, "dim")]] : this.#table(shown, { selected: this.#selected - from, width });
    const count = shown.length < this.#found.length ? `${texts.shown(from + 1, from + shown.length, this.#found.length)} · ` : "";
    const head: Line = [span(title, "heading"), span(`  ${count}${texts.pickerKeys}`, "dim")];
    const asking = this.#filter(size);
    const lines = [head, ...rows].map((line) => truncate(line, width));
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

  /** Columns as wide as what is seen of them needs; labels give way to what stands beside them. */
  #table(items: readonly PickerItem<T>[], { selected, width }: { selected: number; width: number }): Line[] {
    const details = items.map(({ detail = [] }) => detail.map((text) => span(text, "dim")));
    const count = Math.max(...details.map((row) => row.length));
    const widths = Array.from({ length: count }, (_, column) => Math.max(...details.map((row) => widthOf(row.slice(column, column + 1)))));
    const beside = widths.reduce((sum, cells) => sum + GAP + cells, 0);
    const room = Math.max(MIN_LABEL, width - 2 - beside);
    const labels = items.map(({ label }, index) => truncate([span(label, index === selected ? "selected" : undefined)], room));
    const widest = Math.max(...labels.map(widthOf));
    return items.map((_, index) => {
      const line: Span[] = [span(index === selected ? "> " : "  ", "accent"), ...labels[index]!];
      let end = 2 + widest;
      for (const [column, detail] of details[index]!.entries()) {
        line.push(span(" ".repeat(end + GAP - widthOf(line))), detail);
        end += GAP + widths[column]!;
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
