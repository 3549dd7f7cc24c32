import type { GraphReader } from "../reader.ts";
import { isSeenWithoutImport, usesWithoutImport } from "./visibility.ts";

/**
 * Which files depend on a file: those that import it, and those that use what it defines where the language needs no import for that.
 * By ids; good for one question, as it keeps what it has read.
 */
export function dependentsOf(reader: GraphReader): (file: number) => number[] {
  const edges = reader.edges();
  return (id) => {
    const found = new Set(edges.importersOf(id).map(({ file }) => file));
    const file = reader.fileById(id);
    if (file !== undefined && isSeenWithoutImport(file))
      for (const definition of reader.definitionsIn(id)) {
        if (!definition.exported || definition.within !== undefined) continue;
        // A name that several files define says nothing about which of them is meant.
        if (reader.definitionsNamed(definition.name).some((other) => other.file !== id)) continue;
        for (const use of usesWithoutImport(reader, definition, file)) found.add(use.file);
      }
    found.delete(id);
    return [...found].sort((a, b) => a - b);
  };
}
