import type { DefinitionKind, Outline, Use } from "../../../language.ts";
import { blockEnd } from "./block-end.ts";
import { keywords } from "./keywords.ts";
import { type Token, tokenize } from "./tokens.ts";

/**
 * The outline of a script in any dialect of SQL. Names are in lower case and without their schema. Tables and what is called are uses;
 * columns are uses through something else, as a column always belongs to a table even where none is written before it.
 */
export function sqlOutline(text: string): Outline {
  const reader = new Reader(tokenize(text));
  reader.read();
  return reader.outline;
}

const kinds: Readonly<Record<string, DefinitionKind>> = {
  table: "table",
  view: "table",
  function: "function",
  procedure: "function",
  proc: "function",
  trigger: "function",
  package: "module",
  schema: "module",
  index: "key",
  type: "type",
  domain: "type",
  sequence: "variable",
};

/** Words before the name of a table. */
const beforeTable = new Set(["from", "join", "into", "update", "table", "references", "using", "truncate", "describe", "only"]);
const beforeRoutine = new Set(["call", "exec", "execute", "perform"]);
/** Functions with a FROM between their arguments. */
const withFrom = new Set(["extract", "trim", "substring", "overlay", "position"]);
/** What begins a part of a table that is no column. */
const beforeConstraint = new Set(
  "constraint primary foreign unique check key index exclude like partition fulltext spatial period".split(" "),
);
/** How far after CREATE its object may be: `CREATE DEFINER = 'a'@'b' SQL SECURITY INVOKER VIEW`. */
const MAX_MODIFIERS = 16;

class Reader {
  readonly outline: Outline = { definitions: [], uses: [], imports: [] };
  readonly #tokens: readonly Token[];
  readonly #known = new Set<string>();
  /** Aliases and names of WITH in the statement that is read. */
  #local = new Set<string>();
  /** For each open parenthesis, what stands before it. */
  #before: (string | undefined)[] = [];
  #inWith = false;
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  read(): void {
    while (this.#at < this.#tokens.length) this.#next();
  }

  #next(): void {
    const token = this.#tokens[this.#at]!;
    const { kind, text } = token;
    const before = this.#tokens[this.#at - 1]?.text;
    if (kind === "command") this.#command(token);
    else if (text === ";") this.#begin();
    else if (text === "(") this.#before.push(before);
    else if (text === ")") this.#before.pop();
    else if (kind === "word" && text === "create") return this.#create();
    else if (kind === "word" && text === "add" && this.#word(this.#at - 2) !== undefined) return this.#addColumn();
    else if (kind === "word" && text === "with") this.#inWith = true;
    else if (kind === "word" && beforeTable.has(text) && this.#meansTable(before)) return this.#tables(text === "from");
    else if (kind === "word" && beforeRoutine.has(text) && this.#isName(this.#at + 1)) return this.#table();
    else if (this.#isName(this.#at)) return this.#name();
    this.#at++;
  }

  #begin(): void {
    this.#local = new Set();
    this.#before = [];
    this.#inWith = false;
  }

  #meansTable(before: string | undefined): boolean {
    if (this.#tokens[this.#at]!.text === "from") return before !== "distinct" && !withFrom.has(this.#before.at(-1) ?? "");
    return true;
  }

  /** `CREATE … TABLE name`; afterwards at what follows the name. */
  #create(): void {
    const start = this.#at++;
    let at = this.#at;
    while (at - start <= MAX_MODIFIERS && !this.#isKind(at) && this.#tokens[at] !== undefined && this.#tokens[at]!.text !== ";") at++;
    if (!this.#isKind(at)) return;
    const modifiers = new Set(this.#tokens.slice(start, at).map(({ text }) => text));
    const object = this.#tokens[at]!.text;
    this.#at = at + 1;
    this.#skip("body");
    this.#skip("concurrently");
    this.#skip("if", "not", "exists");
    const name = this.#qualified();
    if (name === undefined || (object === "schema" && name.text === "authorization")) return;
    const end = blockEnd(this.#tokens, { start: this.#at, block: kinds[object] === "function" || object === "package" });
    const index = this.outline.definitions.length;
    this.outline.definitions.push({
      name: name.text.toLowerCase(),
      kind: object === "type" ? this.#typeKind() : kinds[object]!,
      line: name.line,
      endLine: this.#tokens[end]?.line ?? name.line,
      exported: !modifiers.has("temp") && !modifiers.has("temporary") && !name.text.startsWith("#"),
    });
    if (object === "table" || object === "type") this.#columns(index, end);
    else if (object === "index" || object === "trigger") this.#uses(this.#at, end);
  }

  /** The table that an index or a trigger is on. */
  #uses(start: number, end: number): void {
    for (let at = start; at < end && this.#tokens[at]!.text !== "("; at++) {
      if (this.#tokens[at]!.text !== "on" || !this.#isName(at + 1)) continue;
      this.#at = at;
      return this.#table();
    }
  }

  #typeKind(): DefinitionKind {
    const [first, second] = [this.#tokens[this.#at]?.text, this.#tokens[this.#at + 1]?.text];
    if (first !== "as") return "type";
    return second === "enum" ? "enum" : second === "(" || second === "object" ? "record" : "type";
  }

  /** Each first name of a part between the outer parentheses, until something else than a list of columns begins. */
  #columns(within: number, end: number): void {
    if (this.outline.definitions[within]!.kind === "enum") return;
    let depth = 0;
    for (let at = this.#at; at < end; at++) {
      const { kind, text, line } = this.#tokens[at]!;
      if (depth === 0 && kind === "word" && (text === "select" || text === "partition" || text === "inherits" || text === "with")) return;
      if (text === ")") depth--;
      if (text === "(") depth++;
      if (depth !== 1 || (text !== "(" && text !== ",")) continue;
      const column = this.#tokens[at + 1];
      const names = column !== undefined && (column.kind === "quoted" || (column.kind === "word" && !beforeConstraint.has(column.text)));
      if (!names || column.text === "select" || this.#tokens[at + 2]?.text === ",") continue;
      this.outline.definitions.push({
        name: column.text.toLowerCase(),
        kind: "field",
        line: column.line,
        endLine: line,
        exported: true,
        within,
      });
      const { length } = this.outline.definitions;
      this.outline.definitions[length - 1]!.endLine = this.#partEnd(at + 1, end);
      this.#known.add(`${column.line} ${column.text.toLowerCase()}`);
    }
  }

  #partEnd(start: number, end: number): number {
    let depth = 0;
    for (let at = start; at < end; at++) {
      const { text, line } = this.#tokens[at]!;
      if (depth === 0 && (text === "," || text === ")")) return this.#tokens[at - 1]?.line ?? line;
      if (text === "(") depth++;
      if (text === ")") depth--;
    }
    return this.#tokens[start]!.line;
  }

  /** `ALTER TABLE t ADD COLUMN c` defines a column too. */
  #addColumn(): void {
    this.#at++;
    this.#skip("column");
    this.#skip("if", "not", "exists");
    const column = this.#tokens[this.#at];
    if (column === undefined || !this.#isName(this.#at) || beforeConstraint.has(column.text)) return;
    const name = column.text.toLowerCase();
    this.outline.definitions.push({ name, kind: "field", line: column.line, endLine: column.line, exported: true });
    this.#at++;
  }

  /** What follows FROM and its like: tables, with aliases, separated by commas. */
  #tables(several: boolean): void {
    this.#table();
    while (several && this.#tokens[this.#at]?.text === "," && this.#isName(this.#at + 1)) this.#table();
  }

  /** At the word before a name; afterwards behind the name and its alias. */
  #table(): void {
    this.#at++;
    this.#skip("if", "exists");
    this.#skip("if", "not", "exists");
    this.#skip("only");
    this.#skip("lateral");
    if (!this.#isName(this.#at)) return;
    const name = this.#qualified();
    if (name === undefined) return;
    this.#use(name, false);
    if (this.#tokens[this.#at]?.text === "as") this.#at++;
    if (!this.#isName(this.#at)) return;
    this.#local.add(this.#tokens[this.#at]!.text.toLowerCase());
    this.#at++;
  }

  /** A name anywhere else: what is called, what WITH names, an alias, a column. */
  #name(): void {
    const start = this.#at;
    const name = this.#qualified()!;
    const next = this.#tokens[this.#at]?.text;
    const before = this.#tokens[start - 1]?.text;
    if (this.#inWith && (before === "with" || before === "recursive" || before === ",") && (next === "as" || next === "(")) {
      if (next === "as" || this.#isNamedQuery()) {
        this.#local.add(name.text.toLowerCase());
        return;
      }
    }
    if (before === "as") this.#local.add(name.text.toLowerCase());
    else this.#use(name, next !== "(");
  }

  /** `WITH t (a, b) AS (`, at the first parenthesis. */
  #isNamedQuery(): boolean {
    let at = this.#at + 1;
    while (at < this.#tokens.length && /^(?:word|quoted)$/.test(this.#tokens[at]!.kind) && this.#tokens[at + 1]?.text === ",") at += 2;
    return this.#tokens[at + 1]?.text === ")" && this.#tokens[at + 2]?.text === "as";
  }

  /** `schema.table`, of which the last part counts. */
  #qualified(): Token | undefined {
    let name = this.#tokens[this.#at];
    if (name === undefined || (name.kind !== "word" && name.kind !== "quoted")) return undefined;
    this.#at++;
    while (this.#tokens[this.#at]?.text === "." && /^(?:word|quoted)$/.test(this.#tokens[this.#at + 1]?.kind ?? "")) {
      name = this.#tokens[this.#at + 1]!;
      this.#at += 2;
    }
    return name;
  }

  #use({ text, line }: Token, member: boolean): void {
    const name = text.toLowerCase();
    if (this.#local.has(name) || name.startsWith("@")) return;
    const key = `${line} ${name}`;
    if (this.#known.has(key)) return;
    this.#known.add(key);
    const use: Use = { name, line, ...(member && { member }) };
    this.outline.uses.push(use);
  }

  /** `\i file`, `@file`, `source file`: only other scripts are of interest. */
  #command({ text, line }: Token): void {
    const match = /^(?:\\ir?|\\include(?:_relative)?|@@?|source|start|\.read|:r)\s*("[^"]+"|'[^']+'|[^\s;]+)/i.exec(text);
    const file = match?.[1]?.replace(/^["']|["']$/g, "");
    if (file !== undefined) this.outline.imports.push({ specifier: file, line, names: [] });
  }

  #isKind(at: number): boolean {
    const token = this.#tokens[at];
    return token?.kind === "word" && Object.hasOwn(kinds, token.text);
  }

  #isName(at: number): boolean {
    const token = this.#tokens[at];
    return token?.kind === "quoted" || (token?.kind === "word" && !keywords.has(token.text));
  }

  #word(at: number): string | undefined {
    const token = this.#tokens[at];
    return token?.kind === "word" || token?.kind === "quoted" ? token.text : undefined;
  }

  #skip(...words: string[]): void {
    if (words.every((word, index) => this.#tokens[this.#at + index]?.text === word)) this.#at += words.length;
  }
}
