import { grammarOfPath } from "../markdown/grammars.ts";
import type { CodeColours, Highlighter } from "../markdown/highlighter.ts";
import { appendRun, type Run, toLine } from "../markdown/run.ts";
import type { DiffTexts } from "../messages/diff.ts";
import { type Line, lineOf, type Span, span, widthOf } from "../text/line.ts";
import { truncate } from "../text/truncate.ts";
import { wrap } from "../text/wrap.ts";
import type { StyleName } from "../theme/style-name.ts";
import { ChangedParts, changesIn, type Part } from "./changed-parts.ts";
import type { Diff, DiffRow } from "./diff.ts";

export interface DiffLook {
  width: number;
  /** Tells the language. */
  path: string;
  highlighter: Highlighter;
  texts: DiffTexts;
  /** More than so many rows are cut; all are shown without it. */
  maxRows?: number;
}

/** From here on both versions have room beside each other. */
const SIDE_BY_SIDE = 110;
const BETWEEN = " │ ";

/** A diff for people. Grammars that are not loaded yet are for the next. */
export function diffLines(diff: Diff, look: DiffLook): Line[] {
  const { texts, width, maxRows = Number.POSITIVE_INFINITY } = look;
  if (diff.unseen !== undefined) return [note(texts[diff.unseen], width)];
  const layout = width >= SIDE_BY_SIDE ? sideBySide : unified;
  const total = diff.hunks.reduce((sum, hunk) => sum + hunk.length, 0) + diff.missing;
  const digits = String(Math.max(1, ...diff.hunks.map((hunk) => hunk.at(-1)?.after ?? hunk.at(-1)?.before ?? 1))).length;
  const lines: Line[] = [];
  let told = 0;
  for (const [index, hunk] of diff.hunks.entries()) {
    const gap = index === 0 ? [] : [lineOf(span("…", "dim"))];
    for (const { rows, of } of layout(hunk, { ...look, digits })) {
      const left = total - told;
      const needed = lines.length + gap.length + rows.length + (left > of ? 1 : 0);
      // Of a line that alone is longer than all that may be shown, the beginning.
      if (needed > maxRows && lines.length > 0) return [...lines, note(texts.moreLines(left), width)];
      lines.push(...gap.splice(0), ...rows.slice(0, maxRows));
      told += of;
    }
  }
  return total > told ? [...lines, note(texts.moreLines(total - told), width)] : lines;
}

function note(text: string, width: number): Line {
  return truncate(lineOf(span(text, "dim")), width);
}

interface Layout extends DiffLook {
  /** Of line numbers. */
  digits: number;
}

/** Rows that belong together, and for how many lines of the diff they stand. */
interface Told {
  rows: Line[];
  of: number;
}

function* unified(hunk: readonly DiffRow[], layout: Layout): Generator<Told> {
  const painter = new Painter(hunk, layout);
  for (const row of hunk) yield { rows: cellRows(row, painter.paint(row), { ...layout, number: row.after ?? row.before }), of: 1 };
}

function* sideBySide(hunk: readonly DiffRow[], layout: Layout): Generator<Told> {
  const painter = new Painter(hunk, layout);
  const width = (layout.width - BETWEEN.length) >> 1;
  for (const { same, removed, added } of changesIn(hunk)) {
    const pairs = Array.from({ length: same === undefined ? Math.max(removed.length, added.length) : 1 }, (_, index) => ({
      left: same ?? removed[index],
      right: same ?? added[index],
    }));
    for (const { left, right } of pairs) {
      const painted = same === undefined ? undefined : painter.paint(same);
      const half = (row: DiffRow | undefined, number: number | undefined): Line[] =>
        row === undefined ? [] : cellRows(row, painted ?? painter.paint(row), { ...layout, width, number });
      const [old, now] = [half(left, left?.before), half(right, right?.after)];
      const rows = Array.from({ length: Math.max(old.length, now.length) }, (_, index) =>
        beside(old[index] ?? [], now[index] ?? [], width),
      );
      yield { rows, of: same === undefined ? Number(left !== undefined) + Number(right !== undefined) : 1 };
    }
  }
}

function beside(left: Line, right: Line, width: number): Line {
  return [...left, span(" ".repeat(Math.max(0, width - widthOf(left)))), span(BETWEEN, "dim"), ...right];
}

const SIGNS = { same: " ", added: "+", removed: "-" } as const;
/** What the text of a line has at least, beside its number. */
const MIN_TEXT = 8;

function cellRows(row: DiffRow, text: Line, { width, digits, number }: Layout & { number: number | undefined }): Line[] {
  const numbered = width >= digits + 3 + MIN_TEXT;
  const style = row.kind === "same" ? "dim" : row.kind;
  const gutter = (value: string, sign: string): Span[] => [
    ...(numbered ? [span(`${value.padStart(digits)} `, "dim")] : []),
    span(`${sign} `, style),
  ];
  const rows = wrap(text, width - (numbered ? digits + 1 : 0) - 2, { hard: true });
  return rows.map((each, index) => [...(index === 0 ? gutter(String(number ?? ""), SIGNS[row.kind]) : gutter("", " ")), ...each]);
}

/** Colours the lines of a hunk, each version by itself, in their order. */
class Painter {
  readonly #before: CodeColours;
  readonly #after: CodeColours;
  readonly #parts: ChangedParts;

  constructor(hunk: readonly DiffRow[], { path, highlighter }: DiffLook) {
    const grammar = grammarOfPath(path);
    this.#before = highlighter.open(grammar);
    this.#after = highlighter.open(grammar);
    this.#parts = new ChangedParts(hunk);
  }

  paint(row: DiffRow): Line {
    const { kind, text } = row;
    if (kind === "same") {
      this.#before.next(text);
      return toLine(this.#after.next(text));
    }
    const runs = (kind === "removed" ? this.#before : this.#after).next(text);
    const strong = kind === "removed" ? "removedStrong" : "addedStrong";
    return toLine(over(runs, { style: kind, strong, parts: this.#parts.of(row) }));
  }
}

/** Puts the colours of a change under those of the language. */
function over(runs: readonly Run[], { style, strong, parts }: { style: StyleName; strong: StyleName; parts: readonly Part[] }): Run[] {
  const painted: Run[] = [];
  let at = 0;
  for (const { text, styles } of runs) {
    const end = at + text.length;
    const cuts = [at, ...parts.flat().filter((cut) => cut > at && cut < end), end];
    for (const [index, from] of cuts.slice(0, -1).entries()) {
      const inside = parts.some(([begin, stop]) => from >= begin && from < stop);
      appendRun(painted, text.slice(from - at, cuts[index + 1]! - at), [inside ? strong : style, ...styles]);
    }
    at = end;
  }
  return painted;
}
