import { type Line, lineOf, span, widthOf } from "../text/line.ts";
import { truncate } from "../text/truncate.ts";

/** What a block is in: a quote, or an item of a list whose text begins at a column. */
export type Container =
  | { type: "quote" }
  | { type: "item"; indent: number; marker: string; /** Whether a row shows the marker already. */ shown: boolean };

/** What is in front of each row of a block: bars of quotes, the marker of an item on its first row, and spaces below it. */
export class Prefix {
  readonly #first: Line;
  readonly #rest: Line;
  readonly #cells: number;
  #begun = false;
  /** What was cut last, for which room. */
  #cut: { prefix: Line; fitting: number; line: Line } | undefined;

  constructor(first: Line, rest: Line) {
    this.#first = first;
    this.#rest = rest;
    this.#cells = widthOf(rest);
  }

  /** The cells that are left for the block: some are left however deep it is. */
  room(width: number): number {
    return Math.max(Math.min(width, MIN_ROOM), width - this.#cells);
  }

  before(row: Line, width: number): Line {
    const prefix = this.#begun ? this.#rest : this.#first;
    this.#begun = true;
    if (prefix.length === 0) return row;
    const fitting = width - this.room(width);
    if (this.#cells <= fitting) return [...prefix, ...row];
    if (this.#cut?.fitting !== fitting || this.#cut.prefix !== prefix)
      this.#cut = { prefix, fitting, line: truncate(prefix, fitting + 1).slice(0, -1) };
    return [...this.#cut.line, ...row];
  }

  copy(): Prefix {
    const copy = new Prefix(this.#first, this.#rest);
    copy.#begun = this.#begun;
    return copy;
  }
}

const MIN_ROOM = 10;

/** The prefix of a block that begins here, itself indented; the markers of its items count as shown. */
export function prefixOf(containers: readonly Container[], indent = ""): Prefix {
  const own = indent === "" ? [] : [span(indent)];
  const first = lineOf(...containers.map((container) => mark(container, true)), ...own);
  const rest = lineOf(...containers.map((container) => mark(container, false)), ...own);
  for (const container of containers) if (container.type === "item") container.shown = true;
  return new Prefix(first, rest);
}

function mark(container: Container, first: boolean): ReturnType<typeof span> {
  if (container.type === "quote") return span("│ ", "quote");
  return span(first && !container.shown ? container.marker : " ".repeat(container.marker.length));
}

/** Takes the marks of the open containers off a line, as far as it is in them. */
export function readInside(line: string, open: readonly Container[]): { matched: number; rest: string } {
  let rest = line.replace(/^[ \t]+/, (blanks) => blanks.replaceAll("\t", "    "));
  let matched = 0;
  for (const container of open) {
    const inside = within(rest, container);
    if (inside === undefined) break;
    rest = inside;
    matched++;
  }
  return { matched, rest };
}

/**
 * Takes the marks of containers that begin on a line off it.
 * @param goesOn whether the line could go on with a paragraph, which not every number interrupts
 */
export function readBegun(line: string, goesOn: boolean): { begun: Container[]; rest: string } {
  const begun: Container[] = [];
  let rest = line;
  while (begun.length < MAX_DEPTH) {
    const quote = /^ {0,3}> ?/.exec(rest);
    const item = isRule(rest) ? null : /^( {0,3})([-+*]|\d{1,9}[.)])(?: {1,4}(?! )| |$)/.exec(rest);
    if (quote !== null) begun.push({ type: "quote" });
    else if (item !== null && !(goesOn && begun.length === 0 && isWords(rest))) {
      const marker = /\d/.test(item[2]!) ? item[2]! : "-";
      begun.push({
        type: "item",
        indent: Math.max(item[0].length, item[1]!.length + item[2]!.length + 1),
        marker: `${marker} `,
        shown: false,
      });
    } else break;
    rest = rest.slice((quote ?? item)![0].length);
  }
  return { begun, rest };
}

/** `2026. ` at the beginning of a line is more often a year than an item. */
function isWords(line: string): boolean {
  const text = line.trim();
  return /^(?:[-+*]|\d+[.)])$/.test(text) || (/^\d/.test(text) && !/^1[.)]/.test(text));
}

const MAX_DEPTH = 16;

/** The line inside of the container; undefined when the line is not in it. */
function within(line: string, container: Container): string | undefined {
  if (container.type === "quote") {
    const mark = /^ {0,3}> ?/.exec(line);
    return mark === null ? undefined : line.slice(mark[0].length);
  }
  if (line.trim() === "") return "";
  const spaces = line.length - line.trimStart().length;
  if (spaces >= container.indent) return line.slice(container.indent);
  // Models often indent what is in a numbered item by two or three, whatever its number takes.
  return spaces >= 2 && container.indent > 2 && /^\s+(?:[-+*]|\d{1,9}[.)]) /.test(line) ? line.slice(spaces) : undefined;
}

/** `---`, `***`, `_ _ _`. */
export function isRule(text: string): boolean {
  return /^ {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$/.test(text);
}
