import type { Definitions } from "./definitions.ts";
import type { Token } from "./tokens.ts";

/** The sections and paragraphs of procedure divisions, and the ranges of them that are performed. */
export class Procedures {
  readonly #definitions: Definitions;
  readonly #order: { name: string; program: number | undefined }[] = [];
  readonly #ranges: { from: string; to: string; line: number; program: number | undefined }[] = [];
  #section: number | undefined;
  #paragraph: number | undefined;

  constructor(definitions: Definitions) {
    this.#definitions = definitions;
  }

  /** A program begins or ends. */
  reset(): void {
    this.#section = undefined;
    this.#paragraph = undefined;
  }

  begin(name: Token, at: { program: number | undefined; section: boolean; exported: boolean }): void {
    const within = at.section ? at.program : (this.#section ?? at.program);
    const facts = { name: name.text, line: name.line, endLine: name.line, exported: at.exported };
    const index = this.#definitions.add({ ...facts, kind: "section", within });
    this.#paragraph = index;
    if (at.section) this.#section = index;
    this.#order.push({ name: name.text, program: at.program });
  }

  /** What is performed now goes on, down to this line. */
  extend(line: number): void {
    this.#definitions.extend(this.#paragraph, line);
  }

  perform(range: { from: string; to: string; line: number; program: number | undefined }): void {
    this.#ranges.push(range);
  }

  /** `PERFORM A THRU D` runs B and C too, without naming them. */
  *uses(): Generator<{ name: string; line: number }> {
    const places = new Map<string, number>();
    for (const [index, { name, program }] of this.#order.entries()) {
      const key = `${program} ${name}`;
      if (!places.has(key)) places.set(key, index);
    }
    for (const { from, to, line, program } of this.#ranges) {
      const first = places.get(`${program} ${from}`);
      const last = places.get(`${program} ${to}`);
      if (first === undefined || last === undefined || last - first > MAX_RANGE) continue;
      for (const procedure of this.#order.slice(first + 1, last)) if (procedure.program === program) yield { name: procedure.name, line };
    }
  }
}

/** Procedures that one PERFORM runs; a range of more is not taken apart. */
const MAX_RANGE = 500;
