import type { Definition, DefinitionKind } from "../../../language.ts";

/** The definitions of one file, in the order of its text; what is added reaches as far as what it is in. */
export class Definitions {
  readonly all: Definition[] = [];

  /** @returns its index, for what is in it. */
  add(found: { name: string; kind: DefinitionKind; line: number; endLine: number; exported: boolean; within: number | undefined }): number {
    const { within, ...definition } = found;
    this.all.push({ ...definition, ...(within !== undefined && { within }) });
    this.extend(within, found.endLine);
    return this.all.length - 1;
  }

  /** What is at this index, and all that it is in, goes at least to this line. */
  extend(index: number | undefined, endLine: number): void {
    for (let at = index; at !== undefined; at = this.all[at]!.within) {
      const definition = this.all[at]!;
      if (definition.endLine >= endLine) return;
      definition.endLine = endLine;
    }
  }
}
