import { type Line, lineOf, span } from "../text/line.ts";
import { truncate } from "../text/truncate.ts";
import type { StyleName } from "../theme/style-name.ts";
import { type BlockKind, closesFence, kindOf } from "./block-kind.ts";
import { codeRows, MAX_LINE } from "./code-rows.ts";
import { type Prefix, prefixOf, readBegun, readInside } from "./containers.ts";
import { Flow } from "./flow.ts";
import { grammarOf } from "./grammars.ts";
import type { Highlighter } from "./highlighter.ts";
import { copyOf, type Fence, startState } from "./stream-state.ts";
import { isDelimiter, tableLines } from "./table.ts";

export interface MarkdownOptions {
  highlighter: Highlighter;
  texts: { tableRows(rows: number): string };
}

/**
 * Markdown made lines as it comes in. A line that was given is final: whatever follows, and however the text was cut into pieces, the lines
 * are the same. For that, nothing changes what was before it: an underlined heading is a paragraph and a rule, references to links are
 * text; and newlines end rows. What was given is forgotten, so that it takes no time any more.
 */
export class MarkdownStream {
  readonly #options: MarkdownOptions;
  #state = startState();

  constructor(options: MarkdownOptions) {
    this.#options = options;
  }

  /** The lines that are final now, none wider than `width` cells. */
  push(text: string, width: number): Line[] {
    const out: Out = { lines: [], width, behind: "end" };
    const state = this.#state;
    const whole = (state.half + text).replaceAll("\r", "");
    // Half a character waits for its other half.
    const end = /[\ud800-\udbff]$/.test(whole) ? whole.length - 1 : whole.length;
    state.half = whole.slice(end);
    for (let at = 0; at < end;) {
      const newline = whole.indexOf("\n", at);
      const stop = newline === -1 ? end : newline;
      this.#take(whole.slice(at, stop), out);
      if (newline !== -1) this.#endLine(out);
      at = stop + 1;
    }
    if (state.leaf?.type === "text") this.#give(state.leaf.flow.take(width), out);
    return out.lines;
  }

  /** What the last lines would be if the text ended here; of many, the end. */
  open(width: number): Line[] {
    const copy = new MarkdownStream(this.#options);
    copy.#state = copyOf(this.#state);
    return copy.#end({ lines: [], width, behind: "open" }).slice(-OPEN_ROWS);
  }

  /** The lines that are left; the stream is at its beginning again. */
  end(width: number): Line[] {
    const lines = this.#end({ lines: [], width, behind: "end" });
    this.#state = startState();
    return lines;
  }

  #end(out: Out): Line[] {
    this.#take(this.#state.half, out);
    if (this.#state.line !== "") this.#endLine(out);
    this.#close(0, out);
    return out.lines;
  }

  /** A part of a line. What a line is, is decided when it is whole, or from its first characters when these begin running text. */
  #take(text: string, out: Out): void {
    const state = this.#state;
    let left = text;
    if (state.rest === "head") {
      const missing = HEAD - state.line.length;
      state.line += left.slice(0, missing);
      left = left.slice(missing);
      if (state.line.length < HEAD) return;
      state.rest = this.#isRunningText(state.line) ? "text" : "line";
      if (state.rest === "text") this.#line(state.line, out);
    }
    if (state.rest === "line") state.line += left.slice(0, Math.max(0, MAX_LINE - state.line.length));
    else if (state.leaf?.type === "text") state.leaf.flow.push(left);
  }

  #endLine(out: Out): void {
    const state = this.#state;
    if (state.rest !== "text") this.#line(state.line, out);
    if (state.leaf?.type === "text" && state.leaf.oneLine) this.#endLeaf(out);
    state.line = "";
    state.rest = "head";
  }

  #isRunningText(head: string): boolean {
    const { containers, leaf } = this.#state;
    if (leaf !== undefined && leaf.type !== "text") return false;
    const inText = leaf?.type === "text";
    const inside = readInside(head, containers);
    const { begun, rest } = readBegun(inside.rest, inText && inside.matched === containers.length);
    const { type } = kindOf(rest, inText && begun.length === 0);
    return type === "heading" || (type === "text" && !mayBeTable(rest));
  }

  /** A whole line, or the beginning of one that is running text. */
  #line(line: string, out: Out): void {
    const state = this.#state;
    const { matched, rest: inside } = readInside(line, state.containers);
    const goesOn = matched === state.containers.length;
    if (state.leaf?.type === "fence") {
      if (!state.containers.slice(matched).some(({ type }) => type === "quote")) return this.#code(inside, state.leaf, out);
      this.#endLeaf(out);
    }
    if (goesOn && this.#goOnTable(inside)) return;
    if (inside.trim() === "") return this.#blank(matched, out);

    if (state.leaf?.type !== "text") this.#endLeaf(out);
    const inText = state.leaf !== undefined;
    const { begun, rest } = readBegun(inside, inText && goesOn);
    const kind = kindOf(rest, inText && begun.length === 0);
    // A paragraph goes on where its containers' marks were left out.
    const lazy = inText && begun.length === 0 && kind.type === "text" && !mayBeTable(rest);
    if (!lazy) this.#close(matched, out);
    if (begun.length > 0) {
      this.#endLeaf(out);
      this.#space(out);
      state.containers.push(...begun);
    }
    this.#start(kind, rest, out);
  }

  #start(kind: BlockKind, rest: string, out: Out): void {
    const state = this.#state;
    if (kind.type === "text") return this.#text(rest, out);

    this.#endLeaf(out);
    // Headings stand apart, but not from the mark of what they are in.
    if (kind.type === "heading" && state.containers.every((container) => container.type === "quote" || container.shown))
      state.blank ||= state.begun;
    this.#space(out);
    if (kind.type === "heading") {
      const flow = this.#flow(kind.level === 1 ? ["heading", "underline"] : ["heading"]);
      flow.push(kind.text);
      state.leaf = { type: "text", flow, oneLine: true };
    } else if (kind.type === "rule") {
      const prefix = prefixOf(state.containers);
      this.#give([prefix.before(lineOf(span("─".repeat(Math.min(RULE, prefix.room(out.width))), "dim")), out.width)], out);
    } else if (kind.type === "indented") {
      const colours = this.#options.highlighter.open(undefined);
      this.#give(codeRows(kind.text, { colours, prefix: this.#codePrefix(), width: out.width }), out);
    } else {
      const colours = this.#options.highlighter.open(grammarOf(kind.language));
      state.leaf = { type: "fence", marks: kind.marks, indent: kind.indent, colours, prefix: this.#codePrefix() };
    }
  }

  #text(rest: string, out: Out): void {
    const state = this.#state;
    const text = rest.trimStart();
    if (mayBeTable(rest)) {
      this.#endLeaf(out);
      state.leaf = { type: "table", source: [text], left: 0 };
    } else if (state.leaf?.type === "text") state.leaf.flow.push(`\n${text}`);
    else if (text !== "") {
      this.#space(out);
      const flow = this.#flow([]);
      flow.push(text);
      state.leaf = { type: "text", flow, oneLine: false };
    }
  }

  /** Whether the line is of the table. Its first line becomes a header by the second. */
  #goOnTable(line: string): boolean {
    const { leaf } = this.#state;
    if (leaf?.type !== "table") return false;
    const { source } = leaf;
    const more = source.length === 1 ? isDelimiter(line, source[0]!) : line.includes("|");
    if (more) source.push(line);
    return more;
  }

  #code(line: string, leaf: Fence, out: Out): void {
    if (closesFence(line, leaf.marks)) return this.#endLeaf(out);
    const spaces = line.length - line.trimStart().length;
    this.#give(codeRows(line.slice(Math.min(spaces, leaf.indent)), { ...leaf, width: out.width }), out);
  }

  #blank(matched: number, out: Out): void {
    this.#endLeaf(out);
    // A quote ends with its marks; an item may go on.
    const quote = this.#state.containers.findIndex(({ type }, index) => type === "quote" && index >= matched);
    if (quote !== -1) this.#close(quote, out);
    this.#state.blank = true;
  }

  /** Ends the containers behind the first `kept`, and the leaf in them. */
  #close(kept: number, out: Out): void {
    const { containers } = this.#state;
    if (kept === containers.length && kept > 0) return;
    this.#endLeaf(out);
    // An item without text is an item nevertheless.
    if (containers.slice(kept).some((container) => container.type === "item" && !container.shown)) {
      this.#space(out);
      this.#give([trimmed(prefixOf(containers).before([], out.width))], out);
    }
    containers.length = kept;
  }

  #endLeaf(out: Out): void {
    const { leaf } = this.#state;
    this.#state.leaf = undefined;
    if (leaf?.type === "text") this.#give(leaf.flow.end(out.width, out.behind), out);
    if (leaf?.type !== "table") return;
    this.#space(out);
    if (leaf.source.length === 1) {
      const flow = this.#flow([]);
      flow.push(leaf.source[0]!);
      this.#give(flow.end(out.width, out.behind), out);
    } else {
      const prefix = prefixOf(this.#state.containers);
      const rows = leaf.source.length - 2 + leaf.left;
      const lines =
        out.behind === "open"
          ? [truncate(lineOf(span(this.#options.texts.tableRows(rows), "dim")), prefix.room(out.width))]
          : tableLines(leaf.source, prefix.room(out.width));
      this.#give(
        lines.map((line) => prefix.before(line, out.width)),
        out,
      );
    }
  }

  /** The empty row that the source has here. */
  #space(out: Out): void {
    const state = this.#state;
    if (state.blank && state.begun) {
      const around = state.containers.filter(({ type }) => type === "quote");
      this.#give([trimmed(prefixOf(around).before([], out.width))], out);
    }
    state.blank = false;
  }

  #give(lines: readonly Line[], out: Out): void {
    for (const line of lines) out.lines.push(line);
    this.#state.begun ||= lines.length > 0;
  }

  #flow(styles: readonly StyleName[]): Flow {
    const { containers } = this.#state;
    const quoted = containers.some(({ type }) => type === "quote");
    return new Flow(prefixOf(containers), quoted ? ["quote", ...styles] : styles);
  }

  #codePrefix(): Prefix {
    return prefixOf(this.#state.containers, CODE_INDENT);
  }
}

/** So many characters tell what a line is. */
const HEAD = 120;

const OPEN_ROWS = 6;
/** Short enough to survive most resizes. */
const RULE = 40;
const CODE_INDENT = "  ";

interface Out {
  lines: Line[];
  width: number;
  behind: "end" | "open";
}

/** The header of a table has a bar within what is known of it. */
function mayBeTable(text: string): boolean {
  return text.slice(0, HEAD).includes("|");
}

function trimmed(line: Line): Line {
  return line.map(({ text, style }) => span(text.trimEnd(), style)).filter(({ text }) => text !== "");
}
