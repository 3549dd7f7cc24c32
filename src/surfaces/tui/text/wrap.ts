import { cellsOf, cellsOfGrapheme, graphemesOf } from "./cells.ts";
import { type Line, pieceOf, type Span, span, widthOf } from "./line.ts";

export interface WrapOptions {
  /** Cells in front of every row but the first. */
  indent?: number;
  /** Rows are filled to the last cell and every space is kept, as for code. */
  hard?: boolean;
}

/**
 * The rows of a line, none wider than `width` cells (of which there are at least 2). Rows end between words, the spaces there are left
 * out; a word longer than a row, and everything with `hard`, ends at a cell, but inside a grapheme only when that alone is wider than a row.
 */
export function wrap(line: Line, width: number, { indent = 0, hard = false }: WrapOptions = {}): Line[] {
  const limit = Math.max(2, width);
  if (widthOf(line) <= limit) return [line];
  const rows = new Rows(limit, Math.max(0, Math.min(indent, limit - 2)));
  if (hard) for (const whole of line) rows.pour({ whole, start: 0, end: whole.text.length });
  else for (const word of wordsOf(line)) rows.add(word);
  return rows.end();
}

/** A part of a span. */
interface Piece {
  whole: Span;
  start: number;
  end: number;
}

/** What stays together, of one or more spans; or the space between two such. */
interface Word {
  pieces: Piece[];
  cells: number;
  space: boolean;
  /** Rows may end on both sides of it: a character as wide as those of Chinese, which are written without spaces. */
  wide: boolean;
}

class Rows {
  readonly #done: Line[] = [];
  #row: Piece[] = [];
  #cells = 0;
  #empty = true;
  #gap: Word | undefined;
  readonly #limit: number;
  readonly #indent: number;

  constructor(limit: number, indent: number) {
    this.#limit = limit;
    this.#indent = indent;
  }

  add(word: Word): void {
    if (word.space) {
      this.#gap = word;
      return;
    }
    const gap = this.#gap;
    this.#gap = undefined;
    const fits = this.#cells + (gap?.cells ?? 0) + word.cells <= this.#limit;
    const tooLong = word.cells > this.#limit - this.#indent;
    const begins = tooLong && this.#cells + (gap?.cells ?? 0) < this.#limit;
    if (gap !== undefined && (fits || begins)) this.#put(gap);
    else if (!fits && !this.#empty) this.#next();
    if (fits || !tooLong) this.#put(word);
    else for (const piece of word.pieces) this.pour(piece);
  }

  /** Puts the piece where the row is, and goes on in the next row at the cell where this one is full. */
  pour({ whole, start, end }: Piece): void {
    let from = start;
    let to = start;
    for (const text of breakable(whole.text.slice(start, end), this.#limit - this.#indent)) {
      const cells = cellsOfGrapheme(text);
      if (this.#cells + cells > this.#limit) {
        if (to > from) this.#push({ whole, start: from, end: to });
        from = to;
        this.#next();
      }
      this.#cells += cells;
      to += text.length;
    }
    if (to > from) this.#push({ whole, start: from, end: to });
  }

  end(): Line[] {
    if (this.#gap !== undefined && this.#cells + this.#gap.cells <= this.#limit) this.#put(this.#gap);
    if (!this.#empty || this.#done.length === 0) this.#done.push(this.#row.map(toSpan));
    return this.#done;
  }

  #put(word: Word): void {
    for (const piece of word.pieces) this.#push(piece);
    this.#cells += word.cells;
  }

  #push(piece: Piece): void {
    const last = this.#row.at(-1);
    if (last?.whole === piece.whole && last.end === piece.start) last.end = piece.end;
    else this.#row.push(piece);
    this.#empty = false;
  }

  #next(): void {
    this.#done.push(this.#row.map(toSpan));
    this.#row = this.#indent > 0 ? [{ whole: span(" ".repeat(this.#indent)), start: 0, end: this.#indent }] : [];
    this.#cells = this.#indent;
    this.#empty = true;
  }
}

const toSpan = ({ whole, start, end }: Piece): Span => pieceOf(whole, start, end);

/** The graphemes of a text; of one that is wider than a row, its characters. */
function* breakable(text: string, limit: number): Generator<string> {
  for (const grapheme of graphemesOf(text)) {
    if (cellsOfGrapheme(grapheme) <= limit) yield grapheme;
    else yield* grapheme;
  }
}

function* wordsOf(line: Line): Generator<Word> {
  let open: Word | undefined;
  for (const part of line)
    for (const word of wordsOfSpan(part)) {
      if (open !== undefined && open.space === word.space && !open.wide && !word.wide) {
        open.pieces.push(...word.pieces);
        open.cells += word.cells;
        continue;
      }
      if (open !== undefined) yield open;
      open = word;
    }
  if (open !== undefined) yield open;
}

function* wordsOfSpan(part: Span): Generator<Word> {
  for (const { text, index, space } of runsOf(part.text)) {
    const cells = cellsOf(text);
    // As wide as it is long: no character in it is wide.
    if (space || cells === text.length)
      yield { pieces: [{ whole: part, start: index, end: index + text.length }], cells, space, wide: false };
    else yield* wordsBetweenWide(part, index, text);
  }
}

/** Spaces, or what is between them. */
interface Run {
  text: string;
  index: number;
  space: boolean;
}

function* runsOf(text: string): Generator<Run> {
  // Only beside such characters can a space be part of a larger grapheme: marks that go on it, and signs that go before it.
  if (/[^\0-\u02ff] | [^\0-\u02ff]/.test(text)) yield* runsOfGraphemes(text);
  else for (const { 0: run, index } of text.matchAll(/ +|[^ ]+/g)) yield { text: run, index, space: run.startsWith(" ") };
}

function* runsOfGraphemes(text: string): Generator<Run> {
  let run: Run = { text: "", index: 0, space: false };
  for (const grapheme of graphemesOf(text)) {
    const space = grapheme === " ";
    if (run.text === "") run.space = space;
    else if (run.space !== space) {
      yield run;
      run = { text: "", index: run.index + run.text.length, space };
    }
    run.text += grapheme;
  }
  yield run;
}

function* wordsBetweenWide(part: Span, index: number, text: string): Generator<Word> {
  let start = index;
  let end = index;
  let cells = 0;
  const word = (wide: boolean): Word => ({ pieces: [{ whole: part, start, end }], cells, space: false, wide });
  for (const grapheme of graphemesOf(text)) {
    const wide = cellsOfGrapheme(grapheme) > 1;
    if (wide && end > start) {
      yield word(false);
      [start, cells] = [end, 0];
    }
    end += grapheme.length;
    cells += cellsOfGrapheme(grapheme);
    if (!wide) continue;
    yield word(true);
    [start, cells] = [end, 0];
  }
  if (end > start) yield word(false);
}
