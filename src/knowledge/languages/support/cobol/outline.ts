import type { Import, Outline, Use } from "../../../language.ts";
import { Calls } from "./calls.ts";
import { DataItems } from "./data-items.ts";
import { Definitions } from "./definitions.ts";
import { Procedures } from "./procedures.ts";
import { nameBefore, replacements } from "./replacing.ts";
import { reservedWords } from "./reserved-words.ts";
import { type Sentence, sentences } from "./sentences.ts";
import { type Token, tokenize } from "./tokens.ts";

/** `none` in a copybook, which does not say where it will be copied to. */
type Division = "none" | "identification" | "environment" | "data" | "procedure";

const divisions: Readonly<Record<string, Division>> = {
  IDENTIFICATION: "identification",
  ID: "identification",
  ENVIRONMENT: "environment",
  DATA: "data",
  PROCEDURE: "procedure",
};

const units: Readonly<Record<string, "module" | "function" | "class">> = {
  "PROGRAM-ID": "module",
  "FUNCTION-ID": "function",
  "CLASS-ID": "class",
};

/**
 * The outline of a COBOL program or copybook. Names are in upper case, as the language does not tell cases apart.
 * A COPY is an import that takes everything; the import of a program that is called has its name.
 */
export function cobolOutline(text: string): Outline {
  const reader = new Reader();
  for (const sentence of sentences(tokenize(text))) reader.read(sentence);
  return reader.outline();
}

class Reader {
  readonly #definitions = new Definitions();
  readonly #items = new DataItems(this.#definitions);
  readonly #procedures = new Procedures(this.#definitions);
  readonly #calls = new Calls();
  readonly #copies: Import[] = [];
  readonly #replaced: ReturnType<typeof replacements> = [];
  readonly #uses = new Map<string, Use>();
  #division: Division = "none";
  /** Indexes of the programs that have begun and not ended. */
  #programs: number[] = [];
  /** The item before, which the conditions below it are values of. */
  #lastItem: string | undefined;
  #announced: "module" | "function" | "class" | undefined;
  #package: string | undefined;
  #lastLine = 1;

  read({ kind, tokens }: Sentence): void {
    const [first] = tokens;
    if (first === undefined) return;
    if (kind === "copy") this.#copy(tokens);
    else if (kind === "exec") this.#exec(tokens);
    else if (!this.#header(tokens)) this.#content(tokens);
    this.#lastLine = tokens.at(-1)!.line;
    if (this.#division === "procedure" || this.#division === "none") this.#procedures.extend(this.#lastLine);
    this.#definitions.extend(this.#program, this.#lastLine);
  }

  outline(): Outline {
    for (const use of this.#calls.uses()) this.#use(use);
    for (const use of this.#procedures.uses()) this.#use(use);
    const written = [...this.#uses.values()];
    for (const replacement of this.#replaced) {
      for (const { name, line } of written) {
        const original = nameBefore(name, replacement);
        if (original !== undefined) this.#use({ name: original, line });
      }
    }
    return {
      ...(this.#package !== undefined && { package: this.#package }),
      definitions: this.#definitions.all,
      uses: [...this.#uses.values()].sort((a, b) => a.line - b.line),
      imports: [...this.#copies, ...this.#calls.imports()].sort((a, b) => a.line - b.line),
    };
  }

  get #program(): number | undefined {
    return this.#programs.at(-1);
  }

  get #inCopybook(): boolean {
    return this.#package === undefined;
  }

  /** What says where the text that follows belongs. */
  #header(tokens: readonly Token[]): boolean {
    const [first, second, third] = tokens as [Token, Token?, Token?];
    if (this.#announced !== undefined) {
      this.#begin(this.#announced, tokens);
      this.#announced = undefined;
      return true;
    }
    const unit = Object.hasOwn(units, first.text) ? units[first.text] : undefined;
    if (unit !== undefined && first.kind === "word") {
      if (second === undefined) this.#announced = unit;
      else this.#begin(unit, tokens.slice(1));
      return true;
    }
    if (second?.text === "DIVISION" && Object.hasOwn(divisions, first.text)) {
      this.#division = divisions[first.text]!;
      this.#items.reset();
      if (this.#division === "procedure") this.#useAll(tokens.slice(2));
      return true;
    }
    if (first.text === "END" && (second?.text === "PROGRAM" || second?.text === "FUNCTION" || second?.text === "CLASS")) {
      this.#definitions.extend(this.#program, tokens.at(-1)!.line);
      this.#programs.pop();
      this.#procedures.reset();
      this.#division = "none";
      return true;
    }
    if (second?.text === "SECTION" && second.kind === "word") {
      if (reservedWords.has(first.text)) this.#items.reset();
      else if (third === undefined || /^\d+$/.test(third.text)) this.#procedure(first, true);
      return true;
    }
    return false;
  }

  #begin(kind: "module" | "function" | "class", tokens: readonly Token[]): void {
    const [name] = tokens;
    if (name === undefined || (name.kind !== "word" && name.kind !== "literal")) return;
    const exported = this.#program === undefined || tokens.some(({ text }) => text === "COMMON");
    const index = this.#definitions.add({
      name: name.text.toUpperCase(),
      kind,
      line: name.line,
      endLine: name.line,
      exported,
      within: this.#program,
    });
    this.#programs.push(index);
    this.#package ??= name.text.toUpperCase();
    this.#items.reset();
    this.#procedures.reset();
    this.#division = "identification";
  }

  #content(tokens: readonly Token[]): void {
    const [first, second] = tokens as [Token, Token?];
    const division = this.#division;
    if (division === "identification") return;
    if (division === "data" || (division === "none" && (second?.kind === "word" || !/^\d+$/.test(first.text)))) {
      if (this.#data(tokens)) return;
    }
    if (division === "procedure" || division === "none") this.#code(tokens);
    else this.#useAll(tokens);
    if (division === "environment") this.#repository(tokens);
  }

  #data(tokens: readonly Token[]): boolean {
    const item = this.#items.add(tokens, { program: this.#program, inCopybook: this.#inCopybook });
    if (item === undefined) return false;
    for (const token of item.used) this.#use({ name: token.text, line: token.line });
    if (tokens[0]!.text !== "88") this.#lastItem = item.name;
    const value = tokens.findIndex(({ text }) => text === "VALUE" || text === "VALUES");
    if (this.#lastItem === undefined || value === -1) return true;
    for (const { kind, text } of tokens.slice(value)) if (kind === "literal") this.#calls.value(this.#lastItem, text);
    return true;
  }

  #code(tokens: readonly Token[]): void {
    const [first] = tokens as [Token];
    if (tokens.length === 1 && first.kind === "word" && !reservedWords.has(first.text)) {
      this.#procedure(first, false);
      return;
    }
    this.#useAll(tokens);
    for (const [index, { kind, text, line }] of tokens.entries()) {
      const next = tokens[index + 1];
      if (kind !== "word" || next === undefined) continue;
      if (text === "CALL" || text === "CANCEL") this.#calls.call(next);
      else if (text === "MOVE" && next.kind === "literal") this.#move(next.text, tokens.slice(index + 2));
      else if (text === "ENTRY" && next.kind === "literal") {
        this.#definitions.add({
          name: next.text.toUpperCase(),
          kind: "function",
          line: next.line,
          endLine: next.line,
          exported: true,
          within: this.#program,
        });
      } else if (text === "THRU" || text === "THROUGH") {
        const from = tokens[index - 1];
        if (from?.kind === "word") this.#procedures.perform({ from: from.text, to: next.text, line, program: this.#program });
      }
    }
  }

  #procedure(name: Token, section: boolean): void {
    this.#procedures.begin(name, { program: this.#program, section, exported: this.#inCopybook });
  }

  #move(literal: string, after: readonly Token[]): void {
    if (after[0]?.text !== "TO") return;
    for (const { kind, text } of after.slice(1)) {
      if (kind !== "word" || reservedWords.has(text)) return;
      this.#calls.value(text, literal);
    }
  }

  /** `FUNCTION TAX-RATE` in the repository paragraph: a function of somebody's own. */
  #repository(tokens: readonly Token[]): void {
    for (const [index, { text }] of tokens.entries()) {
      const next = tokens[index + 1];
      if (text === "FUNCTION" && next?.kind === "word" && !reservedWords.has(next.text) && tokens[index + 2]?.text !== "INTRINSIC")
        this.#calls.call({ ...next, kind: "literal" });
    }
  }

  #copy(tokens: readonly Token[]): void {
    const [book, of, library] = tokens as [Token, Token?, Token?];
    const inLibrary = (of?.text === "OF" || of?.text === "IN") && library !== undefined;
    this.#copies.push({ specifier: inLibrary ? `${library.written}/${book.written}` : book.written, line: book.line, names: [] });
    this.#items.extend(tokens.at(-1)!.line);
    const replacing = tokens.findIndex(({ text }) => text === "REPLACING");
    if (replacing !== -1) this.#replaced.push(...replacements(tokens.slice(replacing + 1)));
  }

  #exec(tokens: readonly Token[]): void {
    const [language, verb, third] = tokens as [Token, Token?, Token?];
    if (language.text === "SQL" && verb?.text === "INCLUDE") {
      if (third !== undefined) this.#copies.push({ specifier: third.written, line: third.line, names: [] });
      return;
    }
    for (const [index, token] of tokens.entries()) {
      const before = tokens[index - 1]?.text;
      const called = language.text === "CICS" && before === "(" && tokens[index - 2]?.text === "PROGRAM";
      if (called) this.#calls.call(token);
      if (token.kind !== "word" || reservedWords.has(token.text)) continue;
      const named = language.text === "SQL" ? before === ":" || tableWords.has(before ?? "") : before === "(";
      for (const name of token.text.split(":")) if (named || token.text.startsWith(":")) this.#useName({ ...token, text: name });
    }
  }

  #useAll(tokens: readonly Token[]): void {
    for (const [index, token] of tokens.entries())
      if (token.kind === "word" && tokens[index - 1]?.text !== "FUNCTION") this.#useName(token);
  }

  #useName({ text, line }: Token): void {
    if (text !== "" && !/^[\d-]+$/.test(text) && !reservedWords.has(text)) this.#use({ name: text, line });
  }

  #use({ name, line }: Use): void {
    const key = `${line} ${name}`;
    if (!this.#uses.has(key)) this.#uses.set(key, { name, line });
  }
}

/** Words of SQL that a table's name follows. */
const tableWords = new Set(["FROM", "JOIN", "INTO", "UPDATE", "TABLE"]);
