import type { Import } from "../../../language.ts";
import type { Token } from "./tokens.ts";

/** Which programs a file calls: by a literal, or by a data item, which stands for all literals that it is ever given. */
export class Calls {
  readonly #values = new Map<string, Set<string>>();
  readonly #calls: Token[] = [];

  /** The item has this value at the beginning, or gets it by a MOVE or by a condition that is set. */
  value(item: string, literal: string): void {
    const values = this.#values.get(item);
    if (values === undefined) this.#values.set(item, new Set([literal]));
    else values.add(literal);
  }

  call(program: Token): void {
    this.#calls.push(program);
  }

  /** One for each program, where it is first called. What a data item names is known to be a program only when the call is made. */
  imports(): Import[] {
    const found = new Map<string, Import>();
    for (const { kind, text, written: own, line } of this.#calls) {
      for (const written of kind === "literal" ? [own] : (this.#values.get(text) ?? [])) {
        const specifier = written.trim();
        const name = specifier.toUpperCase();
        if (name === "" || found.has(name)) continue;
        found.set(name, { specifier, line, names: [{ name, local: name }], ...(kind === "word" && { lazy: true }) });
      }
    }
    return [...found.values()];
  }

  /** The same programs, at each line that calls them. */
  *uses(): Generator<{ name: string; line: number }> {
    for (const { kind, text, line } of this.#calls)
      for (const name of kind === "literal" ? [text] : (this.#values.get(text) ?? []))
        if (name.trim() !== "") yield { name: name.trim().toUpperCase(), line };
  }
}
