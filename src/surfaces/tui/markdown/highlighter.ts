import type { HighlightedNode, HighlightJs, HighlightResult } from "highlight.js";
import type { StyleName } from "../theme/style-name.ts";
import { grammars } from "./grammars.ts";
import { appendRun, type Run } from "./run.ts";

/** Colours code. Grammars, and what reads them, are loaded when they are asked for. */
export class Highlighter {
  #core: HighlightJs | undefined;
  readonly #loading = new Map<string, Promise<void>>();

  /** Resolves when code of the language is coloured from now on. */
  load(grammar: string): Promise<void> {
    let loading = this.#loading.get(grammar);
    if (loading === undefined) this.#loading.set(grammar, (loading = this.#load(grammar)));
    return loading;
  }

  /** Of one piece of code, line by line from its beginning; until the grammar is there, and for no language, the text as it is. */
  open(grammar: string | undefined): CodeColours {
    if (grammar !== undefined) void this.load(grammar);
    return new CodeColours((code) =>
      grammar !== undefined && this.#core?.getLanguage(grammar) !== undefined
        ? this.#core.highlight(code, { language: grammar, ignoreIllegals: true })
        : undefined,
    );
  }

  async #load(grammar: string): Promise<void> {
    const [core, language] = await Promise.all([import("highlight.js/lib/core"), grammars[grammar]!()]);
    this.#core ??= core.default.newInstance();
    this.#core.registerLanguage(grammar, language.default);
  }
}

type Highlight = (code: string) => HighlightResult | undefined;

export class CodeColours {
  readonly #highlight: Highlight;
  /** The lines since the code was last at its outermost level: a comment that is open, the tags around. */
  #open: string[] = [];

  constructor(highlight: Highlight) {
    this.#highlight = highlight;
  }

  next(line: string): Run[] {
    if (line.length > MAX_LINE) return runOf(line);
    const code = [...this.#open, line].join("\n");
    const result = this.#highlight(code);
    if (result === undefined) return runOf(line);
    this.#open = result._top?.parent === undefined ? [] : shortened([...this.#open, line]);
    const runs: Run[] = [];
    collect(result._emitter.rootNode, { runs, skip: code.length - line.length });
    return runs;
  }

  copy(): CodeColours {
    const copy = new CodeColours(this.#highlight);
    copy.#open = this.#open;
    return copy;
  }
}

/** Longer lines are data. */
const MAX_LINE = 2_000;

/** So many lines are read again with each line while something is open; then what has opened it stands for them. */
const MAX_OPEN = 24;

function shortened(lines: string[]): string[] {
  return lines.length > MAX_OPEN ? [lines[0]!] : lines;
}

function runOf(text: string): Run[] {
  const runs: Run[] = [];
  appendRun(runs, text, []);
  return runs;
}

/** The runs of the text behind the first `skip` characters. */
function collect(root: HighlightedNode, { runs, skip }: { runs: Run[]; skip: number }): void {
  let before = skip;
  const visit = (node: HighlightedNode, styles: readonly StyleName[]): void => {
    const own = node.scope === undefined ? undefined : styleOf(node.scope);
    const inside = own === undefined ? (node.scope === "subst" ? [] : styles) : [own];
    for (const child of node.children) {
      if (typeof child !== "string") {
        visit(child, inside);
        continue;
      }
      const text = before === 0 ? child : child.slice(before);
      before = Math.max(0, before - child.length);
      appendRun(runs, text, inside);
    }
  };
  visit(root, []);
}

function styleOf(scope: string): StyleName | undefined {
  return styles[scope] ?? styles[scope.split(".", 1)[0]!];
}

const styles: Readonly<Record<string, StyleName>> = {
  keyword: "keyword",
  literal: "keyword",
  "variable.language": "keyword",
  "selector-tag": "keyword",
  name: "keyword",
  string: "string",
  regexp: "string",
  symbol: "string",
  char: "string",
  link: "string",
  comment: "comment",
  quote: "comment",
  meta: "comment",
  number: "number",
  bullet: "number",
  type: "type",
  built_in: "type",
  "title.class": "type",
  attr: "type",
  attribute: "type",
  "selector-class": "type",
  "selector-id": "type",
  title: "function",
  section: "function",
  addition: "added",
  deletion: "removed",
};
