import type { Chip } from "../editor/chip.ts";
import type { Menu } from "../editor/completion/menu.ts";
import type { HistorySearch } from "../editor/history-search.ts";
import type { Layout, Row } from "../editor/layout.ts";
import type { PromptKind } from "../editor/prompt-history.ts";
import { showUnit } from "../editor/shown-unit.ts";
import { emptyText, isEmpty, type Position, start, type Text } from "../editor/text.ts";
import type { EditorTexts } from "../messages/editor.ts";
import type { Frame, Size } from "../terminal/screen.ts";
import { type Line, lineOf, type Span, span, widthOf } from "../text/line.ts";
import { truncate } from "../text/truncate.ts";
import { endOfText } from "./end-of-text.ts";

export interface PromptLook {
  text: Text;
  caret: Position;
  kind: PromptKind;
  /** The row that was the first to be seen the last time. */
  top: number;
  menu: Menu;
  /** What could be offered is being looked for. */
  listing: boolean;
  /** In normal mode of vim. */
  normal: boolean;
  layout: Layout;
  label(chip: Chip): string;
  texts: EditorTexts;
}

/** Cells for the sign before the first row; on the narrowest terminals there is no room for it. */
const gutterOf = ({ columns }: Size): number => (columns < 10 ? 0 : 2);

/** Cells of a row of text. The last column stays free: there the caret stands behind a row that is full. */
export function textWidth(size: Size): number {
  return Math.max(1, size.columns - gutterOf(size) - 1);
}

const MENU_ROWS = 6;
/** What is below the caret is kept short, so that a window made narrower does not wrap it. */
const MENU_COLUMNS = 76;

/** Text with its caret, what completes it below. At most two fifths of the screen are text: more is scrolled. */
export function drawPrompt(look: PromptLook, size: Size): { frame: Frame; top: number } {
  const { text, kind, texts } = look;
  const { rows, column, row, top } = windowOf(look, size);
  const drawn = isEmpty(text)
    ? [[span(kind === "shell" ? texts.shellPlaceholder : placeholder(texts, textWidth(size)), "placeholder")]]
    : rows.shown.map((shown) => drawRow(shown, look, textWidth(size)));
  const gutter = gutterOf(size);
  const above = top > 0;
  const below = top + rows.shown.length < rows.total;
  const lines = drawn.map((line, index) => {
    const cut = (index === 0 && above) || (index === drawn.length - 1 && below);
    return fit([...sign({ gutter, kind, first: top + index === 0, cut }), ...line], size);
  });
  const spare = Math.max(0, size.rows - lines.length - 1);
  const frame: Frame = {
    rows: [...lines, ...[...drawMenu(look, size), ...drawMode(look)].slice(0, spare).map((line) => fit(line, size))],
    caret: { row, column: Math.min(gutter + column, size.columns - 1) },
  };
  return { frame, top };
}

/** With what the first character can mean, where there is room for all of it. */
function placeholder({ placeholder: what, placeholderKeys }: EditorTexts, width: number): string {
  const whole = `${what}  ${placeholderKeys}`;
  return whole.length <= width ? whole : what;
}

/** Which rows are seen, and where the caret is among them. */
function windowOf({ text, caret, layout, top }: Pick<PromptLook, "text" | "caret" | "layout" | "top">, size: Size) {
  const all = layout.rows(text);
  const { row, column } = layout.find(all, text, caret);
  const room = Math.max(1, Math.floor(size.rows * 0.4));
  const highest = Math.max(0, Math.min(top, row, all.length - room));
  const first = Math.max(highest, row - room + 1);
  return { rows: { shown: all.slice(first, first + room), total: all.length }, row: row - first, column, top: first };
}

function sign({ gutter, kind, first, cut }: { gutter: number; kind: PromptKind; first: boolean; cut: boolean }): Span[] {
  if (gutter === 0) return [];
  if (cut) return [span("… ", "dim")];
  if (!first) return [span("  ")];
  return [kind === "shell" ? span("! ", ["bold", "warn"]) : span("> ", "prompt")];
}

/** The units of a row, as far as they fit: a blank that hangs over the edge is not seen. */
function drawRow(row: Row, { text, kind, label }: Pick<PromptLook, "text" | "kind" | "label">, width: number): Line {
  const style = kind === "shell" ? "code" : undefined;
  const line: Span[] = [];
  let plain = "";
  let cells = 0;
  const take = () => {
    if (plain !== "") line.push(span(plain, style));
    plain = "";
  };
  for (const unit of text[row.line]!.slice(row.from, row.to)) {
    const shown = showUnit(unit, label);
    cells += shown.cells;
    if (cells > width && unit === " ") break;
    if (typeof unit === "string") {
      plain += shown.text;
      continue;
    }
    take();
    line.push(span(shown.text, "placeholder"));
  }
  take();
  return widthOf(line) > width ? truncate(line, width) : line;
}

function drawMenu({ menu, listing, texts }: PromptLook, size: Size): Line[] {
  if (listing) return [lineOf("  ", span(texts.listing, "dim"))];
  const { offers, selected } = menu.window(MENU_ROWS);
  const width = Math.min(MENU_COLUMNS, size.columns - 1);
  const widest = Math.max(0, ...offers.map(({ label }) => widthOf([span(label)])));
  return offers.map(({ label, detail }, index) => {
    const mark = span(index === selected ? "> " : "  ", index === selected ? "accent" : undefined);
    const name = span(endOfText(label, width - 2), index === selected ? "selected" : undefined);
    if (detail === undefined) return [mark, name];
    const gap = " ".repeat(Math.max(2, Math.min(widest, 16) - widthOf([name]) + 2));
    return truncate([mark, name, span(gap), span(detail, "dim")], width);
  });
}

function drawMode({ normal, texts }: PromptLook): Line[] {
  return normal ? [[span(texts.normalMode, "dim")]] : [];
}

export interface SearchLook {
  search: HistorySearch;
  /** What was found. */
  text: Text | undefined;
  layout: Layout;
  label(chip: Chip): string;
  texts: EditorTexts;
}

/** What was found, and below what was asked for, where the caret is. */
export function drawSearch({ search, text = emptyText, layout, label, texts }: SearchLook, size: Size): Frame {
  const { rows } = windowOf({ text, caret: start, layout, top: 0 }, size);
  const gutter = " ".repeat(gutterOf(size));
  const found = rows.shown.map((row) => fit([span(gutter), ...drawRow(row, { text, kind: "prompt", label }, textWidth(size))], size));
  const title = search.failed ? span(`${texts.noSuchPrompt}: `, "warn") : span(texts.search, "accent");
  const room = Math.max(1, size.columns - 1);
  // On a narrow screen what is typed is worth more than what it is.
  const head = truncate([title], Math.max(0, room - 8));
  const query = span(endOfText(search.query, room - widthOf(head)));
  const asking = [...head, query];
  return { rows: [...found, asking], caret: { row: found.length, column: Math.min(widthOf(asking), size.columns - 1) } };
}

function fit(line: Line, { columns }: Size): Line {
  return widthOf(line) > columns ? truncate(line, columns) : line;
}
