import type { Definitions } from "./definitions.ts";
import { reservedWords } from "./reserved-words.ts";
import type { Token } from "./tokens.ts";

/** Files, screens and what else begins with a word instead of a level number. */
const descriptions = new Set(["FD", "SD", "RD", "CD"]);
const elementary = new Set([
  "PIC",
  "PICTURE",
  "COMP-1",
  "COMP-2",
  "INDEX",
  "POINTER",
  "BINARY-LONG",
  "BINARY-CHAR",
  "BINARY-SHORT",
  "BINARY-DOUBLE",
  "USAGE",
]);

const CONSTANT = 78;
const CONDITION = 88;
const RENAMES = 66;
const ALONE = 77;

/** The items of a data division, or of a copybook that is part of one: each in the one of the next lower level above it. */
export class DataItems {
  readonly #definitions: Definitions;
  /** Of the file, screen or report that the records to come belong to. */
  #description: number | undefined;
  #open: { level: number; index: number }[] = [];
  /** What was described last, while its fields may still come from a copybook. */
  #unfinished: number | undefined;

  constructor(definitions: Definitions) {
    this.#definitions = definitions;
  }

  /** A section or a division begins. */
  reset(): void {
    this.#description = undefined;
    this.#open = [];
    this.#unfinished = undefined;
  }

  /** @returns what the item is, and which words are names it uses; undefined when the sentence describes no data. */
  add(
    tokens: readonly Token[],
    { program, inCopybook }: { program: number | undefined; inCopybook: boolean },
  ): { name: string | undefined; used: Token[] } | undefined {
    const [first, second] = tokens;
    if (first === undefined) return undefined;
    const described = descriptions.has(first.text);
    const level = /^\d{1,2}$/.test(first.text) ? Number(first.text) : undefined;
    if (!described && level === undefined) return undefined;
    const endLine = tokens.at(-1)!.line;
    const named = second?.kind === "word" && !reservedWords.has(second.text);
    const used = tokens.slice(named ? 2 : 1).filter(({ kind, text }) => kind === "word" && !reservedWords.has(text) && !/^\d+$/.test(text));

    if (described) {
      this.reset();
      if (named)
        this.#description = this.#definitions.add({ ...place(second), kind: "record", endLine, exported: inCopybook, within: program });
      return { name: named ? second.text : undefined, used };
    }

    const words = new Set(tokens.map(({ text }) => text));
    const within = this.#parentOf(level!) ?? this.#description ?? program;
    if (!named) {
      // Its fields are those of what it is in.
      this.#definitions.extend(within, endLine);
      return { name: undefined, used };
    }
    const exported = inCopybook || words.has("GLOBAL") || words.has("EXTERNAL");
    const index = this.#definitions.add({ ...place(second), kind: kindOf(level!, words), endLine, exported, within });
    this.#unfinished = [...elementary].some((word) => words.has(word)) ? undefined : index;
    if (level !== CONDITION && level !== RENAMES) this.#open.push({ level: level!, index });
    return { name: second.text, used: used.filter((token) => !this.#indexName(token, { tokens, exported, within: index })) };
  }

  /** Down to this line a copybook goes on with what was described last, if that has no fields of its own. */
  extend(line: number): void {
    this.#definitions.extend(this.#unfinished, line);
    this.#unfinished = undefined;
  }

  #parentOf(level: number): number | undefined {
    if (level === CONDITION) return this.#open.at(-1)?.index;
    if (level === RENAMES) return this.#open[0]?.index;
    if (level === ALONE || level === CONSTANT) this.#open = [];
    while (this.#open.length > 0 && this.#open.at(-1)!.level >= level) this.#open.pop();
    return this.#open.at(-1)?.index;
  }

  /** `INDEXED BY` defines its names. */
  #indexName(token: Token, { tokens, exported, within }: { tokens: readonly Token[]; exported: boolean; within: number }): boolean {
    // No item has so many words: it is no COBOL.
    if (tokens.length > 1000) return false;
    let at = tokens.indexOf(token) - 1;
    while (at > 0 && tokens[at]!.kind === "word" && !reservedWords.has(tokens[at]!.text)) at--;
    if (tokens[at]?.text === "BY") at--;
    if (tokens[at]?.text !== "INDEXED") return false;
    this.#definitions.add({ ...place(token), kind: "variable", endLine: token.line, exported, within });
    return true;
  }
}

const place = ({ text, line }: Token): { name: string; line: number } => ({ name: text, line });

function kindOf(level: number, words: ReadonlySet<string>): "record" | "field" | "variable" | "constant" {
  if (level === CONDITION || level === CONSTANT || words.has("CONSTANT")) return "constant";
  if (level === ALONE) return "variable";
  if (level !== 1) return "field";
  for (const word of words) if (elementary.has(word)) return "variable";
  return "record";
}
