import type { Line } from "../text/line.ts";
import { wrap } from "../text/wrap.ts";
import type { StyleName } from "../theme/style-name.ts";
import { parseInline, type Behind } from "./inline.ts";
import type { Prefix } from "./containers.ts";
import { joinRuns, type Run, toLine } from "./run.ts";

/** Running text that is laid out as it comes in. A row that was taken never changes, whatever follows. */
export class Flow {
  readonly #styles: readonly StyleName[];
  readonly #prefix: Prefix;
  /** What may still mean one thing or another. */
  #text = "";
  #before = "";
  /** What is understood, and in no row yet. */
  #runs: Run[] = [];

  constructor(prefix: Prefix, styles: readonly StyleName[]) {
    this.#prefix = prefix;
    this.#styles = styles;
  }

  push(text: string): void {
    this.#text += text.replaceAll("\t", " ");
  }

  take(width: number): Line[] {
    this.#understand("more");
    return this.#rows(width, HELD);
  }

  end(width: number, behind: "end" | "open" = "end"): Line[] {
    this.#understand(behind);
    return this.#rows(width, 0);
  }

  copy(): Flow {
    const copy = new Flow(this.#prefix.copy(), this.#styles);
    copy.#text = this.#text;
    copy.#before = this.#before;
    copy.#runs = [...this.#runs];
    return copy;
  }

  #understand(behind: Behind): void {
    const { runs, length } = parseInline(this.#text, { behind, styles: this.#styles, before: this.#before });
    joinRuns(this.#runs, runs);
    this.#before = this.#text[length - 1] ?? this.#before;
    this.#text = this.#text.slice(length);
  }

  /** All rows but the last `held`. */
  #rows(width: number, held: number): Line[] {
    const ended: Line[][] = [];
    let begin = 0;
    for (const [index, run] of this.#runs.entries()) {
      if (!isBreak(run)) continue;
      ended.push(this.#laidOut(trimmed(this.#runs.slice(begin, index)), width));
      begin = index + 1;
    }
    const rows = ended.flat();
    const last = this.#runs.slice(begin);
    this.#runs = [];
    if (held === 0) return last.length === 0 ? rows : [...rows, ...this.#laidOut(trimmed(last), width)];

    const laidOut = wrap(toLine(last), this.#prefix.room(width));
    const final = laidOut.slice(0, Math.max(0, laidOut.length - held));
    this.#runs = behindRows(last, final);
    return [...rows, ...final.map((row) => this.#prefix.before(row, width))];
  }

  #laidOut(runs: readonly Run[], width: number): Line[] {
    return wrap(toLine(runs), this.#prefix.room(width)).map((row) => this.#prefix.before(row, width));
  }
}

/** A word that grows may go over to the next row, or, once it is longer than a row, begin in the one before. */
const HELD = 2;

const isBreak = ({ text }: Run): boolean => text === "\n";

function trimmed(runs: readonly Run[]): Run[] {
  const last = runs.at(-1);
  return last === undefined ? [] : [...runs.slice(0, -1), { ...last, text: last.text.trimEnd() }];
}

/** What follows these first rows of the runs: rows have their text but for spaces where they end. */
function behindRows(runs: readonly Run[], rows: readonly Line[]): Run[] {
  if (rows.length === 0) return [...runs];
  const text = runs.map((run) => run.text).join("");
  let at = 0;
  const skipSpaces = (): void => {
    while (text[at] === " ") at++;
  };
  for (const row of rows) {
    if (!row[0]?.text.startsWith(" ")) skipSpaces();
    for (const { text: part } of row) at += part.length;
  }
  skipSpaces();
  return dropped(runs, at);
}

function dropped(runs: readonly Run[], length: number): Run[] {
  let left = length;
  return runs.flatMap((run) => {
    const cut = Math.min(left, run.text.length);
    left -= cut;
    return cut === run.text.length ? [] : [{ ...run, text: run.text.slice(cut) }];
  });
}
